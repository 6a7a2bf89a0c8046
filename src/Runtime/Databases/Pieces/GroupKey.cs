namespace ServicePing.Runtime.Databases.Pieces;

/// <summary>By what rows are grouped.</summary>
/// <param name="Text">
/// The expression that tells a group from others, a text, which names the group too where there is no other name; for a histogram the bytes
/// of a hash.
/// </param>
/// <param name="By">The expression that is grouped by, as the server compares it.</param>
internal sealed record GroupKey(string Text, string By)
{
    /// <summary>A text of a value of the group, where equal values may have different ones: the least is its name.</summary>
    internal string? Name { get; init; }

    /// <summary>A number that is told apart and not only named, so that its groups can be ordered.</summary>
    internal static GroupKey OfNumber(string column) => new(column, Sql.Operand(column));

    /// <summary>How many groups there are at the most, where the definition tells; else null.</summary>
    internal int? Most { get; init; }
}
