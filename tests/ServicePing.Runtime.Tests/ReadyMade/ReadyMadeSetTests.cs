using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests.ReadyMade;

/// <summary>A product reports the ready-made sets that its vocabulary has chosen, and nothing of any other.</summary>
public sealed class ReadyMadeSetTests
{
    private static readonly MetricSet Standard = StandardMetricSet.Instance;

    [Fact]
    public async Task What_is_not_chosen_is_neither_computed_nor_in_the_catalogue()
    {
        await using Ping ping = Ping.Of(Standard, _ => { }, new TestSet());
        string[] keyPaths = [.. (await ping.CollectAsync()).Metrics.Select(metric => metric.KeyPath)];

        Assert.DoesNotContain(keyPaths, keyPath => keyPath.StartsWith("host.", StringComparison.Ordinal) || keyPath == "settings.operating_system");
        Assert.Contains("recorded_at", keyPaths);
        Assert.Equal(
            keyPaths.Append("recording_ee_finished_at").Order(StringComparer.Ordinal),
            ping.Services.GetRequiredService<ServicePingCatalogue>().Metrics.Select(metric => metric.KeyPath).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Each_set_brings_its_own_metrics_to_payload_and_catalogue()
    {
        Assert.True(Standard.Availability.Count >= 8);
        foreach (AvailabilityPlan plan in Standard.Availability)
        {
            await using Ping ping = ReadyMadePing.Of(plan.Name);
            string[] expected = [.. plan.Slots.Select(slot => Standard.Metrics[slot].KeyPath)];

            Assert.Equal(expected.Order(StringComparer.Ordinal), (await ReadyMadePing.CollectAsync(ping)).Keys.Order(StringComparer.Ordinal));
            Assert.Empty(expected.Except(ping.Services.GetRequiredService<ServicePingCatalogue>().Metrics.Select(metric => metric.KeyPath)));
        }
    }

    [Fact]
    public async Task Sets_of_several_libraries_are_reported_together()
    {
        await using Ping ping = Ping.Of(
            Standard, _ => { }, new TestSet { SetName = "A", ReadyMadeList = ["host"] }, new TestSet { SetName = "B", ReadyMadeList = ["mail", "host"] });

        Dictionary<string, MetricReading> readings = await ReadyMadePing.CollectAsync(ping);

        Assert.Contains("mail.smtp_server", readings.Keys);
        Assert.Contains("host.processor_count", readings.Keys);
    }

    [Fact]
    public async Task A_definition_of_the_product_s_own_counts_more()
    {
        TestSet set = new() { ReadyMadeList = ["host"] };
        set.ConstantPlans.Add(new ConstantPlan(set.Add("host.locale", ValueShape.Text), "\"de-AT\""));
        await using Ping ping = Ping.Of(Standard, _ => { }, set);

        Assert.Equal("de-AT", ReadyMadePing.Text((await ReadyMadePing.CollectAsync(ping))["host.locale"]));
    }

    [Fact]
    public async Task One_that_is_not_chosen_cannot_be_asked_for_and_the_message_says_where_to_choose_it()
    {
        await using Ping ping = Ping.Of(Standard, _ => { }, new TestSet());

        ArgumentException refused = await Assert.ThrowsAsync<ArgumentException>(() => ping.Collector.CollectAsync(StandardMetrics.Host.Locale));

        Assert.Equal(
            "'host.locale' is of the ready-made set 'host', which this program does not report; write it under 'ready_made' in vocabulary.yml.", refused.Message);
    }

    [Fact]
    public async Task Nobody_is_asked_whether_a_chosen_set_is_available()
    {
        await using Ping ping = Ping.Of(
            Standard, builder => builder.AvailableWhen("host", _ => throw new InvalidOperationException("Nobody asks.")), new TestSet { ReadyMadeList = ["host"] });

        Assert.Equal(ReadingStatus.Ok, (await ReadyMadePing.CollectAsync(ping))["host.processor_count"].Status);
    }
}
