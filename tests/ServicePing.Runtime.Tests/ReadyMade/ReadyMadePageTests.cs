using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Permissions;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.ReadyMade;

namespace ServicePing.Tests.ReadyMade;

/// <summary>The page of ready-made metrics says what there is.</summary>
public sealed partial class ReadyMadePageTests
{
    private static readonly string Page = File.ReadAllText(Repository.PathOf("docs", "ready-made.md"));

    [Fact]
    public async Task The_page_has_every_metric_of_every_set_with_its_type_and_category_and_no_other()
    {
        List<string> expected = [];
        foreach (AvailabilityPlan plan in StandardMetricSet.Instance.Availability)
        {
            await using Ping ping = ReadyMadePing.Of(plan.Name);
            ServicePingCatalogue catalogue = ping.Services.GetRequiredService<ServicePingCatalogue>();
            expected.AddRange(plan.Slots
                .Select(slot => catalogue.FindMetric(StandardMetricSet.Instance.Metrics[slot].KeyPath)!)
                .Select(metric => $"{plan.Name} {metric.KeyPath} {metric.ValueType} {metric.DataCategory.Word()}"));
        }

        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            Row().Matches(Page).Select(row => $"{row.Groups[1].Value} {row.Groups[2].Value} {row.Groups[3].Value} {row.Groups[4].Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_page_has_every_kind_of_mail_server() => Assert.All(
        MailServerKind.All, kind => Assert.Contains($"`{kind}`", Page, StringComparison.Ordinal));

    [GeneratedRegex(@"^\| `(\w+)` \| `([\w.]+)` \| (\w+) \| (\w+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
