using System.Text.RegularExpressions;

namespace ServicePing.Generators.Tests.Differential;

/// <summary>A column of the table <c>typed</c>, whose other columns are those of all drawn tables.</summary>
/// <param name="Name">The column.</param>
/// <param name="IsNamed">
/// Whether equal values have one text, and that no spaces around it, which labels lose: so plain SQL can name a group by it.
/// </param>
/// <param name="Refusal">What is said where its different values are counted; null where they are.</param>
internal sealed record TypedColumn(string Name, bool IsNamed = false, string? Refusal = null)
{
    private const string NotToldApart = "cannot be told apart exactly";

    /// <summary>The name as a definition has it.</summary>
    public string Sql => "typed." + Name;

    /// <summary>The same SQL over the texts of those columns whose values cannot be told apart.</summary>
    public static string AsTexts(string sql) => All
        .Where(column => column.Refusal is not null)
        .Aggregate(sql, (text, column) => Regex.Replace(text, $@"\b{Regex.Escape(column.Sql)}\b", $"({column.Sql})::text"));

    /// <summary>All of them.</summary>
    public static IReadOnlyList<TypedColumn> All { get; } =
    [
        new("fixed"), new("short"), new("called", true), new("object", true), new("xid_8", true), new("lsn", true), new("mac", true),
        new("mac_8", true), new("net", true), new("bits", true), new("some_bits", true), new("zoned_clock", true), new("words", true),
        new("amount"), new("couple"), new("labels", true), new("nicks"), new("moments", true), new("bigs", true), new("kinds", true),
        new("ints"), new("big_range", true), new("days", true), new("times", true), new("many", true), new("floats"), new("cited"),
        new("numbered"), new("plain_letters"), new("bytes_order", true), new("german", true), new("whole_seconds", true), new("huge"),
        new("flags", true), new("uuids", true), new("hosts"), new("stay"),

        // Neither a hash nor a text tells these apart as their equality does, or they have none.
        new("letter", Refusal: NotToldApart), new("place", Refusal: NotToldApart), new("query", Refusal: NotToldApart),
        new("amounts", Refusal: NotToldApart), new("document", Refusal: NotToldApart), new("spot", Refusal: NotToldApart),
        new("weights", Refusal: NotToldApart), new("bodies", Refusal: NotToldApart), new("decimals", Refusal: NotToldApart),
        new("relation", Refusal: NotToldApart), new("spans", Refusal: NotToldApart), new("ring", Refusal: NotToldApart),
    ];
}
