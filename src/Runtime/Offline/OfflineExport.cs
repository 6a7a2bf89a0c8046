namespace ServicePing;

/// <summary>What was exported.</summary>
/// <param name="Cycle">The cycle whose ping it is, such as <c>2026-W48</c>.</param>
/// <param name="Uuid">The installation's identifier.</param>
/// <param name="Size">The size of the file in bytes.</param>
public sealed record OfflineExport(string Cycle, string Uuid, int Size)
{
    /// <summary>A name for the file, such as <c>serviceping-2026-W48.json</c>.</summary>
    public string FileName => $"serviceping-{string.Concat(Cycle.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'))}.json";
}
