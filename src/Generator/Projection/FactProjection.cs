using System.Collections.Immutable;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Planning;
using ServicePing.Generators.Inputs;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Projection;

/// <summary>Decides which instrumentation classes the facts of a set call.</summary>
internal static class FactProjection
{
    /// <summary>The classes that facts name; null where there are no facts.</summary>
    public static FactCalls? Calls(EquatableArray<FactPlan> facts, MetricSetName set) => facts.IsEmpty ? null : new FactCalls(
        set,
        facts.Select(static fact => fact.InstrumentationClass)
            .Distinct(StringComparer.Ordinal)
            .OrderBy(static name => name, StringComparer.Ordinal)
            .ToEquatableArray(),
        []);

    /// <summary>Adds the classes that the program has; null where they are not at hand.</summary>
    public static FactCalls? WithClasses(
        ((FactCalls? Calls, ImmutableArray<FactClass> Classes) Left, Share Share) source, CancellationToken cancellationToken)
    {
        (FactCalls? facts, ImmutableArray<FactClass> classes) = source.Left;
        if (facts is not { } calls || source.Share == Share.Definitions)
        {
            return null;
        }

        HashSet<string> named = new(calls.Named, StringComparer.Ordinal);
        return calls with
        {
            Named = [],
            Classes = classes
                .Where(type => named.Contains(type.Name))
                .GroupBy(static type => type.Name, StringComparer.Ordinal)
                .Where(static group => group.Count() == 1)
                .SelectMany(static group => group)
                .Where(static type => type is { Value: not null, Fault: null })
                .OrderBy(static type => type.Name, StringComparer.Ordinal)
                .ToEquatableArray(),
        };
    }
}
