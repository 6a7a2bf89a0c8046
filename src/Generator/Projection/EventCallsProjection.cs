using ServicePing.Definitions.Collections;
using ServicePing.Generators.Inputs;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Projection;

/// <summary>Decides which event methods a project calls.</summary>
internal static class EventCallsProjection
{
    /// <summary>The methods that can be called: the project's own and those of its references, in ordinal order.</summary>
    public static EquatableArray<string> Methods(
        (EquatableArray<string> Own, EquatableArray<ReferencedEvents> Referenced) source, CancellationToken cancellationToken) =>
        source.Own
            .Concat(source.Referenced.SelectMany(static events => events.Methods))
            .Distinct(StringComparer.Ordinal)
            .OrderBy(static name => name, StringComparer.Ordinal)
            .ToEquatableArray();

    /// <summary>Those that the project calls; null where it calls none.</summary>
    public static EventCalls? Of((EquatableArray<string> Methods, GeneratorOptions Options) source, CancellationToken cancellationToken) =>
        source.Methods.IsEmpty || source.Options.Share == Share.Definitions ? null : new EventCalls(source.Options.Set, source.Methods);
}
