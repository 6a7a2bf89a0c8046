using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>What the program says has nothing to measure is neither computed nor in the payload.</summary>
public sealed class AvailabilityTests
{
    private int _seats;

    [Fact]
    public async Task Where_the_program_says_no_a_metric_is_neither_computed_nor_in_the_payload()
    {
        bool isLicensed = false;
        List<string> asked = [];
        await using Ping ping = Start(
            "has_license", _ =>
            {
                asked.Add("has_license");
                return isLicensed;
            });

        ServicePingPayload without = await ping.CollectAsync();
        Assert.Equal("""{"counts":{"all":3},"version":"1.0"}""", without.ToString());
        Assert.Equal(
            (ReadingStatus.LeftOut, "The program says of 'has_license' that there is nothing to measure."),
            without.Metrics.Where(metric => metric.KeyPath == "license.seats").Select(metric => (metric.Status, metric.Message!)).Single());
        Assert.Equal((0, 1), (_seats, asked.Count));

        isLicensed = true;
        Assert.Equal("""{"counts":{"all":3},"license":{"plan":"gold","seats":7},"version":"1.0"}""", (await ping.CollectAsync()).ToString());
        Assert.Equal((1, 2), (_seats, asked.Count));
    }

    [Fact]
    public async Task The_answer_has_the_services_of_the_program()
    {
        await using Ping ping = Start("has_license", services => services.GetRequiredService<TimeProvider>().GetUtcNow().Year == 2026);
        Assert.Contains("gold", (await ping.CollectAsync()).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Previews_reports_and_single_metrics_ask_as_well()
    {
        await using Ping ping = Start("has_license", _ => false);

        Assert.EndsWith("""{"counts":{"all":3},"version":"1.0"}}""", (await ping.Collector.PreviewAsync()).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("license", (await ping.Services.GetRequiredService<ServicePingReports>().NonSqlValuesAsync(PingPermissions.Everything)).ToString(), StringComparison.Ordinal);
        Assert.Equal(ReadingStatus.LeftOut, (await ping.Collector.CollectAsync(new Metric<long>(Set, 1))).Status);
        Assert.Equal((3L, ReadingStatus.Ok), ((await ping.Collector.CollectAsync(new Metric<long>(Set, 0))).Value, ReadingStatus.Ok));
        Assert.Equal(0, _seats);
    }

    [Fact]
    public async Task What_is_not_permitted_is_not_asked_about()
    {
        await using Ping ping = Start("has_license", _ => throw new InvalidOperationException("asked"));

        ServicePingPayload payload = await ping.Collector.CollectAsync(
            new PingPermissions { LeftOutKeyPaths = ["license.seats", "license.plan"] });

        Assert.All(
            payload.Metrics.Where(metric => metric.KeyPath.StartsWith("license", StringComparison.Ordinal)),
            metric => Assert.Equal(ReadingStatus.NotPermitted, metric.Status));
    }

    [Fact]
    public async Task An_answer_that_throws_fails_its_metrics_alone()
    {
        await using Ping ping = Start("has_license", _ => throw new InvalidOperationException("The license server is down."));

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal("""{"counts":{"all":3},"license":{"plan":null,"seats":-1},"version":"1.0"}""", payload.ToString());
        MetricReading seats = payload.Metrics.Single(metric => metric.KeyPath == "license.seats");
        Assert.Equal(ReadingStatus.Failed, seats.Status);
        Assert.Contains("The license server is down.", seats.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sum_that_adds_what_is_not_available_is_no_number()
    {
        TestSet set = Set;
        set.AddSum("counts.both", ValueShape.Integer, 0, 1);
        await using Ping ping = Ping.Of(builder => builder.AvailableWhen("has_license", _ => false), set);

        MetricReading sum = await ping.ReadAsync("counts.both");

        Assert.Equal(ReadingStatus.Failed, sum.Status);
        Assert.Contains("'license.seats', which is added, has no value", sum.Message, StringComparison.Ordinal);
        Assert.Equal(0, _seats);
    }

    /// <summary>Slots of a set are not those of the program.</summary>
    [Fact]
    public async Task Metrics_of_several_sets_are_told_apart()
    {
        TestSet other = new() { SetName = "Other" };
        other.AddFact("a.first", () => MetricValue.From("a"));
        other.AddFact("z.last", () => MetricValue.From("z"));
        other.AvailabilityPlans.Add(new AvailabilityPlan("has_license", [1]));
        await using Ping ping = Ping.Of(builder => builder.AvailableWhen("has_license", _ => false), other, Set);

        Assert.Equal("""{"a":{"first":"a"},"counts":{"all":3},"version":"1.0"}""", (await ping.CollectAsync()).ToString());
    }

    [Theory]
    [InlineData(new string[0], "'license.seats' has 'available_when: has_license', and nothing answers that; call AvailableWhen(\"has_license\", …)")]
    [InlineData(new[] { "has_licence" }, "nothing answers that")]
    [InlineData(new[] { "has_license", "has_license" }, "AvailableWhen is called more than once for 'has_license'")]
    public void A_program_does_not_start_unless_each_name_has_one_answer(string[] names, string expected)
    {
        ServiceCollection services = new();
        ServicePingServiceCollectionExtensions.AddServicePing(
            services,
            builder =>
            {
                foreach (string name in names)
                {
                    builder.AvailableWhen(name, _ => true);
                }
            },
            Set);
        using ServiceProvider provider = services.BuildServiceProvider();

        string message = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<ServicePingOptions>>().Value).Message;

        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    private TestSet? _set;

    /// <summary>Slot 0 is always there, 1 and 2 with a licence, 3 always.</summary>
    private TestSet Set
    {
        get
        {
            if (_set is not null)
            {
                return _set;
            }

            TestSet set = new();
            set.AddFact("counts.all", () => MetricValue.From(3), ValueShape.Integer);
            set.AddFact("license.seats", () => MetricValue.From(7 * ++_seats), ValueShape.Integer);
            set.AddFact("license.plan", () => MetricValue.From("gold"));
            set.AddFact("version", () => MetricValue.From("1.0"));
            set.AvailabilityPlans.Add(new AvailabilityPlan("has_license", [1, 2]));
            return _set = set;
        }
    }

    private Ping Start(string name, Func<IServiceProvider, bool> isAvailable) => Ping.Of(builder => builder.AvailableWhen(name, isAvailable), Set);
}
