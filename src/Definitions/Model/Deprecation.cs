namespace ServicePing.Definitions.Model;

/// <summary>What <c>deprecated</c> says: that something goes on as before, and is to be used no more.</summary>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="Since">The day since which that holds, such as <c>2026-11-30</c>.</param>
/// <param name="Until">The last day on which it may be relied on; null where none is set.</param>
public sealed record Deprecation(string Reason, string Since, string? Until)
{
    /// <summary>The same in a sentence or two, for those who use it.</summary>
    public string Sentence => $"Deprecated since {Since}{(Until is null ? "" : $", to be relied on until {Until}")}: {Reason.TrimEnd('.')}.";
}
