using System.Globalization;
using Npgsql;
using ServicePing.Testing;

namespace ServicePing.Generators.Tests.Differential;

/// <summary>
/// A server with the drawn rows in three databases: as they are, with settings of the database, and with policies. Plain SQL reads the
/// first, as the superuser with defaults.
/// </summary>
internal sealed class DrawnServer : IAsyncDisposable
{
    private const int Seed = 20261130;

    private readonly PrivatePostgres _postgres;
    private readonly string _drawn;

    private DrawnServer(PrivatePostgres postgres, string drawn)
    {
        _postgres = postgres;
        _drawn = drawn;
        Plain = NpgsqlDataSource.Create(drawn + ";Options=-c TimeZone=UTC");
    }

    /// <summary>The names of what batches are collected in, one after another.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
    [
        "superuser", "reader", "slim", "plug-ins", "no types", "multiplexing", "settings", "columns", "policies", "past policies", "owner",
    ];

    public NpgsqlDataSource Plain { get; }

    /// <summary>The settings that this version has.</summary>
    public IReadOnlySet<string> KnownSettings { get; private set; } = new HashSet<string>();

    public static async Task<DrawnServer> StartAsync()
    {
        PrivatePostgres postgres = await PrivatePostgres.StartAsync();
        DrawnServer server = new(postgres, await postgres.CreateDatabaseAsync("drawn"));

        // Commits are asynchronous: without the checkpoint, VACUUM would not find the rows visible to all.
        await FillAsync(server._drawn, await ReadAsync("RandomTables.sql"), "CHECKPOINT", "VACUUM (ANALYZE)");
        await FillAsync(postgres.ConnectionString, "CREATE DATABASE settled TEMPLATE drawn", "CREATE DATABASE policed TEMPLATE drawn");
        await FillAsync(
            server.Of("policed", "postgres"),
            "CREATE ROLE cut LOGIN; CREATE ROLE unpoliced NOLOGIN; CREATE ROLE holder LOGIN",
            await ReadAsync("PolicedTables.sql"));
        await using NpgsqlCommand settings = server.Plain.CreateCommand("SELECT array_agg(name) FROM pg_settings");
        server.KnownSettings = ((string[])(await settings.ExecuteScalarAsync())!).ToHashSet();
        await server.SetAsync("DATABASE settled", RandomSettings.Draw(new Random(Seed), server.KnownSettings));
        return server;
    }

    /// <summary>What a batch is collected in; each kind in turn.</summary>
    public async Task<Surroundings> SurroundingsOfAsync(int batch)
    {
        string kind = Kinds[batch % Kinds.Count];
        switch (kind)
        {
            case "superuser":
                return Of(kind, NpgsqlDataSource.Create(_drawn));
            case "reader":
                return Of(kind, NpgsqlDataSource.Create(Of("drawn", "reader")));
            case "slim":
                return Of(kind, new NpgsqlSlimDataSourceBuilder(_drawn).Build());
            case "plug-ins":
                NpgsqlDataSourceBuilder plugged = new(_drawn);
                plugged.UseNodaTime();
                plugged.EnableDynamicJson();
                plugged.MapEnum<Kind>("kind");
                plugged.MapComposite<Couple>("couple");
                return Of(kind, plugged.Build());
            case "no types":
                NpgsqlDataSourceBuilder untyped = new(_drawn);
                untyped.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
                return Of(kind, untyped.Build());
            case "multiplexing":
                NpgsqlDataSource multiplexed = NpgsqlDataSource.Create(_drawn + ";Multiplexing=true");
                return new Surroundings(kind, builder => builder.UsePostgres(_drawn + ";Multiplexing=true"), multiplexed)
                {
                    Refused = builder => builder.UsePostgres(multiplexed),
                };
            case "columns":
                return Judged(kind, Of("drawn", "narrow"));
            case "policies":
                return Judged(kind, Of("policed", "cut"));
            case "owner":
                return Judged(kind, Of("policed", "holder"));
            default:
                return await SettledAsync(kind, batch);
        }
    }

    /// <summary>A role of the batch's own, with settings; past policies where there are some.</summary>
    private async Task<Surroundings> SettledAsync(string kind, int batch)
    {
        (string database, string rights) = kind == "settings" ? ("settled", "IN ROLE settled") : ("policed", "BYPASSRLS IN ROLE unpoliced");
        string role = string.Create(CultureInfo.InvariantCulture, $"role_{batch}");
        IReadOnlyList<(string Name, string Assignment)> settings = RandomSettings.Draw(new Random(Seed + batch), KnownSettings);
        await FillAsync(_postgres.ConnectionString, $"CREATE ROLE {role} LOGIN {rights}");
        await SetAsync($"ROLE {role}", settings);
        NpgsqlDataSource source = NpgsqlDataSource.Create(Of(database, role));
        return new Surroundings(kind, builder => builder.UsePostgres(source), source) { Settings = settings };
    }

    private static Surroundings Of(string kind, NpgsqlDataSource source) => new(kind, builder => builder.UsePostgres(source), source);

    private static Surroundings Judged(string kind, string database)
    {
        NpgsqlDataSource source = NpgsqlDataSource.Create(database);
        return new Surroundings(kind, builder => builder.UsePostgres(source)) { Judge = source };
    }

    private string Of(string database, string role) =>
        new NpgsqlConnectionStringBuilder(_drawn) { Database = database, Username = role }.ConnectionString;

    private Task SetAsync(string what, IEnumerable<(string Name, string Assignment)> settings) => FillAsync(
        _postgres.ConnectionString, string.Concat(settings.Select(setting => $"ALTER {what} SET {setting.Assignment};\n")));

    private static async Task FillAsync(string database, params string[] statements)
    {
        await using NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder(database) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        foreach (string sql in statements)
        {
            await using NpgsqlCommand command = new(sql, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    private static async Task<string> ReadAsync(string resource)
    {
        using StreamReader reader = new(typeof(DrawnServer).Assembly.GetManifestResourceStream(resource)!);
        return await reader.ReadToEndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Plain.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    private enum Kind
    {
        Bug,
        Feature,
        Task,
    }

    private sealed class Couple
    {
        public int A { get; set; }

        public string? B { get; set; }
    }
}
