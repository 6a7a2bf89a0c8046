using ServicePing.Definitions.Export;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Reading;
using ServicePing.Tool.Drafts;

namespace ServicePing.Tool.Importing;

/// <summary>Drafts of the definitions of what a payload holds.</summary>
/// <param name="Drafts">The drafts, in the order of the payload.</param>
/// <param name="Known">Key paths that are defined already, or that every installation reports.</param>
/// <param name="Refused">Keys that no key path may have.</param>
internal sealed record JsonImport(IReadOnlyList<Draft> Drafts, IReadOnlyList<string> Known, IReadOnlyList<string> Refused)
{
    /// <summary>The options that say what all drafts have in common.</summary>
    internal static IReadOnlyList<(string Name, string Says)> Options { get; } =
    [
        .. MetricInterview.Options.Where(option => option.Name is "owner" or "category" or "tiers" or "milestone" or "link"),
    ];

    /// <summary>Drafts a definition for each metric of a payload that none is there for.</summary>
    /// <param name="metrics">The metrics of the payload.</param>
    /// <param name="standard">The key paths that every installation reports.</param>
    /// <param name="answers">What all drafts have in common.</param>
    /// <param name="proposals">What the project has already.</param>
    internal static JsonImport Of(
        IReadOnlyList<PayloadMetric> metrics, IReadOnlySet<string> standard, Answers answers, Proposals proposals)
    {
        CommonQuestions common = new(answers, proposals, CommonKeys.OfMetrics);
        string category = common.One("category", MetricKeys.DataCategory, "optional");
        List<Draft> drafts = [];
        List<string> known = [];
        List<string> refused = [];
        foreach (PayloadMetric metric in metrics)
        {
            if (!Patterns.IsKeyPath(metric.KeyPath))
            {
                refused.Add(metric.KeyPath);
            }
            else if (standard.Contains(metric.KeyPath) || proposals.IsTaken(metric.KeyPath))
            {
                known.Add(metric.KeyPath);
            }
            else
            {
                drafts.Add(Draft(metric, category, common));
            }
        }

        return new JsonImport(drafts, known, refused);
    }

    private static Draft Draft(PayloadMetric metric, string category, CommonQuestions common)
    {
        string file = $"metrics/{metric.KeyPath.Replace('.', '/')}.yml";
        Fields fields = new Fields().Add(MetricKeys.KeyPath, metric.KeyPath)
            .Add(MetricKeys.Description, $"A draft from a payload: say in a sentence what {metric.KeyPath} counts, of whom, and when");
        common.Add(fields, MetricKeys.ProductGroup, file, common.Owner);
        common.Add(fields, MetricKeys.ValueType, file, metric.ValueType);
        common.Add(fields, MetricKeys.Status, file, "active");
        common.Add(fields, MetricKeys.Milestone, file, common.Milestone);
        common.Add(fields, MetricKeys.IntroducedByUrl, file, common.Link);
        common.Add(fields, MetricKeys.TimeFrame, file, metric.TimeFrames);

        // Where a value comes from, no payload tells: numbers over a period are mostly counted in a database.
        common.Add(fields, MetricKeys.DataSource, file, metric.ValueType == "number" && metric.TimeFrames[0] != "none" ? "database" : "system");
        common.Add(fields, MetricKeys.DataCategory, file, category);
        common.Add(fields, MetricKeys.Tiers, file, common.Tiers);
        return new Draft(DefinitionKind.Metric, metric.KeyPath, file, fields.Entries);
    }
}
