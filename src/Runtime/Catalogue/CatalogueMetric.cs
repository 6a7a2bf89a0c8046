using ServicePing.Runtime.Catalogue;

namespace ServicePing;

/// <summary>What the definition of a key path says.</summary>
public sealed record CatalogueMetric
{
    /// <summary>The whole key path, with the suffix that a list of time frames gives.</summary>
    public required string KeyPath { get; init; }

    /// <summary>The metric set that defines it, such as <c>Forge</c>.</summary>
    public required string Set { get; init; }

    /// <summary>What is counted; empty where the definition does not say it.</summary>
    public required string Description { get; init; }

    /// <summary>The group that owns the metric; empty where the definition does not say it.</summary>
    public required string ProductGroup { get; init; }

    /// <summary>Where the metric is in its life.</summary>
    public required MetricStatus Status { get; init; }

    /// <summary>The JSON type of the value: <c>number</c>, <c>string</c>, <c>boolean</c> or <c>object</c>.</summary>
    public required string ValueType { get; init; }

    /// <summary>What the number counts, such as <c>bytes</c>; null where the definition does not say it.</summary>
    public string? Unit { get; init; }

    /// <summary>The one period that the value covers.</summary>
    public required TimeFrame TimeFrame { get; init; }

    /// <summary>Where the value comes from.</summary>
    public required DataSource DataSource { get; init; }

    /// <summary>How private the metric is.</summary>
    public required DataCategory DataCategory { get; init; }

    /// <summary>The tiers of the product that have the metric.</summary>
    public required IReadOnlyList<string> Tiers { get; init; }

    /// <summary>The version that brought the metric; empty where the definition does not say it.</summary>
    public required string Milestone { get; init; }

    /// <summary>The version that removed the metric; null for none.</summary>
    public string? MilestoneRemoved { get; init; }

    /// <summary>The name of the class or shared calculation that computes the value; null for none.</summary>
    public string? InstrumentationClass { get; init; }

    /// <summary>The key path of the metric to use instead; null for none.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>Why and since when the metric is to be used no more, though it is computed and sent; null where it may be.</summary>
    public CatalogueDeprecation? Deprecation { get; init; }

    /// <summary>The change that brought the metric; null where the definition does not say it.</summary>
    public string? IntroducedByUrl { get; init; }

    /// <summary>The definition's file, relative to the definitions root of its project, with forward slashes.</summary>
    public required string SourceFile { get; init; }

    /// <summary>A metric for each time frame of a definition.</summary>
    internal static IEnumerable<CatalogueMetric> Of(CatalogueRow row, string set)
    {
        CatalogueValue? frames = row.Find("time_frame");
        bool isList = frames is { Kind: CatalogueValueKind.List, Members.Count: > 0 };
        foreach (string word in isList ? frames!.Texts : [row.Text("time_frame")])
        {
            TimeFrame frame = word switch
            {
                "7d" => TimeFrame.SevenDays,
                "28d" => TimeFrame.TwentyEightDays,
                "all" => TimeFrame.All,
                _ => TimeFrame.None,
            };
            string suffix = (isList, frame) switch
            {
                (true, TimeFrame.SevenDays) => "_weekly",
                (true, TimeFrame.TwentyEightDays) => "_monthly",
                _ => "",
            };
            yield return new CatalogueMetric
            {
                KeyPath = row.Text("key_path") + suffix,
                Set = set,
                Description = row.Text("description"),
                ProductGroup = row.Text("product_group"),
                Status = Word(row.Text("status"), MetricStatus.Active),
                ValueType = row.Text("value_type"),
                Unit = row.TextOrNull("unit"),
                TimeFrame = frame,
                DataSource = Word(row.Text("data_source"), DataSource.Database),
                DataCategory = Word(row.Text("data_category"), DataCategory.Optional),
                Tiers = row.Texts("tiers"),
                Milestone = row.Text("milestone"),
                MilestoneRemoved = row.TextOrNull("milestone_removed"),
                InstrumentationClass = row.TextOrNull("instrumentation_class"),
                ReplacedBy = row.TextOrNull("replaced_by"),
                Deprecation = CatalogueDeprecation.Of(row),
                IntroducedByUrl = row.TextOrNull("introduced_by_url"),
                SourceFile = row.Text(CatalogueRow.FilePath),
            };
        }
    }

    /// <summary>The value of a word: <c>redis_hll</c> is <see cref="DataSource.RedisHll"/>.</summary>
    private static T Word<T>(string word, T other)
        where T : struct, Enum =>
        Enum.TryParse(word.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out T value) ? value : other;
}
