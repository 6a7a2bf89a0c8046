using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Counters.Postgres;
using ServicePing.Runtime.Databases.Connections;
using ServicePing.Runtime.Plans;
using ServicePing.Testing;
using static ServicePing.Tests.CountedFlushes;

namespace ServicePing.Tests;

/// <summary>What a real PostgreSQL does when it is not well. Whatever happens, what was flushed is counted once.</summary>
public sealed class PostgresFaultTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(500);

    private static bool IsLong => Environment.GetEnvironmentVariable("SERVICEPING_LONG") is not null;

    /// <summary>The connection is cut when the server has committed and its answer is on the way.</summary>
    [Fact]
    public async Task A_flush_whose_answer_was_lost_is_not_applied_again()
    {
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync();
        await using CuttingProxy proxy = new(postgres.Port);
        await using PostgresCounterStore store = Through(proxy, postgres, TimeSpan.FromSeconds(20));
        await FlushAsync(store, Everything());
        proxy.LosesAnswers = true;
        CounterFlush flush = Everything();
        Task<IReadOnlyList<WriteOutcome>> lost = store.WriteAsync(flush);
        Stopwatch waited = Stopwatch.StartNew();
        while (await PostgresStores.ExecuteAsync(
            postgres.ConnectionString, "SELECT amount::text FROM service_ping_counters.counters WHERE key = '{a}total'") is not "2")
        {
            Assert.True(waited.Elapsed < TimeSpan.FromMinutes(2), store.Hindrance);
            if (lost.IsCompleted)
            {
                // The only connection was in use, and one that is made now gets no answer at all: it needs one that stands.
                proxy.LosesAnswers = false;
                await ReadAsync(store, CounterKind.Total, "{a}total");
                proxy.LosesAnswers = true;
                lost = store.WriteAsync(flush);
            }

            await Task.Delay(10);
        }

        proxy.Cut();
        Assert.All(await lost, outcome => Assert.Equal(WriteOutcome.Retry, outcome));
        proxy.LosesAnswers = false;
        await FlushAsync(store, flush);

        await AssertCountedAsync(store, 2);
    }

    [Fact]
    public async Task Connections_that_are_cut_at_any_moment_change_no_number()
    {
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync();
        await using CuttingProxy proxy = new(postgres.Port);
        await using PostgresCounterStore store = Through(proxy, postgres, Limit);
        Random random = new(12);
        Writer writer = new();
        int repeated = 0;
        for (int round = 0; round < (IsLong ? 300 : 20); round++)
        {
            await using RepeatedWork writers = new(1, async () => repeated += await FlushAsync(store, writer.Next()) > 1 ? 1 : 0);
            for (int cut = 0; cut < 3; cut++)
            {
                await Task.Delay(random.Next(1, 80));
                proxy.LosesAnswers = random.Next(2) == 0;
                await Task.Delay(random.Next(5));
                proxy.Cut();
                proxy.LosesAnswers = false;
            }

            await writers.StopAsync();
        }

        Assert.InRange(repeated, 1, writer.Flushes);
        await AssertCountedAsync(store, writer.Flushes);
        Assert.Equal(1L, await PostgresStores.ExecuteAsync(
            postgres.ConnectionString, "SELECT count(*) FROM service_ping_counters.writers WHERE number > 1"));
    }

    /// <summary>An attempt that stands still somewhere on the way arrives when its writer is long further on.</summary>
    [Fact]
    public async Task An_attempt_that_comes_too_late_changes_nothing()
    {
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync();
        await using PostgresCounterStore store = PostgresStores.Over(postgres.ConnectionString);
        Writer writer = new();
        CounterFlush first = writer.Next();
        await FlushAsync(store, first);
        await FlushAsync(store, writer.Next());
        await FlushAsync(store, first);

        await AssertCountedAsync(store, 2);
    }

    [Fact]
    public async Task A_server_that_hangs_is_waited_for_in_vain_but_never_for_long_and_counts_once()
    {
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync();
        await using PostgresCounterStore store = PostgresStores.Over(postgres.ConnectionString, timeout: Limit);
        await FlushAsync(store, Everything());
        await postgres.PauseAsync();
        CounterFlush flush = Everything();
        for (int attempt = 0; attempt < 3; attempt++)
        {
            Stopwatch watch = Stopwatch.StartNew();
            Assert.All(await store.WriteAsync(flush), outcome => Assert.Equal(WriteOutcome.Retry, outcome));
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        }

        Assert.Contains("did not answer within 0.5 s", store.Hindrance, StringComparison.Ordinal);
        CounterReply reply = await ReadAsync(store, CounterKind.Total, "{a}total");
        Assert.Equal(ReadingStatus.TimedOut, Assert.IsType<CounterReply.None>(reply).Failure.Status);

        await postgres.ResumeAsync();
        await FlushAsync(store, flush);

        await AssertCountedAsync(store, 2);
    }

    [Fact]
    public async Task A_killed_server_that_comes_back_has_every_flush_once()
    {
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync(new PrivatePostgresOptions { Durable = true });
        await using PostgresCounterStore store = PostgresStores.Over(postgres.ConnectionString, timeout: Limit);
        await FlushAsync(store, Everything());
        await using RepeatedWork writers = new(3, () => FlushAsync(store, Everything()));
        for (int kill = 0; kill < 3; kill++)
        {
            await Task.Delay(300);
            await postgres.KillAsync();
            Assert.IsType<CounterReply.None>(await ReadAsync(store, CounterKind.Total, "{a}total"));
            await postgres.RestartAsync();
        }

        await AssertCountedAsync(store, 1 + await writers.StopAsync());
    }

    /// <summary>Nodes that write the same counters in different orders, some of them for the first time, and whose sessions are ended.</summary>
    [Fact]
    public async Task Nodes_that_begin_and_write_at_once_are_in_nobodys_way()
    {
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync();
        PostgresCounterStore[] nodes = [.. Enumerable.Range(0, 6).Select(_ => PostgresStores.Over(postgres.ConnectionString))];
        int flushes = 0;
        await using RepeatedWork endings = new(1, async () =>
        {
            await Task.Delay(50);
            await PostgresStores.ExecuteAsync(postgres.ConnectionString, """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE state = 'active' AND query LIKE '%service_ping_counters.apply%' AND pid <> pg_backend_pid() LIMIT 1
                """);
        });
        await Task.WhenAll(nodes.Select((node, i) => Task.Run(async () =>
        {
            Random random = new(i);
            for (int round = 0; round < 40; round++)
            {
                CounterWrite[] more = [.. Enumerable.Range(0, 50).Select(key => new CounterWrite.Count($"k{key}", CounterWrite.SixWeeks, 1))];
                random.Shuffle(more);
                await FlushAsync(node, RedisWrites.OfEveryKind(more));
                Interlocked.Increment(ref flushes);
            }
        })));
        await endings.StopAsync();

        Assert.Equal(50 * flushes, await NumberAsync(nodes[0], CounterKind.Total, [.. Enumerable.Range(0, 50).Select(key => $"k{key}")]));
        Assert.Equal(0L, await PostgresStores.ExecuteAsync(postgres.ConnectionString, "SELECT deadlocks FROM pg_stat_database WHERE datname = 'postgres'"));
        foreach (PostgresCounterStore node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_primary_that_takes_no_writes_is_asked_again_and_its_successor_found()
    {
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync();
        await using PostgresCounterStore store = PostgresStores.Over(postgres.ConnectionString, timeout: TimeSpan.FromSeconds(5));
        await FlushAsync(store, Everything());
        await PostgresStores.ExecuteAsync(postgres.ConnectionString, "ALTER DATABASE postgres SET default_transaction_read_only = on");
        CounterFlush flush = Everything();
        await EndSessionsAsync(postgres);
        await EventuallyAsync(store, flush, "25006");
        Assert.Contains(await store.CheckAsync([], default), finding => finding.WayOut.Contains("primary", StringComparison.Ordinal));

        await PostgresStores.ExecuteAsync(
            postgres.ConnectionString + ";Options=-c default_transaction_read_only=off", "ALTER DATABASE postgres RESET default_transaction_read_only");
        await FlushAsync(store, flush);

        await AssertCountedAsync(store, 2);
    }

    /// <summary>A database may ask all transactions to be serializable: what cannot be so is tried again under the same number.</summary>
    [Fact]
    public async Task Transactions_that_must_be_serializable_count_once()
    {
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync();
        await PostgresStores.ExecuteAsync(postgres.ConnectionString, "ALTER DATABASE postgres SET default_transaction_isolation = 'serializable'");
        await using PostgresCounterStore one = PostgresStores.Over(postgres.ConnectionString);
        await using PostgresCounterStore other = PostgresStores.Over(postgres.ConnectionString);
        await FlushAsync(one, Everything());
        int repeated = 0;
        await Task.WhenAll(new[] { one, other }.Select(node => Task.Run(async () =>
        {
            for (int i = 0; i < 30; i++)
            {
                Interlocked.Add(ref repeated, await FlushAsync(node, Everything()) - 1);
            }
        })));

        Assert.NotEqual(0, repeated);
        await AssertCountedAsync(one, 61);
    }

    [Fact]
    public async Task A_schema_that_somebody_drops_is_made_again()
    {
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync();
        await using PostgresCounterStore store = PostgresStores.Over(postgres.ConnectionString);
        await FlushAsync(store, Everything());
        await PostgresStores.ExecuteAsync(postgres.ConnectionString, "DROP SCHEMA service_ping_counters CASCADE");
        await FlushAsync(store, Everything());

        await AssertCountedAsync(store, 1);
    }

    /// <summary>A dump that is being made, or any other reader, holds its locks for hours.</summary>
    [Fact]
    public async Task A_reader_that_takes_hours_delays_neither_a_flush_nor_a_new_week()
    {
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync();
        await using PostgresCounterStore store = PostgresStores.Over(postgres.ConnectionString, timeout: TimeSpan.FromSeconds(5));
        await FlushAsync(store, Everything());
        await using NpgsqlConnection reader = new(postgres.ConnectionString);
        await reader.OpenAsync();
        await using NpgsqlTransaction dump = await reader.BeginTransactionAsync();
        await using (NpgsqlCommand read = new(
            "SELECT (SELECT count(*) FROM service_ping_counters.counters), (SELECT count(*) FROM service_ping_counters.fields), "
            + "(SELECT count(*) FROM service_ping_counters.segments)", reader))
        {
            await read.ExecuteNonQueryAsync();
        }

        await PostgresStores.ExecuteAsync(postgres.ConnectionString, "SELECT service_ping_counters.open_week('2020-01-06')");
        await store.TidyAsync(default);
        Assert.All(await store.WriteAsync(Everything()), outcome => Assert.Equal(WriteOutcome.Applied, outcome));
        Assert.Equal(true, await PostgresStores.ExecuteAsync(postgres.ConnectionString, "SELECT to_regclass('service_ping_counters.counters_2020w02') IS NOT NULL"));

        await dump.RollbackAsync();
        await store.TidyAsync(default);
        Assert.Equal(true, await PostgresStores.ExecuteAsync(postgres.ConnectionString, "SELECT to_regclass('service_ping_counters.counters_2020w02') IS NULL"));
        await AssertCountedAsync(store, 2);
    }

    /// <summary>A program of a user who may not make the schema says which statement the owner has to run.</summary>
    [Fact]
    public async Task A_user_without_rights_is_told_the_statement_that_gives_them()
    {
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync();
        await PostgresStores.ExecuteAsync(postgres.ConnectionString, "CREATE USER \"p'i\"\"ng\"");
        string asUser = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Username = "p'i\"ng" }.ConnectionString;
        await using PostgresCounterStore store = PostgresStores.Over(asUser);
        CounterFlush flush = Everything();

        Assert.All(await store.WriteAsync(flush), outcome => Assert.Equal(WriteOutcome.Retry, outcome));
        string said = Assert.Single(await store.CheckAsync([], default)).WayOut;
        Assert.Contains(said[..said.IndexOf(';', StringComparison.Ordinal)], store.Hindrance, StringComparison.Ordinal);
        await PostgresStores.ExecuteAsync(postgres.ConnectionString, said.Split(": ", 2)[1].Split(';')[0]);

        await FlushAsync(store, flush);
        Assert.Empty(await store.CheckAsync([], default));
        await AssertCountedAsync(store, 1);
    }

    [Fact]
    public async Task A_database_in_another_encoding_is_refused_with_its_name()
    {
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync();
        await PostgresStores.ExecuteAsync(postgres.ConnectionString, "CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0");
        await using PostgresCounterStore store =
            PostgresStores.Over(new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Database = "latin" }.ConnectionString);

        Assert.Contains("LATIN1", Assert.Single(await store.CheckAsync([], default)).Cause, StringComparison.Ordinal);
    }

    private static PostgresCounterStore Through(CuttingProxy proxy, PrivatePostgres postgres, TimeSpan limit)
    {
        string[] address = proxy.Address.Split(':');
        NpgsqlConnectionStringBuilder through = new(postgres.ConnectionString)
        {
            Host = address[0],
            Port = int.Parse(address[1], System.Globalization.CultureInfo.InvariantCulture),
            Timeout = 5,
        };
        return new PostgresCounterStore(
            new CounterDatabase(new PostgresDatabase("counters", NpgsqlDataSource.Create(through), isOwned: true)), limit, NullLogger.Instance);
    }

    private static Task<object?> EndSessionsAsync(PrivatePostgres postgres) => PostgresStores.ExecuteAsync(
        postgres.ConnectionString, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = 'postgres' AND pid <> pg_backend_pid()");

    private static async Task EventuallyAsync(PostgresCounterStore store, CounterFlush flush, string hindrance)
    {
        Stopwatch watch = Stopwatch.StartNew();
        do
        {
            Assert.All(await store.WriteAsync(flush), outcome => Assert.Equal(WriteOutcome.Retry, outcome));
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1), store.Hindrance);
        }
        while (store.Hindrance?.Contains(hindrance, StringComparison.Ordinal) != true);
    }

    /// <summary>Numbers its flushes, as a process does.</summary>
    private sealed class Writer
    {
        private readonly Guid _id = Guid.NewGuid();

        internal int Flushes { get; private set; }

        internal CounterFlush Next() => Everything() with { Writer = _id, Number = ++Flushes };
    }
}
