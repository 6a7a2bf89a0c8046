using ServicePing.Definitions.Locking;

namespace ServicePing.Tool.Reports;

/// <summary>What became of a lockfile.</summary>
/// <param name="File">The file, from where the command runs.</param>
/// <param name="IsUpToDate">Whether it has what the definitions promise.</param>
/// <param name="IsWritten">Whether it was written.</param>
/// <param name="Metrics">How many metrics it has, or would have.</param>
/// <param name="Events">How many events.</param>
/// <param name="Changes">What differs from what was recorded.</param>
/// <param name="Problems">Promises that definitions break, for which nothing is written; as a build prints them.</param>
internal sealed record LockReport(
    string File, bool IsUpToDate, bool IsWritten, int Metrics, int Events, IReadOnlyList<LockfileChange> Changes, IReadOnlyList<string> Problems)
{
    internal string ToLines() => Problems.Count > 0 ? string.Concat(Problems.Select(problem => problem + "\n"))
        : IsUpToDate ? $"{File} is up to date: {Counts}\n"
        : LockfileDiff.Describe(Changes) + (IsWritten
            ? $"{File} is written: {Counts}\n"
            : $"{File}: error SP0406: The lockfile is not up to date: run 'dotnet build -p:ServicePingLock=update'.\n");

    private string Counts => $"{Metrics} metrics, {Events} events";
}
