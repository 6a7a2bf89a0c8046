using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ServicePing.Definitions.Collections;
using ServicePing.Generators.Inputs;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Projection;

/// <summary>Decides which events a project's tests speak of: those that it sees, where it has <c>ServicePing.Testing</c>.</summary>
internal static class TestedEventsProjection
{
    private const string Testing = "ServicePing.Testing";

    /// <summary>Whether a project has it.</summary>
    public static bool AreWanted(ImmutableArray<MetadataReference> references, CancellationToken cancellationToken) =>
        references.Any(static one => ReferencedAssembly.CatalogueOf(one).Library == Testing);

    /// <summary>The events; null where there are none, or nobody to speak of them.</summary>
    public static TestedEvents? Of(
        (((Compilation Compilation, bool AreWanted) Seen, EquatableArray<ReferencedAssembly> References) Left, (GeneratorOptions Options, EquatableArray<TestedEvent> Own) Right) source,
        CancellationToken cancellationToken)
    {
        ((Compilation compilation, bool areWanted), EquatableArray<ReferencedAssembly> references) = source.Left;
        (GeneratorOptions options, EquatableArray<TestedEvent> own) = source.Right;
        if (!areWanted || options.Lack is not null || options.Share == Share.Program)
        {
            return null;
        }

        EquatableArray<TestedEvent> events = own
            .Concat(ReferencedEventMethods.Of(compilation, references))
            .OrderBy(static one => one.Action, StringComparer.Ordinal)
            .ThenBy(static one => one.EventsClass, StringComparer.Ordinal)
            .ToEquatableArray();
        return events.IsEmpty ? null : new TestedEvents(options.Set, options.HasExtensions, events);
    }

    /// <summary>Those of the project itself, whose methods no compilation has yet.</summary>
    public static EquatableArray<TestedEvent> Own(SetWords words, SetModel set) => words.EventMethods
        .SelectMany(part => part.Methods.Select((method, i) => Own(part.Set, method, set.EventNames[part.First + i].Definition.Action)))
        .ToEquatableArray();

    private static TestedEvent Own(MetricSetName set, EventMethod method, string action)
    {
        string events = set.Global(set.Events);
        int enums = 0;
        return new TestedEvent(action, set.Global(set.Set), events, method.Name, method.Parameters
            .Select(one => new TestedParameter(one.Name, one.Members.IsEmpty ? one.Type : $"{events}.{method.Enums[enums++].Type}?"))
            .ToEquatableArray());
    }
}
