namespace ServicePing;

/// <summary>
/// What walks together: rows found by a time column, by the keys that a definition names, or by pages; those with a costly condition by
/// themselves.
/// </summary>
/// <param name="TimeColumn">The time column; null for another way.</param>
/// <param name="KeyColumn">The key; null for another way.</param>
/// <param name="Condition">The costly condition; null for rows of any.</param>
internal sealed record Way(string? TimeColumn = null, string? KeyColumn = null, string? Condition = null)
{
    /// <summary>Whether rows are found by the pages that they are in.</summary>
    internal bool IsByPages => this is { TimeColumn: null, KeyColumn: null };
}
