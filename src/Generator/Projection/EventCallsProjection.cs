using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ServicePing.Definitions.Collections;
using ServicePing.Generators.Inputs;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Projection;

/// <summary>Decides which event methods a project calls.</summary>
internal static class EventCallsProjection
{
    /// <summary>The events that can be triggered: the project's own and those of its references, in ordinal order of the methods.</summary>
    public static EquatableArray<CallableEvent> Events(
        (EquatableArray<CallableEvent> Own, EquatableArray<ReferencedAssembly> Referenced) source, CancellationToken cancellationToken) =>
        source.Own
            .Concat(source.Referenced.SelectMany(static one => one.Events))
            .Distinct()
            .OrderBy(static one => one.Method, StringComparer.Ordinal)
            .ThenBy(static one => one.Action, StringComparer.Ordinal)
            .ToEquatableArray();

    /// <summary>The methods of those that the project's files trigger.</summary>
    public static EquatableArray<string> Called(
        ((Compilation Compilation, ImmutableArray<ViewWords?> Views) Files, EquatableArray<CallableEvent> Events) source,
        CancellationToken cancellationToken) =>
        source.Events.IsEmpty ? [] : CalledNames.Among(source.Events, Names(
            source.Files.Compilation.SyntaxTrees.Where(tree => !OwnFiles.Contain(tree, cancellationToken)),
            source.Files.Views.OfType<ViewWords>(),
            cancellationToken));

    /// <summary>The names in files of a project, and in its views.</summary>
    public static IEnumerable<CalledNames> Names(
        IEnumerable<SyntaxTree> trees, IEnumerable<ViewWords> views, CancellationToken cancellationToken) => trees
        .Select(tree => CalledNames.In(tree, cancellationToken))
        .Concat(views.Select(CalledNames.In));

    /// <summary>Those that the project calls; null where there is no event that it could call.</summary>
    public static EventCalls? Of(
        ((EquatableArray<string> Called, EquatableArray<CallableEvent> Events) Left, GeneratorOptions Options) source,
        CancellationToken cancellationToken) =>
        source.Left.Events.IsEmpty || source.Options.Lack is not null || source.Options.Share == Share.Definitions ? null : new EventCalls(source.Options.Set, source.Left.Called);
}
