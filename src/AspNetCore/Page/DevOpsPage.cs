using ServicePing.Pages;

namespace ServicePing;

/// <summary>The DevOps report: how much features are used, beside the instance that uses them most.</summary>
internal sealed class DevOpsPage(PageServices services)
{
    internal async Task<Outcome> ShowAsync(PageCall call)
    {
        DevOpsReport? report = await services.History.DevOpsReportAsync(call.End).ConfigureAwait(false);
        return new View("DevOps report", html =>
        {
            if (report is null)
            {
                new Section("No report yet", Text.All(
                    Text.Paragraph("The receiver answers a ping with it, where it makes one. It compares how often each active user uses a feature "
                        + "with the installation that uses it most.")))
                    .Write(html);
                return;
            }

            new Facts(
            [
                new("Average", $"{DevOpsReport.Text(report.Average)} %") { Note = "of the leading installation's use, over nine features" },
                new("Level", Text.Badge(CycleWords.ToneOf(report.Level), Word(report.Level))) { Note = "low below 33.33, high from 66.66 on" },
                new("Received", Text.Moment(report.ReceivedAt)) { Note = $"in answer to {CycleWords.Name(report.Cycle)}" },
            ]) { AreCards = true }.Write(html);
            new Section("From idea to production", inner => inner.Write($"""<ol class="steps">{report.Steps.Select(Step)}</ol>"""))
            {
                Lead = "Each step is the average of the features that it takes.",
            }.Write(html);
            new Section("Features", Text.All(
                new BarChart(
                    "How much each feature is used, in percent of the leading installation's use",
                    [.. report.Features.Select(one => new Bar(Name(one.Name), one.Percentage, $"{DevOpsReport.Text(one.Percentage)} %"))],
                    100).Write,
                Features(report).Write))
            {
                Lead = "How often each active user uses it in 30 days, here and where it is used most.",
            }.Write(html);
        })
        {
            Lead = "What the receiver has made of your pings, for you.",
        };
    }

    private static Table Features(DevOpsReport report) => new()
    {
        Caption = "The use of features for each active user",
        Columns =
        [
            new("Feature"), new("Here", IsNumber: true), new("Leader", IsNumber: true), new("Share", IsNumber: true), new("Level"),
        ],
        Rows = report.Features.Select(IReadOnlyList<Content> (one) =>
        [
            Text.Of(Name(one.Name)),
            Text.Of(DevOpsReport.Text(one.Instance)),
            Text.Of(DevOpsReport.Text(one.Leader)),
            Text.Of($"{DevOpsReport.Text(one.Percentage)} %"),
            Text.Badge(CycleWords.ToneOf(one.Level), Word(one.Level)),
        ]),
    };

    private static Content Step(DevOpsStep step) => html => html.Write($"""
        <li><b>{step.Name}</b> {DevOpsReport.Text(step.Percentage)} % {Text.Badge(CycleWords.ToneOf(step.Level), Word(step.Level))}
        <br><small class="quiet">{string.Join(", ", step.Features.Select(Name))}</small></li>
        """);

    private static string Word(UsageLevel level) => level switch
    {
        UsageLevel.High => "high",
        UsageLevel.Moderate => "moderate",
        _ => "low",
    };

    /// <summary>A name as people read it.</summary>
    private static string Name(string feature) => feature switch
    {
        "ci_pipelines" => "CI pipelines",
        _ => string.Concat(feature[..1].ToUpperInvariant(), feature[1..].Replace('_', ' ')),
    };
}
