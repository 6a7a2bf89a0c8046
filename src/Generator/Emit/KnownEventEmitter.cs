using System.Globalization;
using Microsoft.CodeAnalysis.Text;
using ServicePing.Definitions.Model;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Emit;

/// <summary>Prints the known events: the methods that the program calls, and the table of how they are counted.</summary>
internal static class KnownEventEmitter
{
    private const string Value = "global::ServicePing.EventValue";

    public static SourceText Emit(KnownEventMethods model)
    {
        MetricSetName set = model.Set;
        SourceWriter writer = new();
        writer.Namespace(set.Namespace);
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
        for (int i = 0; i < model.Methods.Count; i++)
        {
            EmitMethods(writer, model.Methods[i], i);
        }

        writer.Write("""

            /// <summary>What the events are, for <see cref="global::ServicePing.KnownEventReader"/>.</summary>
            """);
        writer.Open("public static class Known");
        for (int i = 0; i < model.Methods.Count; i++)
        {
            writer.Separate(isFirst: i == 0);
            writer.Write($$"""
                /// <summary>{{model.Methods[i].Summary}}</summary>
                public static global::ServicePing.KnownEvent {{model.Methods[i].Name}} =>
                    global::{{set.Plans}}.KnownEventTable.Rows[{{i}}];
                """);
        }

        writer.Close();
        writer.Close();
        return writer.ToSourceText();
    }

    public static SourceText Emit(KnownEventTable table)
    {
        SourceWriter writer = new();
        writer.Namespace(table.Set.Plans);
        writer.Write($"""
            /// <summary>The known events and how they are counted.</summary>
            {SourceWriter.GeneratedCode}
            """);
        writer.Open("internal static class KnownEventTable");
        writer.Open("internal static readonly KnownEvent[] Rows =", "[");
        foreach (KnownEventDefinition known in table.Rows)
        {
            string properties = string.Join(", ", Properties(known));
            string initializer = properties.Length == 0 ? "" : $" {{ {properties} }}";
            writer.Write(
                $"new({Literals.Text(known.Name)}, EventAggregation.{known.Aggregation}){initializer},");
        }

        writer.Close("];");
        writer.Close();
        return writer.ToSourceText();
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

    /// <summary>What differs from the record's defaults.</summary>
    private static IEnumerable<string> Properties(KnownEventDefinition known)
    {
        if (known.Category is { } category)
        {
            yield return $"Category = {Literals.Text(category)}";
        }

        if (known.Slot is { } slot)
        {
            yield return $"Slot = {Literals.Text(slot)}";
        }

        if (known.ExpiryDays is { } days)
        {
            yield return $"ExpiryDays = {days.ToString(CultureInfo.InvariantCulture)}";
        }

        if (known.FeatureFlag is { } flag)
        {
            yield return $"FeatureFlag = {Literals.Text(flag)}";
        }
    }
}
