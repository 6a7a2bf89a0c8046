using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServicePing.Runtime.Events;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Programs;
using ServicePing.Runtime.Values;
using ServicePing.Testing;

namespace ServicePing.Generators.Tests.Sets;

/// <summary>A library and an application with definitions of their own: one plan, one payload, one catalogue.</summary>
public sealed class TwoSetTests
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 9, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task One_call_moves_the_counters_of_both_sets_and_one_payload_has_them()
    {
        using TwoSetProgram program = new(AcmeDefinitions.Library(), library => AcmeDefinitions.Application(library));
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync();
        await using (NpgsqlDataSource source = NpgsqlDataSource.Create(postgres.ConnectionString))
        {
            await using NpgsqlCommand create = source.CreateCommand("""
                CREATE TABLE issues (id bigint PRIMARY KEY, state_id int, reader_id bigint, created_at timestamptz DEFAULT now());
                INSERT INTO issues (id, state_id, reader_id) SELECT n, 1 + n % 2, n % 7 FROM generate_series(1, 100) n;
                """);
            await create.ExecuteNonQueryAsync();
        }

        SettableClock clock = new(Monday);
        await using ServiceProvider services = Start(program, clock, ping => ping.UseInProcessCounters().UsePostgres(postgres.ConnectionString));
        EventTracker tracker = services.GetRequiredService<EventTracker>();
        for (int i = 0; i < 6; i++)
        {
            program.Track(tracker, "SendMail", (EventValue)(i % 3), (EventValue)(i % 2), i < 4 ? "bug" : "news", 1.0);
        }

        Assert.True(tracker.TrackByName("send_mail", new Dictionary<string, EventValue> { ["user"] = 9, ["label"] = "bug" }).IsTracked);
        TwoSetProgram.KnownEvent(tracker, program.Library, "g_mail_open").Track(1);
        TwoSetProgram.KnownEvent(tracker, program.Application, "g_mail_find").Track([1, 2]);
        await tracker.FlushAsync();
        clock.Set(Monday.AddDays(7));

        ServicePingCollector collector = services.GetRequiredService<ServicePingCollector>();
        using JsonDocument payload = JsonDocument.Parse((await collector.CollectAsync()).Json);
        JsonElement acme = payload.RootElement.GetProperty("acme");
        JsonElement counts = payload.RootElement.GetProperty("counts");

        Assert.Equal(7, acme.GetProperty("mails").GetInt64());
        Assert.Equal(4, acme.GetProperty("senders_weekly").GetInt64());
        Assert.Equal(7, counts.GetProperty("all_mails").GetInt64());
        Assert.Equal(5, counts.GetProperty("bug_mails").GetInt64());
        Assert.Equal(2, counts.GetProperty("mail_projects_weekly").GetInt64());
        Assert.Equal(12, counts.GetProperty("mails_and_bugs").GetInt64());
        Assert.Equal(100, acme.GetProperty("issues").GetInt64());
        Assert.Equal(50, counts.GetProperty("issues_closed").GetInt64());
        Assert.Equal(7, acme.GetProperty("readers").GetInt64());
        Assert.Equal(2, payload.RootElement.GetProperty("counts_weekly").GetProperty("aggregated_metrics").GetProperty("mail_any").GetInt64());
        Assert.Equal(7, counts.GetProperty("aggregate_people").GetInt64());
    }

    [Fact]
    public void Both_sets_read_a_table_in_one_relation_and_an_event_is_tracked_once()
    {
        using TwoSetProgram program = new(AcmeDefinitions.Library(), library => AcmeDefinitions.Application(library));

        PingProgram merged = ProgramMerge.Merge(null, [program.Application, program.Library]);
        CounterTable counters = new([program.Application, program.Library], new ServicePingOptions());

        Assert.Equal(3, Assert.Single(merged.Work.Relations).Fragments.Count);
        Assert.Equal(counters.Cells.Count, counters.Cells.Select(cell => (cell.Kind, cell.AllTime, cell.Weekly, cell.Known?.Name, cell.Context)).Distinct().Count());
        Assert.Equal(["user", "project", "label", "value"], counters.ByName["send_mail"].Arguments);
        EventPlan referenced = Assert.Single(program.Application.Events);
        Assert.Equal(["user", "project", "label", "value"], referenced.Arguments);
    }

    [Fact]
    public void A_metric_that_is_added_and_missing_at_run_time_is_told_so()
    {
        using TwoSetProgram program = new(AcmeDefinitions.Library(), library => AcmeDefinitions.Application(library));

        PingProgram merged = ProgramMerge.Merge(null, [program.Application]);

        Assert.Contains("acme.mails", merged.Metrics.Single(metric => metric.KeyPath == "counts.mails_and_bugs").Unplanned, StringComparison.Ordinal);
        Assert.Empty(merged.Work.Composites);
    }

    [Fact]
    public void The_catalogue_lists_what_all_sets_define()
    {
        using TwoSetProgram program = new(AcmeDefinitions.Library(), library => AcmeDefinitions.Application(library));
        using ServiceProvider services = Start(program, new SettableClock(Monday), _ => { });
        ServicePingCatalogue catalogue = services.GetRequiredService<ServicePingCatalogue>();

        CatalogueMetric senders = catalogue.FindMetric("acme.senders_weekly")!;
        Assert.Equal(("Acme", "metrics/senders.yml", TimeFrame.SevenDays, DataSource.InternalEvents, DataCategory.Optional, MetricStatus.Active), (
            senders.Set, senders.SourceFile, senders.TimeFrame, senders.DataSource, senders.DataCategory, senders.Status));
        Assert.Equal(["free", "premium", "ultimate"], senders.Tiers);
        Assert.Equal("planning", senders.ProductGroup);
        Assert.Equal("Forge", catalogue.FindMetric("counts.bug_mails")!.Set);
        Assert.Equal("Standard", catalogue.FindMetric("uuid")!.Set);
        Assert.Null(catalogue.FindMetric("acme.senders"));
        Assert.Equal(["label", "value"], catalogue.FindEvent("send_mail")!.AdditionalProperties);
        Assert.Equal(catalogue.Metrics.Select(metric => metric.KeyPath).Order(KeyPathOrder.Instance), catalogue.Metrics.Select(metric => metric.KeyPath));
    }

    private static ServiceProvider Start(TwoSetProgram program, SettableClock clock, Action<ServicePingBuilder> configure)
    {
        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(clock);
        ServicePingServiceCollectionExtensions.AddServicePing(services, configure, program.Application, program.Library);
        return services.BuildServiceProvider();
    }
}
