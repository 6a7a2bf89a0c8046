using ServicePing.Pages;

namespace ServicePing.Dictionary;

/// <summary>The pages of known events and aggregates: sets of identifiers that are counted.</summary>
internal static class SetPages
{
    internal static Content KnownEvent(KnownEventEntry known, Links links) => html =>
    {
        Parts.Badges(Text.Badge(Tone.Neutral, "known event"), Text.Badge(Tone.Neutral, known.Aggregation)).Invoke(html);
        Parts.Claim("counting", "How it is counted", new Facts(
        [
            new("Key" + CounterStoreEntry.In(links.Index.Dictionary.CounterStore), Text.Code(CounterStoreEntry.KeyIn(links.Index.Dictionary.CounterStore, known.Key)))
            {
                Note = known.Aggregation == "daily" ? "YYYY is the year of the ISO week, DDD the day of the year." : "YYYY-WW is the ISO year and week.",
            },
            new("Kept", $"{Figures.Count(known.ExpiryDays, "day", "days")} from the last write"),
            new("Precision", "An estimate by a HyperLogLog: a standard error of 0.81 %."),
            new("Category", known.Category ?? "none: it has no section of its own in the payload"),
            new("Slot", known.Slot is { } slot ? Text.Code(slot) : Text.Quiet("none")),
            new("Feature flag", known.FeatureFlag is { } flag ? Text.Code(flag) : Text.Quiet("none")),
        ]).Write).Invoke(html);
        Parts.Claim("metrics", "Metrics that count it", links.Metrics(known.Metrics)).Invoke(html);
        if (known.Calls is { } calls)
        {
            Parts.Claim(CallTable.Id, "Where it is tracked", CallTable.Of(calls, links)).Invoke(html);
        }

        Parts.Claim("definition", "Definition", Text.Paragraph(known.SourceFile)).Invoke(html);
    };

    internal static Content Aggregate(AggregateEntry aggregate, Links links) => html =>
    {
        Parts.Badges(Text.Badge(Tone.Neutral, "aggregate"), Text.Badge(Tone.Neutral, aggregate.Operator)).Invoke(html);
        string kind = aggregate.Source == "redis" ? "known_event" : "sketch";
        Parts.Claim("counting", "How it is counted", new Facts(
        [
            new("Counts", aggregate.Operator == "AND" ? "identifiers that are in all of the sets" : "identifiers that are in any of the sets"),
            new("Sets", links.Row(kind, aggregate.Events)),
            new("Where they lie", aggregate.Source == "redis" ? "counters of known events" : "sketches that database metrics keep"),
            new("Periods", string.Join(", ", aggregate.TimeFrames)),
            new("Feature flag", aggregate.FeatureFlag is { } flag ? Text.Code(flag) : Text.Quiet("none")),
        ]).Write).Invoke(html);
        Parts.Claim("metrics", "Its metrics", links.Metrics(aggregate.Metrics)).Invoke(html);
        Parts.Claim("definition", "Definition", Text.Paragraph(aggregate.SourceFile)).Invoke(html);
    };
}
