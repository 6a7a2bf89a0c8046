using Microsoft.CodeAnalysis.Text;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Emit;

/// <summary>Prints the methods of the events, which the program calls.</summary>
internal static class EventEmitter
{
    /// <summary>The type of values of any kind, by a name that means the same whatever types the project has.</summary>
    public const string AnyValue = "global::ServicePing.EventValue";

    public static SourceText Emit(EventMethods model)
    {
        MetricSetName set = model.Set;
        SourceWriter writer = new();
        writer.Namespace(set.Namespace);
        if (model.Number > 0)
        {
            writer.Open($"public sealed partial class {set.Events}");
        }
        else
        {
            writer.Write($"""
                /// <summary>The events of {set.Name}. A call never throws and never waits.</summary>
                /// <param name="tracker">Keeps what the events count.</param>
                {SourceWriter.GeneratedCode}
                """);
            writer.Open($"public sealed partial class {set.Events}(global::ServicePing.EventTracker tracker)");
            writer.Write($"""
                private readonly global::ServicePing.Runtime.Plans.TrackedEvent[] _events =
                    tracker.EventsOf({set.Global(set.Set)}.Instance);

                """);
        }

        for (int i = 0; i < model.Methods.Count; i++)
        {
            writer.Separate(isFirst: i == 0);
            EmitMethod(writer, model.Methods[i], model.First + i);
        }

        writer.Close();
        return writer.ToSourceText();
    }

    private static void EmitMethod(SourceWriter writer, EventMethod method, int position)
    {
        writer.Write($"/// <summary>{method.Summary}</summary>");
        foreach (EventParameter parameter in method.Parameters)
        {
            writer.Write($"""/// <param name="{parameter.Name}">{parameter.Documentation}</param>""");
        }

        string parameters = string.Join(", ", method.Parameters.Select(Declaration));
        string arguments = string.Join(", ", method.Parameters.Select(parameter => Identifiers.Escape(parameter.Name)));
        writer.Write($"public void {method.Name}({parameters}) => _events[{position}].Track({arguments});");
    }

    private static string Declaration(EventParameter parameter)
    {
        string declaration = $"{parameter.Type} {Identifiers.Escape(parameter.Name)}";
        return parameter.Default is null ? declaration : $"{declaration} = {parameter.Default}";
    }
}
