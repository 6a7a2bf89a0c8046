namespace ServicePing;

/// <summary>What of a row is told apart from that of others.</summary>
/// <param name="Parts">What tells it: a whole number, or the two halves of a hash.</param>
/// <param name="Condition">The condition on rows that have a value; null where all have.</param>
/// <param name="Text">Its text, which identifies somebody in an event.</param>
internal sealed record ComparedValue(IReadOnlyList<string> Parts, string? Condition, string Text)
{
    /// <summary>64 bits of the server's hash of some expressions, other ones for each seed.</summary>
    internal static string Hash(IEnumerable<string> expressions, int seed) =>
        $"pg_catalog.hash_record_extended(ROW({string.Join(", ", expressions)}), {seed})";
}
