using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using ServicePing.Testing;

namespace Forge.Demo;

/// <summary>A Forge installation, private to this run: its servers, and what else runs on its machine.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private readonly PrivatePostgres _postgres;
    private readonly PrivateRedis _redis;
    private readonly Stack<IAsyncDisposable> _others = [];

    private Installation(PrivatePostgres postgres, PrivateRedis redis, string database, string vendorDatabase)
    {
        _postgres = postgres;
        _redis = redis;
        Database = database;
        VendorDatabase = vendorDatabase;
    }

    /// <summary>How to connect to the database.</summary>
    public string Database { get; }

    /// <summary>How to connect to the database of the vendor, which would be on a machine of its own.</summary>
    public string VendorDatabase { get; }

    /// <summary>How to connect to Redis.</summary>
    public string Redis => _redis.ConnectionString;

    /// <summary>Starts the servers.</summary>
    public static async Task<Installation> StartAsync(CancellationToken cancellationToken)
    {
        PrivatePostgresOptions options = new()
        {
            SharedBuffersMegabytes = 128,
            Settings = new Dictionary<string, string> { ["max_wal_size"] = "4GB", ["maintenance_work_mem"] = "128MB" },
        };
        PrivatePostgres postgres = await PrivatePostgres.StartAsync(options, cancellationToken);
        try
        {
            string database = await postgres.CreateDatabaseAsync("forge", cancellationToken);
            string vendorDatabase = await postgres.CreateDatabaseAsync("vendor", cancellationToken);
            return new Installation(
                postgres, await PrivateRedis.StartAsync(cancellationToken: cancellationToken), database, vendorDatabase);
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }
    }

    /// <summary>What each Forge of the installation is started with: its servers, its sites, and the vendor to whom it sends its pings.</summary>
    public IReadOnlyList<string> Settings(Vendor vendor) =>
    [
        $"--contentRoot={AppContext.BaseDirectory}",
        "--urls=http://127.0.0.1:0",
        $"--ConnectionStrings:Postgres={Database}",
        $"--ConnectionStrings:Redis={Redis}",
        $"--ServicePing:Receiver={vendor.Address}",
        // What this run counts is no business of a Forge that may be installed on this machine; the one that is killed has a spool of its own.
        "--ServicePing:SpoolFolder=",
        "--ServicePing:Sites:Name=amsterdam",
        $"--ServicePing:Sites:Secondaries:0={SecondarySite.Name}",
        // Nobody waits a day for a demo.
        "--ServicePing:NoticePeriod=00:00:00",
    ];

    /// <summary>Composes a Forge in this process.</summary>
    /// <param name="vendor">Where pings go.</param>
    /// <param name="clock">Its clock; the system's when null.</param>
    /// <param name="more">Further settings, which count more.</param>
    public WebApplication CreateForge(Vendor vendor, LateClock? clock = null, params IEnumerable<string> more) => Program.Create(
        [.. Settings(vendor), .. more],
        builder =>
        {
            builder.Logging.ClearProviders();
            if (clock is not null)
            {
                builder.Services.AddSingleton<TimeProvider>(clock);
            }
        });

    /// <summary>Starts a standby of the database, which a second site reads.</summary>
    public Task<PrivatePostgres> StartStandbyAsync(CancellationToken cancellationToken) =>
        _postgres.StartStandbyAsync(cancellationToken: cancellationToken);

    /// <summary>Has something end before the servers do.</summary>
    public T With<T>(T other)
        where T : IAsyncDisposable
    {
        _others.Push(other);
        return other;
    }

    /// <summary>Creates the tables and fills them with three years of work.</summary>
    /// <param name="now">When the three years end.</param>
    /// <param name="progress">Is told the share that is done.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The number of rows.</returns>
    public async Task<long> LoadAsync(DateTimeOffset now, Action<double> progress, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = new(Database);
        await connection.OpenAsync(cancellationToken);

        string[] steps =
        [
            await ScriptAsync("ServicePing/schema.sql"),
            $"SET forge.now = '{now:O}'",
            // Two empty lines stand between its parts.
            .. (await ScriptAsync("data.sql")).Split("\n\n\n"),
            "VACUUM ANALYZE",
        ];
        foreach ((int done, string step) in steps.Index())
        {
            await using NpgsqlCommand command = new(step, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(cancellationToken);
            progress((done + 1.0) / steps.Length);
        }

        await using NpgsqlCommand count = new(
            "SELECT sum(reltuples)::bigint FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace",
            connection);
        return (long)(await count.ExecuteScalarAsync(cancellationToken))!;

        Task<string> ScriptAsync(string file) =>
            File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, file), cancellationToken);
    }

    /// <summary>Leaves the servers running after this program ends.</summary>
    /// <returns>The commands that connect to them, and the one that ends them.</returns>
    public IReadOnlyList<string> Keep()
    {
        _postgres.LeaveRunning();
        _redis.LeaveRunning();
        return
        [
            $"psql postgresql://postgres@127.0.0.1:{_postgres.Port}/forge",
            $"redis-cli -p {_redis.Port}",
            $"kill -INT {_postgres.ProcessId} {_redis.ProcessId}; "
                + $"tail -s 0.1 --pid={_postgres.ProcessId} -f /dev/null; tail -s 0.1 --pid={_redis.ProcessId} -f /dev/null; "
                + $"rm -r {_postgres.DataDirectory} {_redis.DataDirectory}",
        ];
    }

    public async ValueTask DisposeAsync()
    {
        while (_others.TryPop(out IAsyncDisposable? other))
        {
            await other.DisposeAsync();
        }

        await _redis.DisposeAsync();
        await _postgres.DisposeAsync();
    }
}
