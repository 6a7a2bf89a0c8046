namespace ServicePing.Definitions.Language;

/// <summary>What the value of a key may be.</summary>
internal sealed class KeyType
{
    private KeyType(KeyForm form) => Form = form;

    public static KeyType Text { get; } = new(KeyForm.Text);

    public static KeyType TextOrNull { get; } = new(KeyForm.Text) { MayBeNull = true };

    public static KeyType Link { get; } = new(KeyForm.Link);

    public static KeyType LinkOrNull { get; } = new(KeyForm.Link) { MayBeNull = true };

    public static KeyType Version { get; } = new(KeyForm.Version);

    public static KeyType VersionOrNull { get; } = new(KeyForm.Version) { MayBeNull = true };

    public static KeyType Date { get; } = new(KeyForm.Date);

    public static KeyType Boolean { get; } = new(KeyForm.Boolean);

    public static KeyType True { get; } = new(KeyForm.True);

    public static KeyType Whole { get; } = new(KeyForm.Whole);

    public static KeyType Number { get; } = new(KeyForm.Number);

    /// <summary>SQL, as it is written in one place of a statement.</summary>
    public static KeyType Sql { get; } = new(KeyForm.Sql);

    public static KeyType Anything { get; } = new(KeyForm.Anything);

    /// <summary>A map of any keys and values.</summary>
    public static KeyType Map { get; } = new(KeyForm.Map);

    public static KeyType KeyPath { get; } = Matching("^[a-z0-9_]+(\\.[a-z0-9_]+)*$");

    public static KeyType Name { get; } = Matching("^[a-z0-9_]+$");

    public static KeyType Class { get; } = Matching("^([A-Z][A-Za-z0-9]*::)*[A-Z][A-Za-z0-9]*$");

    public static KeyType SqlOrList { get; } = Either(Sql, ListOf(Sql));

    public KeyForm Form { get; }

    /// <summary>Whether the value may be empty, as if the key were absent.</summary>
    public bool MayBeNull { get; private init; }

    /// <summary>Whether an element of a list stands there once.</summary>
    public bool IsUnique { get; private init; }

    /// <summary>What a text must match.</summary>
    public string? Pattern { get; private init; }

    /// <summary>The only words allowed.</summary>
    public IReadOnlyList<string> Words { get; private init; } = [];

    /// <summary>The words of the vocabulary that are allowed.</summary>
    public OwnWords? Own { get; private init; }

    /// <summary>The types of which a value has one, of the elements of a list or of the values of a map.</summary>
    public IReadOnlyList<KeyType> Items { get; private init; } = [];

    /// <summary>The keys of a map.</summary>
    public KeyMap? Keys { get; private init; }

    public static KeyType Matching(string pattern) => new(KeyForm.Text) { Pattern = pattern };

    public static KeyType OneOf(IEnumerable<string> words) => new(KeyForm.Word) { Words = [.. words] };

    public static KeyType OneOf(OwnWords words) => new(KeyForm.Word) { Own = words };

    public static KeyType ListOf(KeyType item, bool isUnique = false, bool mayBeNull = false) =>
        new(KeyForm.List) { Items = [item], IsUnique = isUnique, MayBeNull = mayBeNull };

    /// <summary>A map of any keys, with values of one type.</summary>
    public static KeyType MapOf(KeyType value) => new(KeyForm.MapOf) { Items = [value] };

    /// <summary>A map of known keys.</summary>
    public static KeyType Of(KeyMap keys, bool mayBeNull = false) => new(KeyForm.Keys) { Keys = keys, MayBeNull = mayBeNull };

    public static KeyType Either(params KeyType[] types) => new(KeyForm.Either) { Items = types };

    /// <summary>The same, or nothing.</summary>
    public static KeyType OrNull(KeyType type) => new(type.Form) { MayBeNull = true, Items = type.Items };
}

/// <summary>What a value is in YAML, and what is in it.</summary>
internal enum KeyForm
{
    Text,
    Link,
    Version,
    Date,
    Boolean,
    True,
    Whole,
    Number,
    Sql,
    Anything,
    Word,
    List,
    Map,
    MapOf,
    Keys,
    Either,
}

/// <summary>Words that a product's vocabulary declares.</summary>
internal enum OwnWords
{
    Tiers,
    Owners,
    Categories,
    PerformanceIndicators,
    Identifiers,
}
