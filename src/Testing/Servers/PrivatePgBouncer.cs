using Npgsql;

namespace ServicePing.Testing;

/// <summary>A private PgBouncer before a private PostgreSQL, for all of its databases and the superuser <c>postgres</c>.</summary>
/// <example>
/// <code>
/// await using PrivatePostgres postgres = await PrivatePostgres.StartAsync();
/// await using PrivatePgBouncer pooler = await PrivatePgBouncer.StartAsync(postgres);
/// string pooled = pooler.ConnectionStringOf(await postgres.CreateDatabaseAsync("forge"));
/// </code>
/// </example>
public sealed class PrivatePgBouncer : PrivateServer
{
    // PgBouncer reads files only, and runs as another user than root.
    private const string Script = """
        umask 077
        mkdir -p "$1"
        printf '"postgres" ""\n' >"$1/users.txt"
        printf '%s\n' "$2" >"$1/pgbouncer.ini"
        exec "$3" "$1/pgbouncer.ini"
        """;

    private readonly PrivatePgBouncerOptions options;
    private readonly string programs;
    private readonly string? user;
    private readonly int postgres;

    // Another program that takes the port does not know this name.
    private readonly string own = $"own-{Guid.NewGuid():N}";

    private PrivatePgBouncer(PrivatePgBouncerOptions options, string programs, string? user, int postgres)
        : base(ServerFolder.Name("pgbouncer", byOther: user is not null, Path.GetTempPath()), options.StartLimit, options.StopLimit)
    {
        this.options = options;
        this.programs = programs;
        this.user = user;
        this.postgres = postgres;
    }

    private protected override string Name => "PgBouncer";

    private protected override string Program => "/bin/sh";

    private protected override string? User => user;

    private protected override IEnumerable<string> Arguments =>
        ["-c", Script, "pgbouncer", DataDirectory, Configuration, Path.Combine(programs, "pgbouncer")];

    private string Configuration
    {
        get
        {
            Dictionary<string, string> settings = new()
            {
                ["listen_addr"] = "127.0.0.1",
                ["listen_port"] = $"{Port}",
                ["unix_socket_dir"] = "",
                ["auth_type"] = "trust",
                ["auth_file"] = Path.Combine(DataDirectory, "users.txt"),
                ["pool_mode"] = "transaction",
                ["max_client_conn"] = "500",
            };
            foreach ((string name, string value) in options.Settings)
            {
                settings[name] = value;
            }

            return $"""
                [databases]
                {own} = host=127.0.0.1 port={postgres} dbname=postgres
                * = host=127.0.0.1 port={postgres}
                [pgbouncer]
                {string.Join('\n', settings.Select(setting => $"{setting.Key} = {setting.Value}"))}
                """;
        }
    }

    /// <summary>Starts a pooler; it answers when this returns.</summary>
    /// <param name="postgres">The server whose connections it pools; it is not needed before the first of them.</param>
    /// <param name="options">How it runs; the defaults when null.</param>
    /// <param name="cancellationToken">Gives up; everything begun is removed.</param>
    /// <exception cref="PrivateServerException">PgBouncer is not installed or does not start; the message says why and what to
    /// do.</exception>
    public static async Task<PrivatePgBouncer> StartAsync(
        PrivatePostgres postgres, PrivatePgBouncerOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(postgres);
        options ??= new PrivatePgBouncerOptions();
        PrivatePgBouncer pooler = new(
            options, ServerPrograms.PgBouncerFolder(options.ProgramFolder), UnprivilegedUser.ForPostgres(), postgres.Port);
        try
        {
            await pooler.LaunchOnFreePortAsync(options.NextPort, cancellationToken).ConfigureAwait(false);
            return pooler;
        }
        catch
        {
            await pooler.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// The way to the same database through the pooler. Npgsql then leaves sessions as they are (<c>No Reset On Close</c>), as
    /// they are not its own.
    /// </summary>
    /// <param name="connectionString">How to connect to the database itself.</param>
    public string ConnectionStringOf(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString)
    {
        Host = "127.0.0.1",
        Port = Port,
        NoResetOnClose = true,
    }.ConnectionString;

    private protected override async Task<bool> AnswersAsync(int processId, CancellationToken cancellationToken)
    {
        try
        {
            // The timeout is in seconds: a token does not end the wait for a greeting that never comes.
            await using NpgsqlConnection connection = new(
                $"Host=127.0.0.1;Port={Port};Username=postgres;Database={own};Pooling=false;Timeout=2");
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
