namespace ServicePing.Dictionary;

/// <summary>That something goes on as before, and is to be used no more.</summary>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="Since">The day since which that holds.</param>
/// <param name="Until">The last day on which it may be relied on; null where nobody says.</param>
internal sealed record DeprecationEntry(string Reason, string Since, string? Until)
{
    internal string Title => $"Deprecated since {Since}";

    internal string Words => Reason.TrimEnd('.') + (Until is null ? "." : $". It may be relied on until {Until}.");
}

/// <summary>A day until which something that is deprecated may be relied on.</summary>
/// <param name="Day">The last day.</param>
/// <param name="Metrics">The key paths.</param>
/// <param name="Events">The events.</param>
internal sealed record LastDayEntry(DateOnly Day, IReadOnlyList<string> Metrics, IReadOnlyList<string> Events);
