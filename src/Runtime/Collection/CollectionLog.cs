using System.Globalization;
using Microsoft.Extensions.Logging;
using ServicePing.Runtime.Permissions;
using ServicePing.Runtime.Storage;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Collection;

/// <summary>What collections write to the log, of the category <c>ServicePing.ServicePingCollector</c>; docs/observability.md lists it.</summary>
internal sealed partial class CollectionLog(ILogger logger)
{
    /// <summary>More causes are no help to who reads them.</summary>
    private const int MostCauses = 10;

    private const int ShownKeyPaths = 3;
    private const int LongestReason = 300;

    internal void Report(CollectionKind kind, CollectionRun run, CollectionStatistics statistics)
    {
        IReadOnlyList<FailureCause> causes = FailureCause.Of(run);
        foreach (FailureCause cause in causes.Take(MostCauses))
        {
            string keyPaths = string.Join(", ", cause.KeyPaths.Take(ShownKeyPaths))
                + (cause.KeyPaths.Count > ShownKeyPaths ? ", …" : "");
            string reason = cause.Reason.Length > LongestReason ? cause.Reason[..LongestReason] + "…" : cause.Reason.TrimEnd('.') + ".";
            LogCause(cause.Place, cause.Status.Word(), cause.KeyPaths.Count, keyPaths, reason, cause.WayOut);
        }

        if (causes.Count > MostCauses)
        {
            LogFurtherCauses(causes.Count - MostCauses, causes.Skip(MostCauses).Sum(cause => cause.KeyPaths.Count));
        }

        if (run.OnlySlot is { } slot)
        {
            LogMetricEnded(run.Metrics[slot].KeyPath, run.Readings[slot]!.Status.Word(), statistics.Elapsed.TotalMilliseconds);
            return;
        }

        int ok = statistics.MetricsByStatus.GetValueOrDefault(ReadingStatus.Ok);
        string failed = causes.Count == 0 ? "none failed" : string.Create(
            CultureInfo.InvariantCulture,
            $"{causes.Sum(cause => cause.KeyPaths.Count)} failed ({string.Join("; ", causes.Take(MostCauses).Select(Short))})");
        string others = string.Concat(statistics.MetricsByStatus
            .Where(status => status.Key != ReadingStatus.Ok && !status.Key.IsFailure())
            .Select(status => string.Create(CultureInfo.InvariantCulture, $", {status.Value} {status.Key.Word()}")));
        LogEnded(
            kind.Word(), statistics.Elapsed.TotalMilliseconds, statistics.MetricsByStatus.Values.Sum(), ok, failed, others);
    }

    private static string Short(FailureCause cause) =>
        string.Create(CultureInfo.InvariantCulture, $"{cause.KeyPaths.Count} {cause.Status.Word()}: {cause.Place}");

    [LoggerMessage(101, LogLevel.Information, "The {Kind} has ended in {Elapsed:0} ms: of {Metrics} metrics {Ok} are ok, {Failed}{Others}.")]
    private partial void LogEnded(string kind, double elapsed, int metrics, int ok, string failed, string others);

    [LoggerMessage(102, LogLevel.Warning, "{Place} ({Status}), metrics without a value: {Metrics} ({KeyPaths}). {Reason} {WayOut}")]
    private partial void LogCause(string place, string status, int metrics, string keyPaths, string reason, string wayOut);

    [LoggerMessage(103, LogLevel.Warning, "{Causes} further causes leave {Metrics} metrics without a value; payload.Metrics has them.")]
    private partial void LogFurtherCauses(int causes, int metrics);

    [LoggerMessage(104, LogLevel.Information, "The {Kind} was cancelled after {Elapsed:0} ms.")]
    internal partial void LogCancelled(string kind, double elapsed);

    [LoggerMessage(105, LogLevel.Error, "The {Kind} broke off after {Elapsed:0} ms: {Exception} was thrown to the caller.")]
    internal partial void LogBroken(string kind, double elapsed, string exception);

    [LoggerMessage(106, LogLevel.Debug, "'{KeyPath}' was computed alone: {Status}, in {Elapsed:0} ms.")]
    private partial void LogMetricEnded(string keyPath, string status, double elapsed);

    [LoggerMessage(107, LogLevel.Information, "Progress is not kept, so that a collection that is killed begins anew. {Reason}")]
    internal partial void LogHindered(string reason);

    [LoggerMessage(108, LogLevel.Warning, "Class '{Class}' has given a value, but {Trouble}.")]
    internal partial void LogNotDisposed(string @class, string trouble);

    [LoggerMessage(110, LogLevel.Warning, "{Unmatched} Compare the name with the definitions: it leaves nothing out.")]
    internal partial void LogUnmatched(string unmatched);

    [LoggerMessage(109, LogLevel.Information, "Class '{Class}', which was given up, has ended after {Elapsed:0} ms.")]
    internal partial void LogEndedLate(string @class, double elapsed);
}

/// <summary>What is computed.</summary>
internal enum CollectionKind
{
    /// <summary>The whole payload.</summary>
    Payload,

    /// <summary>One metric.</summary>
    Metric,

    /// <summary>A preview.</summary>
    Preview,

    /// <summary>The payload without what comes of a database.</summary>
    NonSql,

    /// <summary>What a secondary site reports.</summary>
    Site,
}

/// <summary>The names of kinds in logs and measurements.</summary>
internal static class CollectionKindWords
{
    internal static string Word(this CollectionKind kind) => kind switch
    {
        CollectionKind.Payload => "collection",
        CollectionKind.Metric => "metric",
        CollectionKind.NonSql => "non_sql_collection",
        CollectionKind.Site => "site_collection",
        _ => "preview",
    };
}
