using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Definitions.Naming;
using ServicePing.Generators.Tests.Support;
using ServicePing.Runtime.Plans;
using ServicePing.Testing;
using ServicePing.Tests;

namespace ServicePing.Generators.Tests.Corpus;

/// <summary>The known events and aggregates of a large product, through the generator, tracked at random and read back.</summary>
public sealed class KnownEventCorpusTests
{
    private const int Seed = 20_261_121;

    private static readonly DateTimeOffset RecordedAt = new(2026, 11, 18, 10, 0, 0, TimeSpan.Zero);

    private static readonly Lazy<(MetricSet Set, Type Events)> Program = new(() => Compile(Project(Files)));

    private static string[] Files =>
    [
        .. Directory.EnumerateFiles(Path.Combine(CorpusFiles.Historic, "known_events"))
            .Select(path => Path.GetFileName(path))
            .Order(StringComparer.Ordinal),
    ];

    [CorpusFact]
    public void The_first_list_has_totals_where_all_events_of_a_category_share_slot_and_aggregation()
    {
        TestProject project = Project(["common.yml"]);
        KnownEventCorpus corpus = Load(["common.yml"]);
        Assert.Equal((96, 13), (corpus.Events.Count, corpus.Events.Select(known => known.category).Distinct().Count()));

        MetricSet set = Compile(project).Set;

        const string Total = "_total_unique_counts_weekly";
        Assert.Equal(
            ["analytics", "code_review", "compliance", "ide_edit", "incident_management", "issues_edit", "search"],
            set.Metrics.Where(metric => metric.KeyPath.EndsWith(Total, StringComparison.Ordinal)).Select(metric => metric.KeyPath.Split('.')[1]));
        Assert.Equal(2 * (96 + 7 + 4), set.Metrics.Count);
    }

    [CorpusFact]
    public async Task The_corpus_is_counted_within_one_percent_in_the_program() =>
        await CountAsync(ping => ping.UseInProcessCounters());

    [CorpusFact]
    public async Task The_corpus_is_counted_within_one_percent_in_Redis()
    {
        await using PrivateRedis redis = await PrivateRedis.StartAsync();
        await CountAsync(ping => ping.UseRedis(redis.ConnectionString));
    }

    private static async Task CountAsync(Action<ServicePingBuilder> configure)
    {
        KnownEventCorpus corpus = Load(Files);
        (MetricSet set, Type events) = Program.Value;
        KnownEventCall[] calls = [.. Calls(corpus).OrderBy(call => call.At)];

        SettableClock clock = new(RecordedAt.AddDays(-60));
        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(clock);
        ServicePingServiceCollectionExtensions.AddServicePing(
            services,
            builder => configure(builder.Configure(options => options.EventContexts.Add("ultimate"))),
            set);
        await using ServiceProvider program = services.BuildServiceProvider();
        await TrackAsync(program, events, clock, calls);
        clock.Set(RecordedAt);

        ServicePingPayload payload = await program.GetRequiredService<ServicePingCollector>().CollectAsync();

        Dictionary<string, long> expected = corpus.Expect(calls.ToLookup(call => call.Event), RecordedAt.UtcDateTime.Date);
        ILookup<string, MetricReading> readings = payload.Metrics.ToLookup(metric => metric.KeyPath);
        List<string> wrong = [];
        List<double> errors = [];
        foreach ((string keyPath, long count) in expected)
        {
            MetricReading reading = readings[keyPath].Single();
            long difference = Math.Abs(reading.Value.AsInt64() - count);
            ReadingStatus status = count < 0 ? ReadingStatus.Failed : ReadingStatus.Ok;

            // 0.81 % is the standard error, so that of a thousand sets a few are further off; four times that is none.
            if (reading.Status != status || difference > Math.Max(count < 0 ? 0 : 1, 0.0324 * count))
            {
                wrong.Add($"{keyPath}: expected {count}, was {reading.Value.AsInt64()} ({reading.Status} {reading.Message})");
            }

            errors.Add(count > 0 ? (double)difference / count : 0);
        }

        Assert.Empty(wrong);
        double error = Math.Sqrt(errors.Average(one => one * one));
        Assert.True(error < 0.01, $"The error is {error:P2}");
        Assert.True(expected.Count > 600 && expected.Values.Count(count => count > 50) > 600, $"{expected.Count} key paths");
        Assert.Equal(
            expected.Keys.Order(StringComparer.Ordinal), set.Metrics.Select(metric => metric.KeyPath).Order(StringComparer.Ordinal));
        Assert.True(payload.Statistics.RedisRoundTrips <= 2);
        await ReadContextAsync(program, events, calls);
    }

    /// <summary>What was tracked in a context is counted apart, and what was tracked in an unknown one nowhere.</summary>
    private static async Task ReadContextAsync(ServiceProvider program, Type events, KnownEventCall[] calls)
    {
        KnownEvent known = (KnownEvent)events.GetNestedType("Known")!.GetProperty("GComplianceDashboard")!.GetValue(null)!;
        KnownEventReader reader = program.GetRequiredService<KnownEventReader>();
        DateOnly end = DateOnly.FromDateTime(RecordedAt.UtcDateTime);

        MetricResult<long> count = await reader.CountUniqueAsync([known], end.AddDays(-28), end, "ultimate");

        DateTime monday = new(2026, 11, 16);
        int tracked = calls
            .Where(call => call is { Event: "g_compliance_dashboard", Context: "ultimate" } && call.At.UtcDateTime < monday && call.At.UtcDateTime >= monday.AddDays(-28))
            .Select(call => call.Id).Distinct().Count();
        Assert.True(tracked > 20);
        Assert.InRange(count.Value, tracked - 1, tracked + 1);
        Assert.DoesNotContain(calls, call => call.Context == "gold" && call.Id < 1_000_000);
    }

    private static async Task TrackAsync(ServiceProvider program, Type type, SettableClock clock, KnownEventCall[] calls)
    {
        object events = program.GetRequiredService(type);
        Dictionary<string, Action<EventValue, string?>> methods = new(StringComparer.Ordinal);
        foreach (IGrouping<DateTime, KnownEventCall> day in calls.GroupBy(call => call.At.UtcDateTime.Date))
        {
            foreach (KnownEventCall call in day)
            {
                if (!methods.TryGetValue(call.Event, out Action<EventValue, string?>? track))
                {
                    MethodInfo method = type.GetMethod(MemberName.Of(call.Event), [typeof(EventValue), typeof(string)])!;
                    methods.Add(call.Event, track = method.CreateDelegate<Action<EventValue, string?>>(events));
                }

                clock.Set(call.At);
                track(call.Id, call.Context);
            }

            await program.GetRequiredService<EventTracker>().FlushAsync();
        }
    }

    private static IEnumerable<KnownEventCall> Calls(KnownEventCorpus corpus)
    {
        Random random = new(Seed);
        foreach (CorpusKnownEvent known in corpus.Events)
        {
            int people = random.Next(50, 3_000);
            for (int i = 0; i < 400; i++)
            {
                DateTimeOffset at = RecordedAt.AddSeconds(-random.Next(40 * 24 * 3_600));
                string? context = random.Next(10) switch { 0 => "ultimate", 1 => "gold", _ => null };
                yield return new KnownEventCall(at, known.name, random.Next(people) + (context == "gold" ? 1_000_000 : 0), context);
            }
        }
    }

    private static KnownEventCorpus Load(IEnumerable<string> files) => new(
        files.Select(file => File.ReadAllText(Path.Combine(CorpusFiles.Historic, "known_events", file))),
        Directory.EnumerateFiles(Path.Combine(CorpusFiles.Historic, "aggregates")).Select(File.ReadAllText));

    private static TestProject Project(IEnumerable<string> files)
    {
        TestProject project = new();
        foreach (string file in files)
        {
            project = project.With($"known_events/{file}", File.ReadAllText(Path.Combine(CorpusFiles.Historic, "known_events", file)));
        }

        foreach (string path in Directory.EnumerateFiles(Path.Combine(CorpusFiles.Historic, "aggregates")))
        {
            project = project.With($"aggregates/{Path.GetFileName(path)}", File.ReadAllText(path));
        }

        return project;
    }

    private static (MetricSet Set, Type Events) Compile(TestProject project)
    {
        using MemoryStream assembly = new();
        Assert.True(project.Generate().Compiles().Compilation.Emit(assembly).Success);
        Assembly loaded = Assembly.Load(assembly.ToArray());
        MetricSet set = (MetricSet)loaded.GetType("Forge.ForgeMetricSet")!.GetProperty("Instance")!.GetValue(null)!;
        return (set, loaded.GetType("Forge.ForgeKnownEvents")!);
    }
}
