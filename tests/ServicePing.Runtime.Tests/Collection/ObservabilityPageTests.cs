using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ServicePing.Runtime.Collection;
using ServicePing.Runtime.Events;
using ServicePing.Runtime.Permissions;
using ServicePing.Runtime.Schedule;
using ServicePing.Runtime.Storage;
using ServicePing.Runtime.Values;

namespace ServicePing.Tests;

/// <summary>The pages say what the code does: a name that somebody builds an alert upon is written down.</summary>
public sealed partial class ObservabilityPageTests
{
    [Fact]
    public void The_page_has_every_line_of_the_log_and_no_other()
    {
        string[] events =
        [
            .. from type in typeof(ServicePingCollector).Assembly.GetTypes()
               from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
               let message = method.GetCustomAttribute<LoggerMessageAttribute>()
               where message is not null
               select $"| {message.EventId} | {message.Level} | {message.Message} |",
        ];

        Assert.NotEmpty(events);
        Assert.Equal(events.Order(StringComparer.Ordinal), Rows("observability.md", LogRow()).Order(StringComparer.Ordinal));
    }

    /// <summary>A filter names a category, which is the name of a type where one stands there: no type takes its category along.</summary>
    [Fact]
    public async Task The_page_has_every_category_of_the_log_and_no_other()
    {
        ConcurrentBag<string> asked = [];
        foreach (Action<ServicePingBuilder> counters in (Action<ServicePingBuilder>[])
            [
                builder => builder.UseInProcessCounters().ForwardToSnowplow(snowplow =>
                    (snowplow.Collector, snowplow.AppId, snowplow.Vendor) = ("http://127.0.0.1:1", "a", "com.example")),
                builder => builder.UseRedis("127.0.0.1:1"),
                builder => builder.UsePostgresCounters("Host=127.0.0.1;Port=1"),
            ])
        {
            await using Ping ping = Ping.Of(
                builder =>
                {
                    builder.Services.AddLogging().AddSingleton(CategoryLog.Of(category =>
                    {
                        asked.Add(category);
                        return NullLogger.Instance;
                    }));
                    counters(builder);
                },
                EventSet.Create());
            _ = (ping.Collector, ping.Tracker.Statistics, ping.Services.GetRequiredService<PingLoop>());
            _ = ping.Services.GetServices<IHostedService>().ToArray();
        }

        Assert.Equal(
            Category().Matches(Page("observability.md")).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal),
            asked.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_page_has_every_instrument_and_no_other()
    {
        List<string> instruments = [];
        using MeterListener listener = new()
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == "ServicePing")
                {
                    lock (instruments)
                    {
                        instruments.Add($"| `{instrument.Name}` | {instrument.GetType().Name.Split('`')[0]} | `{instrument.Unit}` |");
                    }
                }
            },
        };
        listener.Start();
        using CollectionInstruments collections = new(meters: null);
        using LoopInstruments loop = new(meters: null);
        using TrackingMeter tracking = new(() => TrackingStatistics.None);

        Assert.Equal(
            instruments.Distinct().Order(StringComparer.Ordinal),
            Rows("observability.md", InstrumentRow()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_page_has_every_attribute()
    {
        string page = Page("observability.md");
        foreach (string attribute in (string[])
            [
                CollectionInstruments.Kind, CollectionInstruments.Outcome, CollectionInstruments.Status, CollectionInstruments.ErrorType,
                LoopInstruments.CycleKindTag, LoopInstruments.CycleStateTag, LoopInstruments.DeliveryOutcomeTag,
            ])
        {
            Assert.Contains($"| `{attribute}` |", page, StringComparison.Ordinal);
        }

        foreach (CollectionKind kind in Enum.GetValues<CollectionKind>())
        {
            Assert.Contains($"`{kind.Word()}`", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_page_of_payloads_has_every_status_and_no_other() => Assert.Equal(
        Enum.GetValues<ReadingStatus>().Select(status => $"| `{status.Word()}` | `{status}` |").Order(StringComparer.Ordinal),
        Rows("payload.md", StatusRow()).Order(StringComparer.Ordinal));

    [Fact]
    public void Words_of_statuses_are_distinct_and_never_change()
    {
        Assert.Equal(
            [
                "ok", "failed", "timed_out", "unavailable", "not_implemented", "no_data", "deprecated", "removed", "left_out", "switched_off",
                "not_permitted", "not_queried",
            ],
            Enum.GetValues<ReadingStatus>().Take(12).Select(status => status.Word()));
    }

    private static IEnumerable<string> Rows(string page, Regex row) => row.Matches(Page(page)).Select(match => match.Value);

    private static string Page(string name) => File.ReadAllText(Repository.PathOf("docs", name));

    [GeneratedRegex("category `([A-Za-z.]+)`")]
    private static partial Regex Category();

    [GeneratedRegex(@"^\| [0-9]+ \| \w+ \| .+ \|$", RegexOptions.Multiline)]
    private static partial Regex LogRow();

    [GeneratedRegex(@"^\| `serviceping\.[a-z_.]+` \| [A-Za-z]+ \| `[A-Za-z{}_]+` \|", RegexOptions.Multiline)]
    private static partial Regex InstrumentRow();

    [GeneratedRegex(@"^\| `[a-z_]+` \| `(?!ReadingStatus`)[A-Z][A-Za-z]+` \|", RegexOptions.Multiline)]
    private static partial Regex StatusRow();
}
