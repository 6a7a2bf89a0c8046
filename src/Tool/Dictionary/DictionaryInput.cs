using ServicePing.Definitions.Locking;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Schema;
using ServicePing.Dictionary;
using ServicePing.Tool.Calls;

namespace ServicePing.Tool.Dictionary;

/// <summary>What a dictionary is made from.</summary>
internal sealed record DictionaryInput
{
    /// <summary>The product's name.</summary>
    internal required string Product { get; init; }

    /// <summary>The version that the definitions are of; null where nobody says.</summary>
    internal string? Version { get; init; }

    /// <summary>The definition files, those of libraries included.</summary>
    internal required IReadOnlyList<DefinitionFile> Files { get; init; }

    /// <summary>Those of the metrics that every instance reports besides.</summary>
    internal IReadOnlyList<DefinitionFile> Standard { get; init; } = [];

    /// <summary>The database's schema; null where there is none.</summary>
    internal DatabaseSchema? Schema { get; init; }

    /// <summary>What earlier releases promised.</summary>
    internal IReadOnlyList<PastRelease> Releases { get; init; } = [];

    /// <summary>Days on which versions were or will be released.</summary>
    internal IReadOnlyDictionary<string, DateOnly> Dates { get; init; } = new Dictionary<string, DateOnly>();

    /// <summary>A payload that has examples of the values, as JSON; null for made-up ones.</summary>
    internal ReadOnlyMemory<byte>? Payload { get; init; }

    /// <summary>The report of a collection that has what metrics cost, as JSON; null for none.</summary>
    internal ReadOnlyMemory<byte>? Report { get; init; }

    /// <summary>Where the compiled program tracks events; null where none was given.</summary>
    internal ProgramCalls? Calls { get; init; }

    /// <summary>The address of a place in the sources, with <c>{file}</c> and <c>{line}</c>; null where nobody says.</summary>
    internal string? SourceAddress { get; init; }

    /// <summary>What keeps the counters; null where nobody says.</summary>
    internal CounterStoreEntry? Counters { get; init; }

    /// <summary>The moment from which windows in statements to run by hand are counted.</summary>
    internal DateTimeOffset RecordedAt { get; init; } = DefaultMoment;

    /// <summary>A moment that is the same in every build, so that dictionaries are.</summary>
    internal static DateTimeOffset DefaultMoment { get; } = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
}

/// <summary>What a release promised.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Lockfile">Its lockfile.</param>
internal sealed record PastRelease(string Version, Lockfile Lockfile);
