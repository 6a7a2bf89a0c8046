using ServicePing.Definitions.Language;

namespace ServicePing.Tool.Drafts;

/// <summary>The keys that metrics and events both have, in the words of one of them.</summary>
/// <param name="Folder">The folder of their kind.</param>
/// <param name="Owner">Who owns it.</param>
/// <param name="Tiers">The tiers that have it.</param>
/// <param name="Milestone">The version that brought it.</param>
/// <param name="Link">The change that brought it.</param>
internal sealed record CommonKeys(string Folder, Key Owner, Key Tiers, Key Milestone, Key Link)
{
    internal static CommonKeys OfMetrics { get; } =
        new("metrics", MetricKeys.ProductGroup, MetricKeys.Tiers, MetricKeys.Milestone, MetricKeys.IntroducedByUrl);

    internal static CommonKeys OfEvents { get; } =
        new("events", EventKeys.ProductGroup, EventKeys.Tiers, EventKeys.Milestone, EventKeys.IntroducedByUrl);

    /// <summary>The options that answer for them, with what each says.</summary>
    internal IReadOnlyList<(string Name, string Says)> Options =>
    [
        ("owner", Owner.Description), ("tiers", Tiers.Description), ("milestone", Milestone.Description), ("link", Link.Description),
        ("file", "The file to write, below the definitions root."),
    ];
}
