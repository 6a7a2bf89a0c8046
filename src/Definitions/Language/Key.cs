using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Language;

/// <summary>A key of the definition language: all that is known of it, said once.</summary>
/// <param name="name">The key, as files have it.</param>
/// <param name="type">What its value may be.</param>
/// <param name="description">What it says, in a sentence.</param>
internal class Key(string name, KeyType type, string description)
{
    /// <summary>The key, as files have it.</summary>
    public string Name => name;

    /// <summary>What its value may be.</summary>
    public KeyType Type => type;

    /// <summary>What it says, in a sentence.</summary>
    public string Description => description;

    /// <summary>A value, as files have it.</summary>
    public required string Example { get; init; }

    /// <summary>Where the key must be there: what to write, behind <c>add it,</c>.</summary>
    public string? Hint { get; init; }

    /// <summary>Whether a definition in the current form must have the key.</summary>
    public bool IsRequired { get => Hint is not null || field; init; }

    /// <summary>Whether its value tells definitions of a kind apart.</summary>
    public bool IsIdentity { get; init; }

    /// <summary>The value of another key with which this one must be there.</summary>
    public KeyCondition? RequiredWith { get; init; }

    /// <summary>The value of another key with which this one must not be there.</summary>
    public KeyCondition? RefusedWith { get; init; }

    /// <summary>What holds where the key is absent, as files would have it.</summary>
    public string? Default { get; init; }

    /// <summary>Whether a vocabulary may give it to the definitions of a folder.</summary>
    public bool MayBeDefault { get; init; }

    /// <summary>Whether it decides how something is computed or counted; all others are for people, and an edit of them plans nothing anew.</summary>
    public bool IsPlanned { get; init; }

    /// <summary>Whether the meaning of a definition has it; what has not is read in its file alone, or of a form of GitLab's that changes nothing here.</summary>
    public bool IsMeant { get; init; } = true;

    /// <summary>Whether GitLab's files have it not.</summary>
    public bool IsOwn { get; init; }

    /// <summary>The version that brought it.</summary>
    public string Since { get; init; } = "0.1";

    /// <summary>The data sources whose metrics may have it; none for all.</summary>
    public DataSource[] Sources { get; init; } = [];

    public static implicit operator string(Key key) => key.Name;

    public override string ToString() => Name;
}

/// <summary>A key whose value is one word of an enumeration.</summary>
internal sealed class WordKey<T>(string name, Word<T>[] words, string description)
    : Key(name, KeyType.OneOf(words.Select(static word => word.Text)), description)
    where T : struct
{
    /// <summary>The words, and what they stand for.</summary>
    public Word<T>[] Words => words;
}

/// <summary>A value that a key has.</summary>
internal sealed record KeyCondition(Key Key, string Value);
