using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Naming;
using ServicePing.Generators.Emit;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Projection;

/// <summary>Turns known events into methods and table rows.</summary>
internal static class KnownEventProjection
{
    /// <summary>The members of the generated class that are no events.</summary>
    private static readonly string[] Members = ["Known"];

    public static KnownEventMethods Methods(EquatableArray<KnownEventDefinition> events, MetricSetName set)
    {
        NameScope names = new([.. NameScope.ObjectMembers, .. Members, set.KnownEvents]);
        return new KnownEventMethods(
            set,
            events.Select(known => new KnownEventMethod(names.Claim(MemberName.Of(known.Name)), Summary(known))).ToEquatableArray());
    }

    /// <summary>The runtime does not know where a definition comes from.</summary>
    public static EquatableArray<KnownEventDefinition> Rows(EquatableArray<KnownEventDefinition> events) =>
        events.Select(static known => known with { SourceFile = "" }).ToEquatableArray();

    private static string Summary(KnownEventDefinition known)
    {
        string?[] facts = [known.Aggregation == EventAggregation.Daily ? "daily" : "weekly", known.Category, known.SourceFile];
        string line = string.Join(" · ", facts.Where(static fact => !string.IsNullOrEmpty(fact)));
        return $"<c>{Documentation.Text(known.Name)}</c> · {Documentation.Text(line)}";
    }
}
