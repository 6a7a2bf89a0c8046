using ServicePing.Dictionary;

namespace ServicePing.Tool.Tests.Dictionary;

/// <summary>A dictionary in which one text stands wherever there may be any.</summary>
internal static class HostileDictionary
{
    internal static MetricsDictionary Of(string text, string address)
    {
        FieldEntry[] fields = [new(text, text, text + text)];
        HistoryEntry[] history = [new(text, "changed", fields)];
        return new MetricsDictionary
        {
            Product = text,
            Version = text,
            Metrics =
            [
                new MetricEntry
                {
                    KeyPath = text,
                    Description = text,
                    PlainWords = text,
                    Status = "active",
                    TimeFrame = text,
                    ValueType = text,
                    Unit = text,
                    Deprecated = new DeprecationEntry(text, text, text),
                    DataSource = text,
                    DataCategory = text,
                    Owner = text,
                    OwnerContact = text,
                    Tiers = [text],
                    Categories = [text],
                    Indicators = [text],
                    Operation = text,
                    InstrumentationClass = text,
                    Milestone = text,
                    MilestoneRemoved = text,
                    IntroducedByUrl = address,
                    RemovedByUrl = address,
                    ReplacedBy = text,
                    Expires = text,
                    AvailableWhen = text,
                    OtherFrames = [text],
                    Calculation = new CalculationEntry { Kind = "sql", Precision = text, Days = text, Hindrance = text, Texts = [new(text, text, text)] },
                    Before = [new("table", text, [new("event", text, [])])],
                    Behind = [new("indicator", text, [])],
                    Reads = [new(text, text, [text])],
                    Privacy = new PrivacyEntry(text, text, text, text),
                    Sample = text,
                    Cost = new CostEntry(text, text, 1.5),
                    History = history,
                    SourceFile = text,
                    Definition = text,
                },
            ],
            Events =
            [
                new EventEntry
                {
                    Name = text,
                    Description = text,
                    Deprecated = new DeprecationEntry(text, text, text),
                    Status = "active",
                    Owner = text,
                    OwnerContact = text,
                    Tiers = [text],
                    Categories = [text],
                    Classification = text,
                    IsForwarded = true,
                    Milestone = text,
                    MilestoneRemoved = text,
                    IntroducedByUrl = address,
                    RemovedByUrl = address,
                    Identifiers = [new(text, text)],
                    Properties = [new(text, text, text, [text])],
                    Counters = [new(text, text, text, text, text)],
                    Metrics = [text],
                    History = history,
                    SourceFile = text,
                    Definition = text,
                },
            ],
            KnownEvents = [new KnownEventEntry { Name = text, Category = text, Slot = text, Aggregation = text, ExpiryDays = 1, FeatureFlag = text, Key = text, Metrics = [text], SourceFile = text }],
            Aggregates = [new AggregateEntry { Name = text, Operator = text, Source = text, TimeFrames = [text], Events = [text], FeatureFlag = text, Metrics = [text], SourceFile = text }],
            Tables =
            [
                new TableEntry
                {
                    Name = text,
                    Kind = text,
                    Metrics = [text],
                    Columns = [new(text, text, [new(text, [text])])],
                    Unclear = [new(text, [text])],
                    Passes = [new("pass-1", text, text, [text])],
                },
            ],
            Owners = [new(text, text)],
            Releases =
            [
                new ReleaseEntry
                {
                    Version = text,
                    IntroducedMetrics = [text],
                    IntroducedEvents = [text],
                    ComparedWith = text,
                    Changes = [new("metric", text, "changed", fields)],
                },
            ],
            Expiries = [new(text, null, [text])],
            Gone = [new("event", text + "gone", text)],
        };
    }
}
