using Microsoft.CodeAnalysis.Text;
using ServicePing.Definitions.Planning;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Emit;

/// <summary>Prints the events: the methods that the program calls, and the table of what they move.</summary>
internal static class EventEmitter
{
    public static SourceText Emit(EventMethods model)
    {
        MetricSetName set = model.Set;
        SourceWriter writer = new();
        writer.Namespace(set.Namespace);
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
        for (int i = 0; i < model.Methods.Count; i++)
        {
            EmitMethod(writer, model.Methods[i], i);
        }

        writer.Close();
        return writer.ToSourceText();
    }

    public static SourceText Emit(EventTable table)
    {
        SourceWriter writer = new();
        writer.Namespace(table.Set.Plans);
        writer.Write($"""
            /// <summary>The events and the counters that they move.</summary>
            {SourceWriter.GeneratedCode}
            """);
        writer.Open("internal static class EventTable");
        writer.Open("internal static readonly EventPlan[] Rows =", "[");
        foreach (EventRow row in table.Rows)
        {
            writer.Open($"new({Literals.Text(row.Name)}, {Literals.List(row.Arguments)},", "[");
            foreach (CounterRule rule in row.Rules)
            {
                writer.Write(Rule(rule) + ",");
            }

            writer.Close("]),");
        }

        writer.Close("];");
        writer.Close();
        return writer.ToSourceText();
    }

    private static void EmitMethod(SourceWriter writer, EventMethod method, int position)
    {
        writer.Write($"""

            /// <summary>{method.Summary}</summary>
            """);
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

    private static string Rule(CounterRule rule)
    {
        string argument = rule.Argument < 0 ? "" : $", {rule.Argument}";
        string filter = rule.Filter.IsEmpty ? "" : $", Filter: [{string.Join(", ", rule.Filter.Select(Condition))}]";
        return $"new(CounterKind.{rule.Kind}, {Literals.Text(rule.Key)}, {Literals.Boolean(rule.IsWeekly)}{argument}{filter})";
    }

    private static string Condition(ArgumentFilter filter) =>
        $"new({filter.Argument}, {(filter.IsNumber ? Literals.Number(filter.Value) : Literals.Text(filter.Value))})";
}
