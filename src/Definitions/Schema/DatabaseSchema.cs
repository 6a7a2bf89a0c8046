using ServicePing.Definitions.Collections;

namespace ServicePing.Definitions.Schema;

/// <summary>What a database looks like: its tables and types, as a schema file describes them.</summary>
public sealed record DatabaseSchema
{
    /// <summary>The name of the file that describes it, which lies in the definitions root.</summary>
    public const string FileName = "schema.sql";

    /// <summary>Tables and views, ordered by schema and name, ordinal.</summary>
    public EquatableArray<Table> Tables { get; init; }

    /// <summary>The enums, ordered by schema and name, ordinal.</summary>
    public EquatableArray<EnumType> Enums { get; init; }

    /// <summary>The domains, ordered by schema and name, ordinal.</summary>
    public EquatableArray<DomainType> Domains { get; init; }

    /// <summary>The functions, ordered by schema and name, ordinal; one a name.</summary>
    public EquatableArray<Function> Functions { get; init; }

    /// <summary>
    /// The schemas in which unqualified names are looked up: what the file sets for the database or a role, else what it sets for
    /// itself, else <c>public</c>.
    /// </summary>
    public EquatableArray<string> SearchPath { get; init; }

    /// <summary>The file, as handed to the reader.</summary>
    public string Path { get; init; } = "";

    /// <summary>What of the file could not be followed, in its order.</summary>
    public EquatableArray<SchemaGap> Gaps { get; init; }
}

/// <summary>The name of something that lives in a schema.</summary>
/// <param name="Schema">The schema.</param>
/// <param name="Name">The name in it, without quotes.</param>
public readonly record struct QualifiedName(string Schema, string Name) : IComparable<QualifiedName>
{
    /// <inheritdoc/>
    public int CompareTo(QualifiedName other) =>
        string.CompareOrdinal(Schema, other.Schema) is var order and not 0 ? order : string.CompareOrdinal(Name, other.Name);

    /// <inheritdoc/>
    public override string ToString() => $"{Schema}.{Name}";

    /// <summary>Whether one name comes before another one.</summary>
    public static bool operator <(QualifiedName left, QualifiedName right) => left.CompareTo(right) < 0;

    /// <summary>Whether one name comes before another one or equals it.</summary>
    public static bool operator <=(QualifiedName left, QualifiedName right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one name comes behind another one.</summary>
    public static bool operator >(QualifiedName left, QualifiedName right) => left.CompareTo(right) > 0;

    /// <summary>Whether one name comes behind another one or equals it.</summary>
    public static bool operator >=(QualifiedName left, QualifiedName right) => left.CompareTo(right) >= 0;
}

/// <summary>An enum.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Labels">Its values, in their order.</param>
public sealed record EnumType(QualifiedName Name, EquatableArray<string> Labels);

/// <summary>A domain: a type with constraints.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type beneath.</param>
/// <param name="IsNullable">Whether it may be NULL.</param>
public sealed record DomainType(QualifiedName Name, SqlType Type, bool IsNullable)
{
    /// <summary>The only values that a CHECK constraint lets it have; empty where it may have any.</summary>
    public EquatableArray<string> Values { get; init; }
}

/// <summary>A function that the database defines itself.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsVolatile">Whether any function of that name is declared neither STABLE nor IMMUTABLE.</param>
public sealed record Function(QualifiedName Name, bool IsVolatile)
{
    /// <summary>Whether any function of that name is an aggregate.</summary>
    public bool IsAggregate { get; init; }
}
