namespace ServicePing.Runtime.Databases.Passes;

/// <summary>
/// What shares its routes: fragments whose rows are found by a time column, by the keys that a definition names, or by pages; those with a
/// costly condition by themselves.
/// </summary>
/// <param name="TimeColumn">The time column; null for others.</param>
/// <param name="KeyColumn">The key; null for others.</param>
/// <param name="Condition">The costly condition; null for rows of any.</param>
internal sealed record Routing(string? TimeColumn = null, string? KeyColumn = null, string? Condition = null)
{
    /// <summary>Whether rows are found by the pages that they are in.</summary>
    internal bool IsByPages => this is { TimeColumn: null, KeyColumn: null };
}
