using ServicePing.Definitions.Collections;

namespace ServicePing.Definitions.Schema.Judging;

/// <summary>Something that a schema, or SQL alone, says about a query.</summary>
/// <param name="Kind">What was found.</param>
/// <param name="Key">The key of the query whose text it is about.</param>
/// <param name="Index">The position of the text in the key's list, from 0; 0 where the key has one text.</param>
/// <param name="Start">The offset in that text, in UTF-16 units.</param>
/// <param name="Length">The length of the offending words; 0 where the key is absent and its default is meant.</param>
public sealed record QueryFinding(FindingKind Kind, QueryKey Key, int Index, int Start, int Length)
{
    /// <summary>The offending name, function or words.</summary>
    public string Subject { get; init; } = "";

    /// <summary>What belongs to the subject: the table of a column, the type of an operand, the other meaning of a name.</summary>
    public string? Detail { get; init; }

    /// <summary>
    /// What to write instead, as SQL: the nearest name, a CREATE INDEX statement, <c>:recorded_at</c>; null where nobody knows.
    /// In words, what the operation needs where the type does not suit it, and the way out of what cannot be read in slices.
    /// </summary>
    public string? Advice { get; init; }

    /// <summary>For a query block among the <c>parts</c> of another one, the positions of the parts, outermost first.</summary>
    public EquatableArray<int> Parts { get; init; }

    /// <summary>The values that a parameter may stand for.</summary>
    internal AllowedValues? Allowed { get; init; }

    /// <summary>One line: the cause with the offending value, what was expected, and the likely fix.</summary>
    public string Message => FindingMessage.Of(this);
}

/// <summary>The key of a query that a finding is about.</summary>
public enum QueryKey
{
    /// <summary><c>from</c>.</summary>
    From,

    /// <summary><c>joins</c>.</summary>
    Joins,

    /// <summary><c>where</c>.</summary>
    Where,

    /// <summary><c>when</c> of a shared calculation.</summary>
    When,

    /// <summary><c>column</c>.</summary>
    Column,

    /// <summary><c>group_by</c>.</summary>
    GroupBy,

    /// <summary><c>timestamp_column</c>.</summary>
    TimestampColumn,

    /// <summary><c>column</c> of <c>batch</c>.</summary>
    BatchColumn,
}
