namespace ServicePing.Runtime.Databases.Pieces;

/// <summary>What of a row is told apart from that of others.</summary>
/// <param name="Parts">What tells it: a whole number, or the two halves of a hash.</param>
/// <param name="Condition">The condition on rows that have a value; null where all have.</param>
/// <param name="Text">Its text, which identifies somebody in an event.</param>
internal sealed record ComparedValue(IReadOnlyList<string> Parts, string? Condition, string Text)
{
    /// <summary>Whether it is a whole number.</summary>
    internal bool IsInteger => Parts.Count == 1;

    /// <summary>The values of all rows that are aggregated in one: of each 8 bytes, or 16 of a hash, the most significant first.</summary>
    internal string Bytes => $"pg_catalog.string_agg({BytesOf(Parts)}, '')";

    /// <summary>Whole numbers, or the halves of a hash, as bytes.</summary>
    internal static string BytesOf(IEnumerable<string> parts) =>
        string.Join(" || ", parts.Select(part => $"pg_catalog.int8send({part})"));

    /// <summary>A part of it that is NULL where a row has no value; a hash is by itself one of NULL.</summary>
    internal string OrNull(string part) => IsInteger || Condition is null ? part : $"CASE WHEN {Condition} THEN {part} END";

    /// <summary>
    /// Which of the rows that a condition takes its <see cref="Bytes"/> take; null for all. A whole number that is NULL is left out by itself,
    /// while its hash is not.
    /// </summary>
    internal string? FilterOf(string? rows) => IsInteger || Condition is null
        ? rows
        : Sql.All([.. rows is not null ? [rows] : (string[])[], Condition]);

    /// <summary>64 bits of the server's hash of some expressions, other ones for each seed.</summary>
    internal static string Hash(IEnumerable<string> expressions, int seed) =>
        $"pg_catalog.hash_record_extended(ROW({string.Join(", ", expressions)}), {seed})";
}
