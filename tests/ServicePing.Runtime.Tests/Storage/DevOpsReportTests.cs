using ServicePing.Runtime.Storage;

namespace ServicePing.Tests;

/// <summary>The numbers of the DevOps report are those that GitLab shows.</summary>
public sealed class DevOpsReportTests
{
    [Fact]
    public void Steps_and_average_are_means_of_the_features_percentages()
    {
        // issues, notes, milestones, boards, merge_requests, ci_pipelines, environments, deployments, service_desk_issues
        DevOpsReport report = Report(31.37, 50, 12.5, 0, 90, 70, 40, 20, 100);

        Assert.Equal(
            [
                ("Idea", "issues", 31.37, UsageLevel.Low),
                ("Issue", "issues notes", 40.685, UsageLevel.Moderate),
                ("Plan", "milestones boards", 6.25, UsageLevel.Low),
                ("Code", "merge_requests", 90, UsageLevel.High),
                ("Commit", "merge_requests", 90, UsageLevel.High),
                ("Test", "ci_pipelines", 70, UsageLevel.High),
                ("Review", "ci_pipelines environments", 55, UsageLevel.Moderate),
                ("Staging", "environments deployments", 30, UsageLevel.Low),
                ("Production", "deployments", 20, UsageLevel.Low),
                ("Feedback", "service_desk_issues", 100, UsageLevel.High),
            ],
            report.Steps.Select(step => (step.Name, string.Join(' ', step.Features), step.Percentage, step.Level)));
        Assert.Equal(45.9855555555, report.Average, 9);
        Assert.Equal(UsageLevel.Moderate, report.Level);
    }

    [Fact]
    public void A_feature_has_the_numbers_that_were_answered()
    {
        DevOpsReport report = Alike(31.37);

        Assert.Equal(("2026-W48", Ping.RecordedAt), (report.Cycle, report.ReceivedAt));
        Assert.Equal(
            [
                "issues", "notes", "milestones", "boards", "merge_requests", "ci_pipelines", "environments", "deployments",
                "service_desk_issues",
            ],
            report.Features.Select(feature => feature.Name));
        Assert.All(report.Features, feature => Assert.Equal(
            (10.2, 3.2, 31.37, UsageLevel.Low), (feature.Leader, feature.Instance, feature.Percentage, feature.Level)));
        Assert.Equal(report, Alike(31.37));
        Assert.NotEqual(report, Alike(31.38));

        static DevOpsReport Alike(double percentage) =>
            new("2026-W48", Ping.RecordedAt, [.. Enumerable.Repeat(new FeatureUse(10.2, 3.2, percentage), 9)]);
    }

    [Theory]
    [InlineData(0, UsageLevel.Low)]
    [InlineData(33.32, UsageLevel.Low)]
    [InlineData(33.33, UsageLevel.Moderate)]
    [InlineData(66.65, UsageLevel.Moderate)]
    [InlineData(66.66, UsageLevel.High)]
    [InlineData(100, UsageLevel.High)]
    public void A_level_begins_with_its_bound(double percentage, UsageLevel level)
    {
        DevOpsReport report = Report([.. Enumerable.Repeat(percentage, 9)]);

        Assert.All(report.Features, feature => Assert.Equal(level, feature.Level));
        Assert.All(report.Steps, step => Assert.Equal(level, step.Level));
        Assert.Equal((level, percentage), (report.Level, report.Average));
    }

    [Fact]
    public void A_receiver_that_answers_with_the_largest_numbers_leaves_numbers()
    {
        DevOpsReport report = Report([.. Enumerable.Repeat(double.MaxValue, 9)]);

        Assert.True(double.IsFinite(report.Average));
        Assert.All(report.Steps, step => Assert.True(double.IsFinite(step.Percentage)));
        Assert.Equal(UsageLevel.High, report.Level);
        Assert.All(report.Features, feature => Assert.NotEmpty(DevOpsReport.Text(feature.Percentage)));
    }

    [Theory]
    [InlineData(0, "0.00")]
    [InlineData(0.125, "0.13")]
    [InlineData(0.285, "0.29")]
    [InlineData(0.999, "1.00")]
    [InlineData(1, "1.0")]
    [InlineData(31.37, "31.4")]
    [InlineData(12345.65, "12345.7")]
    [InlineData(1e18, "1000000000000000000.0")]
    public void Numbers_have_two_decimals_below_one_and_one_from_there_on(double number, string text) =>
        Assert.Equal(text, DevOpsReport.Text(number));

    private static DevOpsReport Report(params double[] percentages) =>
        new("2026-W48", Ping.RecordedAt, [.. percentages.Select(percentage => new FeatureUse(1, 1, percentage))]);
}
