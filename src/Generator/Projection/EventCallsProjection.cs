using System.Collections.Immutable;
using ServicePing.Definitions.Collections;
using ServicePing.Generators.Inputs;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Projection;

/// <summary>Decides which event methods a project calls.</summary>
internal static class EventCallsProjection
{
    /// <summary>The methods that can be called: the project's own and those of its references, in ordinal order.</summary>
    public static EquatableArray<string> Methods(
        (EquatableArray<string> Own, ImmutableArray<ReferencedEvents> Referenced) source, CancellationToken cancellationToken) =>
        source.Own
            .Concat(source.Referenced.SelectMany(static events => events.Methods))
            .Distinct(StringComparer.Ordinal)
            .OrderBy(static name => name, StringComparer.Ordinal)
            .ToEquatableArray();

    /// <summary>Those that a file of the project calls; null where none does.</summary>
    public static EventCalls? Of(
        (ImmutableArray<EquatableArray<string>> Files, GeneratorOptions Options) source, CancellationToken cancellationToken)
    {
        EquatableArray<string> methods = source.Files
            .SelectMany(static file => file)
            .Distinct(StringComparer.Ordinal)
            .OrderBy(static name => name, StringComparer.Ordinal)
            .ToEquatableArray();
        return methods.IsEmpty ? null : new EventCalls(source.Options.Set, methods);
    }
}
