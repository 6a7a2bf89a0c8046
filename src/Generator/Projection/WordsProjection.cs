using System.Collections.Immutable;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Projection;

/// <summary>Joins what was planned with the words for people.</summary>
internal static class WordsProjection
{
    /// <summary>What the definitions of a file say to people.</summary>
    public static FileWords OfFile(DefinitionFile file) => new(
        file.Metrics.Select(MemberDocumentationProjection.Of).ToEquatableArray(),
        file.Events.Select(EventProjection.Method).ToEquatableArray());

    /// <summary>The members and methods of a set, with the words of the files that it was planned from.</summary>
    public static SetWords Join((SetModel Set, ImmutableArray<ReadDefinition?> Files) source, CancellationToken cancellationToken)
    {
        Dictionary<MetricDefinition, MemberDocumentation> metrics = new(source.Set.Inputs.Count, ByReference<MetricDefinition>.Instance);
        Dictionary<EventDefinition, EventMethod> events = new(ByReference<EventDefinition>.Instance);
        for (int i = 0; i < source.Files.Length; i++)
        {
            if (source.Files[i]?.Words is { } words)
            {
                Add(source.Set.Inputs[i].Metrics, words.Metrics, metrics);
                Add(source.Set.Inputs[i].Events, words.Events, events);
            }
        }

        return new SetWords(
            source.Set.Members.Select(file => new DocumentedMembers(file, Documentation(file, source.Set.Definitions, metrics))).ToEquatableArray(),
            Parts.Of(
                [.. source.Set.EventNames.Select(name => events[name.Definition] with { Name = name.Name })],
                (number, first, part) => new EventMethods(source.Set.Class!.Set, number, first, part)));
    }

    private static void Add<TDefinition, TWords>(
        EquatableArray<TDefinition> definitions, EquatableArray<TWords> words, Dictionary<TDefinition, TWords> all)
        where TDefinition : class
    {
        for (int i = 0; i < definitions.Count; i++)
        {
            all[definitions[i]] = words[i];
        }
    }

    private static EquatableArray<MemberDocumentation> Documentation(
        MemberFile file, EquatableArray<MetricDefinition> definitions, Dictionary<MetricDefinition, MemberDocumentation> words)
    {
        List<MemberDocumentation> all = new(Parts.Size);
        foreach (MemberGroup group in file.Groups)
        {
            foreach (MemberModel member in group.Members)
            {
                // What is derived from known events and aggregates is in no file of metrics, and has its words itself.
                MetricDefinition definition = definitions[member.Slot];
                all.Add(words.TryGetValue(definition, out MemberDocumentation? found) ? found : MemberDocumentationProjection.Of(definition));
            }
        }

        return all.ToEquatableArray();
    }

    /// <summary>Definitions that are equal but stand in two places are two.</summary>
    private sealed class ByReference<T> : IEqualityComparer<T>
        where T : class
    {
        public static readonly ByReference<T> Instance = new();

        public bool Equals(T? left, T? right) => ReferenceEquals(left, right);

        public int GetHashCode(T value) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(value);
    }
}
