using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Naming;
using ServicePing.Generators.CSharp;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Projection;

/// <summary>Turns known events into methods and table rows.</summary>
internal static class KnownEventProjection
{
    public static EquatableArray<KnownEventMethods> Methods(EquatableArray<KnownEventDefinition> events, MetricSetName set)
    {
        KnownEventMethod[] methods =
        [
            .. MethodNames.OfKnownEvents(events.Select(static known => known.Name), set.Name)
                .Zip(events, static (name, known) => new KnownEventMethod(name, Summary(known))),
        ];
        return Parts.Of(methods, (number, first, part) => new KnownEventMethods(set, number, first, part));
    }

    /// <summary>The runtime does not know where a definition comes from.</summary>
    public static EquatableArray<TablePart<KnownEventDefinition>> Rows(EquatableArray<KnownEventDefinition> events, MetricSetName set) =>
        Parts.Of(set, [.. events.Select(static known => known with { SourceFile = "" })]);

    private static string Summary(KnownEventDefinition known)
    {
        string?[] facts = [known.Aggregation == EventAggregation.Daily ? "daily" : "weekly", known.Category, known.SourceFile];
        string line = string.Join(" · ", facts.Where(static fact => !string.IsNullOrEmpty(fact)));
        return $"<c>{Documentation.Text(known.Name)}</c> · {Documentation.Text(line)}";
    }
}
