using System.Globalization;
using ServicePing.Definitions.Locking;
using ServicePing.Dictionary;
using Model = ServicePing.Definitions.Model;

namespace ServicePing.Tool.Dictionary;

/// <summary>What releases have changed: by milestones of definitions, and by lockfiles where these are given.</summary>
internal sealed class ReleaseHistory
{
    private readonly IReadOnlyDictionary<string, DateOnly> _dates;
    private readonly List<PastRelease> _releases = [];
    private readonly Dictionary<string, (string Before, IReadOnlyList<LockfileChange> Changes)> _changes = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Subject, string Name), List<HistoryEntry>> _histories = [];

    internal ReleaseHistory(DictionaryInput input)
    {
        _dates = input.Dates;
        _releases = [.. input.Releases.OrderBy(release => release.Version, VersionOrder.Instance)];
        if (_releases.Count == 0)
        {
            return;
        }

        if (input.Version is { } version && VersionOrder.Instance.Compare(version, _releases[^1].Version) > 0)
        {
            _releases.Add(new PastRelease(version, Present(_releases[^1].Lockfile, LockfileRecorder.Record(input.Files))));
        }

        for (int at = 1; at < _releases.Count; at++)
        {
            IReadOnlyList<LockfileChange> changes = LockfileDiff.Between(_releases[at - 1].Lockfile, _releases[at].Lockfile);
            _changes[_releases[at].Version] = (_releases[at - 1].Version, changes);
            foreach (LockfileChange change in changes)
            {
                Note(_releases[at].Version, change);
            }
        }
    }

    /// <summary>What the definitions promise now. A removed metric keeps what it promised last; one that only the lockfile has is gone.</summary>
    private static Lockfile Present(Lockfile recorded, Lockfile current)
    {
        HashSet<string> metrics = current.Metrics.Select(metric => metric.KeyPath).ToHashSet(StringComparer.Ordinal);
        HashSet<string> events = current.Events.Select(one => one.Action).ToHashSet(StringComparer.Ordinal);
        Lockfile updated = LockfileRecorder.Update(recorded, current);
        return new Lockfile(
            [.. updated.Metrics.Where(metric => metrics.Contains(metric.KeyPath) || metric.Status == Model.MetricStatus.Removed)],
            [.. updated.Events.Where(one => events.Contains(one.Action) || one.IsRemoved)]);
    }

    /// <summary>What became of a metric or event, the newest first.</summary>
    internal IReadOnlyList<HistoryEntry> Of(string subject, string name) =>
        _histories.TryGetValue((subject, name), out List<HistoryEntry>? history) ? [.. Enumerable.Reverse(history)] : [];

    internal IReadOnlyList<ReleaseEntry> Releases(IReadOnlyList<MetricEntry> metrics, IReadOnlyList<EventEntry> events)
    {
        ILookup<string, string> introduced = metrics.Where(one => one.Milestone.Length > 0).ToLookup(one => one.Milestone, one => one.KeyPath);
        ILookup<string, string> removed = metrics.Where(one => one.IsRemoved && one.MilestoneRemoved is { Length: > 0 })
            .ToLookup(one => one.MilestoneRemoved!, one => one.KeyPath);
        ILookup<string, string> begun = events.Where(one => one.Milestone.Length > 0).ToLookup(one => one.Milestone, one => one.Name);
        ILookup<string, string> ended = events.Where(one => one.IsRemoved && one.MilestoneRemoved is { Length: > 0 })
            .ToLookup(one => one.MilestoneRemoved!, one => one.Name);
        return
        [
            .. introduced.Concat(removed).Concat(begun).Concat(ended).Select(group => group.Key).Concat(_releases.Select(release => release.Version))
                .Distinct(StringComparer.Ordinal)
                .OrderByDescending(version => version, VersionOrder.Instance)
                .Select(version => new ReleaseEntry
                {
                    Version = version,
                    Date = DateOf(version),
                    IntroducedMetrics = [.. introduced[version]],
                    RemovedMetrics = [.. removed[version]],
                    IntroducedEvents = [.. begun[version]],
                    RemovedEvents = [.. ended[version]],
                    ComparedWith = _changes.TryGetValue(version, out var compared) ? compared.Before : null,
                    Changes = [.. (compared.Changes ?? []).Select(change => new ChangeEntry(change.Subject, change.Name, Word(change.Kind), Fields(change)))],
                }),
        ];
    }

    internal IReadOnlyList<ExpiryEntry> Expiries(IReadOnlyList<MetricEntry> metrics) =>
    [
        .. metrics.Where(metric => metric is { IsRemoved: false, Expires.Length: > 0 })
            .GroupBy(metric => metric.Expires!, StringComparer.Ordinal)
            .OrderBy(group => group.Key, VersionOrder.Instance)
            .Select(group => new ExpiryEntry(group.Key, DateOf(group.Key), [.. group.Select(metric => metric.KeyPath)])),
    ];

    /// <summary>The days until which what is deprecated may be relied on, the earliest first.</summary>
    internal static IReadOnlyList<LastDayEntry> LastDays(IReadOnlyList<MetricEntry> metrics, IReadOnlyList<EventEntry> events)
    {
        ILookup<DateOnly?, string> ofMetrics = metrics.Where(metric => !metric.IsRemoved).ToLookup(metric => DayOf(metric.Deprecated), metric => metric.KeyPath);
        ILookup<DateOnly?, string> ofEvents = events.Where(one => !one.IsRemoved).ToLookup(one => DayOf(one.Deprecated), one => one.Name);
        return
        [
            .. ofMetrics.Concat(ofEvents).Select(group => group.Key).OfType<DateOnly>().Distinct().Order()
                .Select(day => new LastDayEntry(day, [.. ofMetrics[day]], [.. ofEvents[day]])),
        ];
    }

    private static DateOnly? DayOf(DeprecationEntry? deprecated) =>
        DateOnly.TryParseExact(deprecated?.Until, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day : null;

    /// <summary>What a lockfile has and no definition has any more.</summary>
    internal IReadOnlyList<GoneEntry> Gone(IReadOnlyList<MetricEntry> metrics, IReadOnlyList<EventEntry> events)
    {
        HashSet<(string, string)> present =
            [.. metrics.Select(metric => ("metric", metric.KeyPath)), .. events.Select(one => ("event", one.Name))];
        Dictionary<(string Subject, string Name), string> gone = [];
        foreach (PastRelease release in _releases)
        {
            foreach ((string, string) key in release.Lockfile.Metrics.Select(metric => ("metric", metric.KeyPath))
                .Concat(release.Lockfile.Events.Select(one => ("event", one.Action))).Where(key => !present.Contains(key)))
            {
                gone[key] = release.Version;
            }
        }

        return [.. gone.Select(one => new GoneEntry(one.Key.Subject, one.Key.Name, one.Value))
            .OrderBy(one => one.Subject, StringComparer.Ordinal).ThenBy(one => one.Name, StringComparer.Ordinal)];
    }

    private DateOnly? DateOf(string version) => _dates.TryGetValue(version, out DateOnly date) ? date : null;

    private void Note(string version, LockfileChange change)
    {
        (string, string) key = (change.Subject, change.Name);
        if (!_histories.TryGetValue(key, out List<HistoryEntry>? history))
        {
            _histories[key] = history = [];
        }

        history.Add(new HistoryEntry(version, Word(change.Kind), Fields(change)));
    }

    private static FieldEntry[] Fields(LockfileChange change) =>
        [.. change.Fields.Select(field => new FieldEntry(field.Name, field.Old, field.New))];

    private static string Word(ChangeKind kind) => kind switch
    {
        ChangeKind.Added => "added",
        ChangeKind.Removed => "removed",
        _ => "changed",
    };
}
