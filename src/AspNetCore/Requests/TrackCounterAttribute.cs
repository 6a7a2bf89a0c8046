namespace ServicePing;

/// <summary>Increments a named counter (<c>data_source: redis</c>) for each request: <c>[TrackCounter("wiki_pages_view_count")]</c>.</summary>
/// <param name="name">The counter: its prefix, <c>_</c> and its event, with or without <c>usage_</c>, in either case.</param>
public class TrackCounterAttribute(string name) : RequestTrackingAttribute(name)
{
    private const string UsagePrefix = "usage_";

    internal override string Kind => "counter";

    internal override string ComparedName =>
        Name.ToLowerInvariant() is var name && name.StartsWith(UsagePrefix, StringComparison.Ordinal) ? name[UsagePrefix.Length..] : name;

    internal override IReadOnlyCollection<string> NamesOf(EventTracker tracker) => tracker.Counters.TotalNames;

    internal override TrackingResult Track(TrackedRequest request) => request.Tracker.Counters.Increment(Name);
}
