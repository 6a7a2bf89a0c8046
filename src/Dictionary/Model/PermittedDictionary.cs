namespace ServicePing.Dictionary;

/// <summary>A dictionary of an installation: without a trace of metrics that may not be shown there, and with the values of its own.</summary>
/// <param name="isShown">Whether a metric may be shown, by its key path.</param>
/// <param name="valueOf">The value of a metric as JSON; null where there is none.</param>
internal sealed class PermittedDictionary(Func<string, bool> isShown, Func<string, string?> valueOf)
{
    private const string Metric = "metric";

    internal MetricsDictionary Of(MetricsDictionary dictionary)
    {
        MetricEntry[] metrics = [.. dictionary.Metrics.Where(metric => isShown(metric.KeyPath)).Select(Of)];
        HashSet<string> owners = [.. metrics.Select(metric => metric.Owner), .. dictionary.Events.Select(one => one.Owner)];
        return dictionary with
        {
            Metrics = metrics,
            Events = [.. dictionary.Events.Select(one => one with { Metrics = Shown(one.Metrics) })],
            KnownEvents = [.. dictionary.KnownEvents.Select(known => known with { Metrics = Shown(known.Metrics) })],
            Aggregates = [.. dictionary.Aggregates.Select(one => one with { Metrics = Shown(one.Metrics) }).Where(one => one.Metrics.Count > 0)],
            Tables = [.. dictionary.Tables.Select(Of).Where(table => table.Metrics.Count > 0)],
            Owners = [.. dictionary.Owners.Where(owner => owners.Contains(owner.Name))],
            Releases = [.. dictionary.Releases.Select(Of)],
            Expiries = [.. dictionary.Expiries.Select(one => one with { Metrics = Shown(one.Metrics) }).Where(one => one.Metrics.Count > 0)],
            LastDays =
            [
                .. dictionary.LastDays.Select(day => day with { Metrics = Shown(day.Metrics) }).Where(day => day.Metrics.Count + day.Events.Count > 0),
            ],
            Gone = [.. dictionary.Gone.Where(gone => gone.Subject != Metric)],
        };
    }

    private MetricEntry Of(MetricEntry metric)
    {
        string? value = valueOf(metric.KeyPath);
        MetricEntry shown = metric with
        {
            ReplacedBy = metric.ReplacedBy is { } other && isShown(other) ? other : null,
            OtherFrames = Shown(metric.OtherFrames),
            Before = Shown(metric.Before),
            Behind = Shown(metric.Behind),
            Sample = value ?? metric.Sample,
            IsSampleReal = value is not null,
        };

        // The calculation names what it is made from.
        return HasHidden(metric.Before)
            ? shown with
            {
                PlainWords = "It is made from other metrics, some of which are not permitted here.",
                Calculation = metric.Calculation with { Texts = [], Hindrance = "Some of the metrics that it is made from are not permitted here." },
                Definition = "",
            }
            : shown;
    }

    private TableEntry Of(TableEntry table) => table with
    {
        Metrics = Shown(table.Metrics),
        Columns = [.. table.Columns.Select(column => column with { Uses = [.. column.Uses.Where(use => isShown(use.Metric))] })],
        Unclear = [.. table.Unclear.Where(one => isShown(one.Metric))],
        Passes = [.. table.Passes.Where(pass => pass.Metrics.All(isShown))],
    };

    private ReleaseEntry Of(ReleaseEntry release) => release with
    {
        IntroducedMetrics = Shown(release.IntroducedMetrics),
        RemovedMetrics = Shown(release.RemovedMetrics),
        Changes = [.. release.Changes.Where(change => change.Subject != Metric || isShown(change.Name))],
    };

    private string[] Shown(IReadOnlyList<string> keyPaths) => [.. keyPaths.Where(isShown)];

    private LineageEntry[] Shown(IReadOnlyList<LineageEntry> entries) =>
        [.. entries.Where(one => one.Kind != Metric || isShown(one.Name)).Select(one => one with { Further = Shown(one.Further) })];

    private bool HasHidden(IReadOnlyList<LineageEntry> entries) =>
        entries.Any(one => (one.Kind == Metric && !isShown(one.Name)) || HasHidden(one.Further));
}
