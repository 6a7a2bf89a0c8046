using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>A database with tables of every kind and random rows, and plain SQL to compare with.</summary>
public abstract class DatabaseTest(PostgresServer postgres) : IClassFixture<PostgresServer>, IAsyncLifetime
{
    /// <summary>The advisory lock at which tests hold programs up.</summary>
    internal const int Barrier = 4711;

    /// <summary>What takes this long hangs.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>A condition that is true once the barrier is up, for options with patient timeouts.</summary>
    protected static readonly string AtBarrier = $"pg_advisory_xact_lock_shared({Barrier}) IS NOT NULL";

    private NpgsqlConnection? _barrier;

    protected string ConnectionString { get; private set; } = "";

    protected NpgsqlDataSource Plain { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        ConnectionString = await CopyAsync();
        Plain = NpgsqlDataSource.Create(ConnectionString);
    }

    public async Task DisposeAsync()
    {
        await RaiseBarrierAsync();
        await Plain.DisposeAsync();
    }

    /// <summary>How to connect to one more database of the same rows.</summary>
    protected Task<string> CopyAsync() => postgres.CopyAsync();

    protected async Task ExecuteAsync(string sql)
    {
        await using NpgsqlCommand command = Plain.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>
    /// Makes the rows of a table visible to all, as an index-only scan wants them. Commits are asynchronous, and a connection to any
    /// database of the server that is about to begin holds VACUUM back.
    /// </summary>
    protected async Task VacuumAsync(string table)
    {
        await ExecuteAsync("CHECKPOINT");
        Stopwatch waited = Stopwatch.StartNew();
        do
        {
            Assert.InRange(waited.Elapsed, TimeSpan.Zero, Patience);
            await ExecuteAsync($"VACUUM (ANALYZE) {table}");
        }
        while (!(await PlainAsync($"SELECT relallvisible >= relpages FROM pg_class WHERE oid = '{table}'::regclass")).GetBoolean());
    }

    /// <summary>The one value of a plain SELECT, as JSON.</summary>
    protected async Task<JsonElement> PlainAsync(string sql)
    {
        await using NpgsqlConnection connection = await Plain.OpenConnectionAsync();
        await using (NpgsqlCommand zone = new("SET TimeZone = 'UTC'", connection))
        {
            await zone.ExecuteNonQueryAsync();
        }

        await using NpgsqlCommand command = new($"SELECT to_jsonb(({sql}))::text", connection);
        return JsonElement.Parse((string)(await command.ExecuteScalarAsync())!);
    }

    /// <summary>A condition of plain SQL: the moment falls into the window.</summary>
    protected static string Within(string column, int firstDay, int lastDay) =>
        $"{column} BETWEEN '{Moment(firstDay)}' AND '{Moment(lastDay)}'";

    internal static void AddMetric(TestSet set, string keyPath, ValueShape shape, string table, QueryFragment fragment, params string[] joins)
    {
        int slot = set.Add(keyPath, shape, timeFrame: fragment.Window);
        int behind = table.LastIndexOf(" AS ", StringComparison.Ordinal);
        (string source, string? alias) = behind < 0 ? (table, null) : (table[..behind], table[(behind + 4)..]);
        QueryFragment[] fragments = [fragment with { Slot = slot }];
        set.RelationPlans.Add(source.EndsWith(')')
            ? new RelationPlan("main", null, alias!, joins, fragments) { Rows = source }
            : new RelationPlan("main", null, source, joins, fragments) { Alias = alias });
    }

    /// <summary>From now on programs wait where their SQL takes <see cref="Barrier"/>.</summary>
    protected async Task LowerBarrierAsync()
    {
        _barrier = await Plain.OpenConnectionAsync();
        await using NpgsqlCommand command = new($"SELECT pg_advisory_lock({Barrier})", _barrier);
        await command.ExecuteNonQueryAsync();
    }

    protected async Task RaiseBarrierAsync()
    {
        if (_barrier is not null)
        {
            await using NpgsqlCommand command = new("SELECT pg_advisory_unlock_all()", _barrier);
            await command.ExecuteNonQueryAsync();
            await _barrier.DisposeAsync();
            _barrier = null;
        }
    }

    /// <summary>Waits until so many programs stand at the barrier.</summary>
    private protected Task WaitAtBarrierAsync(int programs = 1) => UntilAsync($"""
        SELECT count(*) = {programs} FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'ServicePing' AND wait_event = 'advisory'
        """);

    private protected async Task UntilAsync(string condition)
    {
        for (Stopwatch waited = Stopwatch.StartNew(); !(await PlainAsync(condition)).GetBoolean(); await Task.Delay(20))
        {
            Assert.True(waited.Elapsed < Patience, $"It did not happen in time: {condition}");
        }
    }

    private static string Moment(int day) =>
        Ping.RecordedAt.AddDays(day).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture) + "+00";
}
