using System.Diagnostics;
using Npgsql;
using ServicePing.Runtime.Plans;
using ServicePing.Testing;

namespace ServicePing.Tests;

/// <summary>What goes wrong with a server: no value is wrong, every metric has a status, and nothing hangs.</summary>
public sealed class ServerFaultTests(ItemCluster cluster) : IClassFixture<ItemCluster>, IAsyncLifetime
{
    private const int Rows = ItemCluster.Rows;

    /// <summary>A collection that takes this long hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private PrivatePostgres _server = null!;

    public async Task InitializeAsync() => _server = await PrivatePostgres.StartAsync(new PrivatePostgresOptions { Template = cluster.Folder });

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_refused_connection_makes_every_metric_unavailable()
    {
        await _server.StopAsync();

        ServicePingPayload payload = await CollectAsync();

        Assert.All(payload.Metrics, metric => Assert.Equal(ReadingStatus.Unavailable, metric.Status));
        Assert.All(payload.Metrics, metric => Assert.StartsWith("Database 'main': ", metric.Message, StringComparison.Ordinal));
        Assert.All(payload.Metrics, metric => Assert.Equal(-1, metric.Value.AsInt64()));
    }

    [Fact]
    public async Task A_wrong_password_makes_every_metric_unavailable_with_the_servers_words()
    {
        await ExecuteAsync("CREATE ROLE reader LOGIN PASSWORD 'right'");
        string access = Path.Combine(_server.DataDirectory, "pg_hba.conf");
        await File.WriteAllTextAsync(access, "host all reader 127.0.0.1/32 scram-sha-256\n" + await File.ReadAllTextAsync(access));
        await _server.RestartAsync();
        long started = Stopwatch.GetTimestamp();

        ServicePingPayload payload = await CollectAsync(
            connection: new NpgsqlConnectionStringBuilder(_server.ConnectionString) { Username = "reader", Password = "wrong" });

        Assert.All(payload.Metrics, metric => Assert.Equal(ReadingStatus.Unavailable, metric.Status));
        Assert.All(payload.Metrics, metric => Assert.Contains("28P01", metric.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("wrong", payload.Metrics[0].Message, StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_table_without_permission_fails_alone()
    {
        await ExecuteAsync("CREATE ROLE reader LOGIN; GRANT SELECT ON others, projects TO reader");

        ServicePingPayload payload = await CollectAsync(
            connection: new NpgsqlConnectionStringBuilder(_server.ConnectionString) { Username = "reader" });

        AssertItems(payload, (metric, _) =>
        {
            Assert.Equal(ReadingStatus.Failed, metric.Status);
            Assert.Equal("42501: permission denied for table items", metric.Message);
        });
        Assert.Equal(500, Value(payload, "others"));
    }

    [Fact]
    public async Task A_statement_timeout_halves_the_slices_until_all_is_counted()
    {
        // The whole table takes four seconds, several times the timeout; a narrow slice does not.
        await ExecuteAsync("""
            CREATE FUNCTION slow(id bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS
            $$ BEGIN IF id % 400 = 0 THEN PERFORM pg_sleep(0.04); END IF; RETURN true; END $$
            """);
        TestSet set = new();
        int slot = set.Add("slow");
        set.RelationPlans.Add(new RelationPlan("main", null, "items", [], [new(slot, Operation.Count) { Filter = "slow(items.id)" }]));

        ServicePingPayload payload = await CollectAsync(set, options => options.StatementTimeout = TimeSpan.FromMilliseconds(1500));

        Assert.True(payload.Metrics[0].Status == ReadingStatus.Ok, payload.Metrics[0].Message);
        Assert.Equal(Rows, payload.Metrics[0].Value.AsInt64());
    }

    [Fact]
    public async Task Killed_backends_cost_no_value()
    {
        ServicePingPayload payload = await CollectAsync(during: async () => await ExecuteAsync(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ServicePing'"));

        AssertItems(payload, AssertTrue);
        Assert.Equal(500, Value(payload, "others"));
    }

    [Fact]
    public async Task A_server_restarted_in_mid_pass_costs_no_value()
    {
        ServicePingPayload payload = await CollectAsync(during: () => _server.RestartAsync());

        AssertItems(payload, AssertTrue);
        Assert.Equal(500, Value(payload, "others"));
    }

    [Fact]
    public async Task A_server_that_comes_back_soon_is_waited_for()
    {
        await _server.StopAsync();
        Task<ServicePingPayload> collecting = CollectAsync();
        await Task.Delay(TimeSpan.FromSeconds(2));
        await _server.RestartAsync();

        AssertItems(await collecting, AssertTrue);
    }

    [Fact]
    public async Task Exhausted_temporary_space_fails_what_needs_it_and_nothing_else()
    {
        await ExecuteAsync("ALTER SYSTEM SET temp_file_limit = '64kB'");
        await _server.RestartAsync();
        TestSet set = ItemSet();
        int slot = set.Add("spilling");
        set.RelationPlans.Add(new RelationPlan("main", null, "others", [],
            [new(slot, Operation.Count) { Filter = "others.id <= (SELECT count(*) FROM (SELECT 1 FROM generate_series(1, 2000000) n ORDER BY -n OFFSET 1) s)" }]));

        ServicePingPayload payload = await CollectAsync(set, options => options.StatementTimeout = TimeSpan.FromSeconds(60));

        MetricReading spilling = payload.Metrics.Single(metric => metric.KeyPath == "spilling");
        Assert.True(spilling.Status == ReadingStatus.Failed, spilling.ToString());
        Assert.StartsWith("53400: temporary file size exceeds", spilling.Message, StringComparison.Ordinal);
        AssertItems(payload, AssertTrue);
    }

    [Fact]
    public async Task A_metric_that_ends_the_servers_process_takes_nobody_down()
    {
        await ExecuteAsync("""
            CREATE FUNCTION crash(id bigint) RETURNS boolean LANGUAGE plpgsql AS
            $$ BEGIN IF id = 30000 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN true; END $$
            """);
        TestSet set = ItemSet();
        RelationPlan items = set.RelationPlans[0];
        int slot = set.Add("crashing");
        set.RelationPlans[0] = items with { Fragments = [.. items.Fragments, new(slot, Operation.Count) { Filter = "crash(items.id)" }] };

        ServicePingPayload payload = await CollectAsync(set);

        MetricReading crashing = payload.Metrics.Single(metric => metric.KeyPath == "crashing");
        Assert.Equal((ReadingStatus.Unavailable, -1), (crashing.Status, crashing.Value.AsInt64()));
        AssertItems(payload, AssertTrue);
        Assert.Equal(500, Value(payload, "others"));
    }

    [Fact]
    public async Task A_deadlock_with_a_migration_costs_no_value()
    {
        TestSet set = ItemSet();
        int slot = set.Add("joined");
        set.RelationPlans.Add(new RelationPlan("main", null, "items", ["LEFT JOIN others ON others.id = items.id"], [new(slot, Operation.Count)]));
        bool hasCollided = false;

        ServicePingPayload payload = await CollectAsync(set, options => options.LockTimeout = TimeSpan.FromSeconds(20), during: async () =>
        {
            await using NpgsqlConnection migration = new(_server.ConnectionString + ";Pooling=false");
            await migration.OpenAsync();
            await ExecuteAsync(migration, "BEGIN", "LOCK TABLE others IN ACCESS EXCLUSIVE MODE");
            for (long waiting = 0; waiting == 0;)
            {
                await using NpgsqlCommand command = new("SELECT count(*) FROM pg_locks WHERE NOT granted AND mode = 'AccessShareLock'", migration);
                waiting = (long)(await command.ExecuteScalarAsync())!;
            }

            // The ping holds items and waits for others; it is the one that has waited longer, and the server ends its statement.
            await ExecuteAsync(migration, "LOCK TABLE items IN ACCESS EXCLUSIVE MODE", "COMMIT");
            hasCollided = true;
        });

        Assert.True(hasCollided);
        AssertItems(payload, AssertTrue);
        Assert.Equal((null, Rows), (payload.Metrics.Single(metric => metric.KeyPath == "joined").Message, Value(payload, "joined")));
    }

    [Fact]
    public async Task A_recovery_conflict_on_a_standby_costs_no_value()
    {
        await using PrivatePostgres standby = await _server.StartStandbyAsync(new PrivatePostgresOptions
        {
            Settings = new Dictionary<string, string> { ["max_standby_streaming_delay"] = "0" },
        });

        // Rows that a snapshot on the standby still sees are vacuumed away on the primary: the standby cancels who holds it.
        ServicePingPayload payload = await CollectAsync(
            connection: new NpgsqlConnectionStringBuilder(standby.ConnectionString),
            during: () => ExecuteAsync("DELETE FROM items WHERE state = 3", "CHECKPOINT", "VACUUM items"));

        AssertItems(payload, (metric, truth) =>
        {
            long later = metric.KeyPath switch { "all" => Rows * 3 / 4, "state_3" => 0, "projects" => 75, _ => truth };
            Assert.True(metric.Status == ReadingStatus.Ok, $"{metric.KeyPath}: {metric.Message}");
            Assert.Contains(metric.Value.AsInt64(), new[] { truth, later });
        });
        Assert.Equal(500, Value(payload, "others"));
    }

    [Theory]
    [InlineData("DROP TABLE items", "all|projects|state_.", "42P01")]
    [InlineData("TRUNCATE items", "", "")]
    [InlineData("VACUUM FULL items", "", "")]
    [InlineData("ALTER TABLE items ALTER note TYPE varchar(100), ADD extra int DEFAULT 7", "", "")]
    [InlineData("ALTER TABLE items ALTER id TYPE numeric", "", "")]
    [InlineData("ALTER TABLE items DROP COLUMN state", "state_.", "42703")]
    public async Task A_table_changed_in_mid_pass_gives_true_values_and_fails_only_what_cannot_be_computed(
        string change, string impossible, string error)
    {
        // The change waits for the locks of the pass, or happens between two relations; the others are untouched either way.
        Task changed = Task.CompletedTask;
        ServicePingPayload payload = await CollectAsync(during: () =>
        {
            changed = ExecuteAsync(change);
            return Task.CompletedTask;
        });
        await changed.WaitAsync(Patience);

        bool isEmptied = change == "TRUNCATE items";
        AssertItems(payload, (metric, truth) =>
        {
            long value = metric.Value.AsInt64();
            if (metric.Status != ReadingStatus.Ok)
            {
                Assert.Matches($"^({impossible})$", metric.KeyPath);
                Assert.Equal((-1, error), (value, metric.Message![..5]));
            }
            else if (value != 0 || !isEmptied)
            {
                Assert.Equal(truth, value);
            }
        });
        Assert.Equal(500, Value(payload, "others"));
    }

    [Theory]
    [InlineData("DROP TABLE items", "42P01")]
    [InlineData("ALTER TABLE items DROP CONSTRAINT items_pkey", null)]
    [InlineData("ALTER TABLE items RENAME TO hidden; CREATE VIEW items AS SELECT * FROM hidden", null)]
    public async Task A_table_that_loses_its_key_when_it_was_about_to_be_walked_by_it_is_read_another_way(string change, string? error)
    {
        await ExecuteAsync("""
            CREATE FUNCTION slow(id bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS
            $$ BEGIN IF id % 400 = 0 THEN PERFORM pg_sleep(0.02); END IF; RETURN true; END $$
            """);
        TestSet set = ItemSet();
        RelationPlan items = set.RelationPlans[0];
        set.RelationPlans[0] = items with
        {
            Fragments = [.. items.Fragments, new(set.Add("slow"), Operation.Count) { Filter = "slow(items.id)" }],
        };

        // The change waits for the locks of the pass, which is too long for its snapshot after a tenth of it.
        Task changed = Task.CompletedTask;
        ServicePingPayload payload = await CollectAsync(
            set,
            options => options.SnapshotLimit = TimeSpan.FromMilliseconds(500),
            during: () =>
            {
                changed = ExecuteAsync(change);
                return Task.CompletedTask;
            },
            slicesBefore: 1);
        await changed.WaitAsync(Patience);

        AssertItems(payload, (metric, truth) =>
        {
            if (error is null)
            {
                AssertTrue(metric, truth);
            }
            else
            {
                Assert.Equal((ReadingStatus.Failed, error), (metric.Status, metric.Message![..5]));
            }
        });
        Assert.Equal(500, Value(payload, "others"));
    }

    [Fact]
    public async Task Application_queries_and_foreign_keys_go_on_meanwhile()
    {
        TimeSpan longest = TimeSpan.Zero;
        ServicePingPayload payload = await CollectAsync(during: async () =>
        {
            for (int i = 0; i < 20; i++)
            {
                long started = Stopwatch.GetTimestamp();
                await ExecuteAsync($"""
                    INSERT INTO projects VALUES ({1000 + i});
                    INSERT INTO items VALUES ({Rows + 1 + i}, 9, {1000 + i}, '', now());
                    UPDATE items SET note = 'changed' WHERE id = {i + 1};
                    DELETE FROM projects WHERE id = {1000 + i}
                    """);
                TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
                longest = elapsed > longest ? elapsed : longest;
            }
        });

        AssertItems(payload, AssertTrue);
        Assert.InRange(longest, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    private static TestSet ItemSet()
    {
        TestSet set = new();
        List<QueryFragment> fragments = [new(set.Add("all"), Operation.Count)];
        for (int state = 0; state < 4; state++)
        {
            fragments.Add(new(set.Add($"state_{state}"), Operation.Count) { Filter = $"items.state = {state}" });
        }

        fragments.Add(new(set.Add("projects"), Operation.DistinctCount) { Columns = ["items.project_id"] });
        set.RelationPlans.Add(new RelationPlan("main", null, "items", [], fragments));
        set.RelationPlans.Add(new RelationPlan("main", null, "others", [], [new(set.Add("others"), Operation.Count)]));
        return set;
    }

    private static void AssertItems(ServicePingPayload payload, Action<MetricReading, long> assert)
    {
        foreach (MetricReading metric in payload.Metrics)
        {
            if (Truth(metric.KeyPath) is { } truth)
            {
                assert(metric, truth);
            }
        }
    }

    private static long? Truth(string keyPath) => keyPath switch
    {
        "all" => Rows,
        "projects" => 100,
        _ when keyPath.StartsWith("state_", StringComparison.Ordinal) => Rows / 4,
        _ => null,
    };

    private static void AssertTrue(MetricReading metric, long truth)
    {
        Assert.True(metric.Status == ReadingStatus.Ok, $"{metric.KeyPath}: {metric.Message}");
        Assert.Equal(truth, metric.Value.AsInt64());
    }

    private static long Value(ServicePingPayload payload, string keyPath) =>
        payload.Metrics.Single(metric => metric.KeyPath == keyPath).Value.AsInt64();

    /// <summary>Collects in narrow slices; <paramref name="during"/> happens when some of them are done.</summary>
    private async Task<ServicePingPayload> CollectAsync(
        TestSet? set = null,
        Action<ServicePingOptions>? configure = null,
        NpgsqlConnectionStringBuilder? connection = null,
        Func<Task>? during = null,
        int slicesBefore = 10)
    {
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres((connection ?? new(_server.ConnectionString)).ConnectionString).Configure(options =>
            {
                if (during is not null)
                {
                    options.SlicePages = (4, 4);
                }

                configure?.Invoke(options);
            }),
            set ?? ItemSet());
        int slices = 0;
        Task happening = Task.CompletedTask;
        SynchronousProgress progress = new(_ =>
        {
            if (Interlocked.Increment(ref slices) == slicesBefore && during is not null)
            {
                happening = Task.Run(during);
            }
        });

        ServicePingPayload payload = await ping.Collector.CollectAsync(progress).WaitAsync(Patience);

        await happening.WaitAsync(Patience);
        Assert.True(during is null || slices >= slicesBefore, "The collection was over before anything happened.");
        return payload;
    }

    private async Task ExecuteAsync(params string[] statements)
    {
        await using NpgsqlConnection connection = new(_server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await ExecuteAsync(connection, statements);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, params string[] statements)
    {
        foreach (string sql in statements)
        {
            await using NpgsqlCommand command = new(sql, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    private sealed class SynchronousProgress(Action<CollectionProgress> report) : IProgress<CollectionProgress>
    {
        public void Report(CollectionProgress value) => report(value);
    }
}
