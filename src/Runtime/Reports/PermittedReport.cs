namespace ServicePing;

/// <summary>What of a report that was made earlier may be shown under later permissions.</summary>
/// <param name="Json">
/// The report as UTF-8 JSON: the same bytes where all may be shown, otherwise the properties that may; null where none may be.
/// </param>
/// <param name="LeftOut">
/// How many values were left out; an object that no metric of the program stands in counts as one. 0 where nothing is shown.
/// </param>
/// <param name="Hindrance">Why nothing is shown, in a sentence; null where something is.</param>
public sealed record PermittedReport(ReadOnlyMemory<byte>? Json, int LeftOut, string? Hindrance)
{
    internal static PermittedReport Nothing(string hindrance) => new(null, 0, hindrance);
}
