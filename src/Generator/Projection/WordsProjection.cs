using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Projection;

/// <summary>Joins what was planned with the words for people.</summary>
internal static class WordsProjection
{
    /// <summary>What the definitions of a file say to people.</summary>
    /// <param name="file">The definitions.</param>
    /// <param name="words">The product's own words.</param>
    public static FileWords OfFile(DefinitionFile file, ProductWords words) => new(
        file.Metrics.Select(MemberDocumentationProjection.Of).ToEquatableArray(),
        file.Events.Select(one => EventProjection.Method(one, words)).ToEquatableArray());

    /// <summary>Finds where the words of a planned set are, once for all edits of words.</summary>
    public static SetModel Place(SetModel set, EquatableArray<DefinitionFile> files)
    {
        Dictionary<object, WordPlace> places = new(files.Count, ByReference.Instance);
        for (int file = 0; file < files.Count; file++)
        {
            for (int i = 0; i < files[file].Metrics.Count; i++)
            {
                places[files[file].Metrics[i]] = new WordPlace(file, i);
            }

            for (int i = 0; i < files[file].Events.Count; i++)
            {
                places[files[file].Events[i]] = new WordPlace(file, i);
            }
        }

        return set with
        {
            MetricWords = set.Definitions
                .Select(definition => places.TryGetValue(definition, out WordPlace? place) ? place : null)
                .ToEquatableArray(),
            EventWords = set.EventNames.Select(name => places[name.Definition]).ToEquatableArray(),
        };
    }

    /// <summary>The members and methods of a set, with the words of the files that it was planned from.</summary>
    public static SetWords Join((SetModel Set, ImmutableArray<ReadDefinition?> Files) source, CancellationToken cancellationToken)
    {
        (SetModel set, ImmutableArray<ReadDefinition?> files) = source;
        return new SetWords(
            set.Members.Select(file => new DocumentedMembers(file, Documentation(file, set, files))).ToEquatableArray(),
            Parts.Of(
                [.. set.EventNames.Select((name, i) => MethodAt(set.EventWords[i], files) with { Name = name.Name, Enums = name.Enums })],
                (number, first, part) => new EventMethods(set.Class!.Set, number, first, part)));
    }

    /// <summary>A list of the vocabulary's words, which belongs to the set that has the vocabulary; null where there is no set, or none is said.</summary>
    public static WordList? List(MetricSetName? set, string member, EquatableArray<string> words) =>
        set is null || words.IsEmpty ? null : new WordList(set, member, words);

    private static EquatableArray<MemberDocumentation> Documentation(
        MemberFile file, SetModel set, ImmutableArray<ReadDefinition?> files)
    {
        List<MemberDocumentation> all = new(Parts.Size);
        foreach (MemberGroup group in file.Groups)
        {
            foreach (MemberModel member in group.Members)
            {
                all.Add(set.MetricWords[member.Slot] is { } place
                    ? files[place.File]!.Words.Metrics[place.Position]
                    : MemberDocumentationProjection.Of(set.Definitions[member.Slot]));
            }
        }

        return all.ToEquatableArray();
    }

    private static EventMethod MethodAt(WordPlace place, ImmutableArray<ReadDefinition?> files) =>
        files[place.File]!.Words.Events[place.Position];

    /// <summary>Definitions that are equal but stand in two places are two.</summary>
    private sealed class ByReference : IEqualityComparer<object>
    {
        public static readonly ByReference Instance = new();

        bool IEqualityComparer<object>.Equals(object? left, object? right) => ReferenceEquals(left, right);

        int IEqualityComparer<object>.GetHashCode(object value) => RuntimeHelpers.GetHashCode(value);
    }
}
