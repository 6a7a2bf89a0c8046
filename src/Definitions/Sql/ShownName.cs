namespace ServicePing.Definitions.Sql;

/// <summary>A column or a key whose value an expression shows.</summary>
/// <param name="Name">Its name, as it is written.</param>
/// <param name="Owner">The table or alias in front of it; null where there is none.</param>
/// <param name="Start">The offset of the first word in the expression.</param>
/// <param name="Length">The length of its words.</param>
/// <param name="IsHashed">Whether only known values can be found again.</param>
internal readonly record struct ShownName(string Name, string? Owner, int Start, int Length, bool IsHashed)
{
    /// <summary>Whether it is a key or a field, which belongs to no table.</summary>
    public bool IsKey { get; init; }

    /// <summary>Whether the words are another name for it.</summary>
    public bool IsBehind { get; init; }
}
