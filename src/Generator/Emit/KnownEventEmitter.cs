using Microsoft.CodeAnalysis.Text;
using ServicePing.Generators.CSharp;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Emit;

/// <summary>Prints the methods of the known events, which the program calls.</summary>
internal static class KnownEventEmitter
{
    private const string Value = EventParameter.AnyValue;

    public static SourceText Emit(KnownEventMethods model)
    {
        MetricSetName set = model.Set;
        SourceWriter writer = new();
        writer.Namespace(set.Namespace);
        if (model.Number > 0)
        {
            writer.Open($"public sealed partial class {set.KnownEvents}");
        }
        else
        {
            writer.Write($"""
                /// <summary>The known events of {set.Name}: each counts different identifiers. A call never throws and never waits.</summary>
                /// <param name="tracker">Keeps what the events count.</param>
                {SourceWriter.GeneratedCode}
                """);
            writer.Open($"public sealed partial class {set.KnownEvents}(global::ServicePing.EventTracker tracker)");
            writer.Write($"""
                private readonly global::ServicePing.Runtime.Plans.TrackedKnownEvent[] _events =
                    tracker.KnownEventsOf({set.Global(set.Set)}.Instance);
                """);
        }

        for (int i = 0; i < model.Methods.Count; i++)
        {
            writer.Separate(isFirst: model.Number > 0 && i == 0);
            EmitMethods(writer, model.Methods[i], model.First + i);
        }

        EmitDescriptions(writer, model);
        writer.Close();
        return writer.ToSourceText();
    }

    private static void EmitDescriptions(SourceWriter writer, KnownEventMethods model)
    {
        writer.Write("");
        if (model.Number == 0)
        {
            writer.Write("/// <summary>What the events are, for <see cref=\"global::ServicePing.KnownEventReader\"/>.</summary>");
        }

        writer.Open("public static partial class Known");
        for (int i = 0; i < model.Methods.Count; i++)
        {
            writer.Separate(isFirst: i == 0);
            writer.Write($$"""
                /// <summary>{{model.Methods[i].Summary}}</summary>
                public static global::ServicePing.KnownEvent {{model.Methods[i].Name}} =>
                    {{model.Set.Global(model.Set.Set)}}.Instance.KnownEvents[{{model.First + i}}];
                """);
        }

        writer.Close();
    }

    private static void EmitMethods(SourceWriter writer, KnownEventMethod method, int position) => writer.Write($"""
        /// <summary>{method.Summary}</summary>
        /// <param name="id">Who or what did it.</param>
        /// <param name="context">Where it is counted apart, such as a plan; a context that is not listed counts nothing.</param>
        public void {method.Name}({Value} id, string? context = null) => _events[{position}].Track(id, context);

        /// <summary>{method.Summary}</summary>
        /// <param name="ids">Who or what did it.</param>
        /// <param name="context">Where it is counted apart, such as a plan; a context that is not listed counts nothing.</param>
        public void {method.Name}(global::System.ReadOnlySpan<{Value}> ids, string? context = null) =>
            _events[{position}].Track(ids, context);
        """);
}
