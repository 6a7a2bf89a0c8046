using Npgsql;

namespace ServicePing.Testing;

/// <summary>
/// A private PostgreSQL server: a fresh cluster with the superuser <c>postgres</c>, UTF-8, locale C, UTC, and trust for whoever
/// reaches it.
/// </summary>
/// <example>
/// <code>
/// await using PrivatePostgres postgres = await PrivatePostgres.StartAsync();
/// await using NpgsqlDataSource database = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync("forge"));
/// </code>
/// </example>
public sealed class PrivatePostgres : PrivateServer
{
    private readonly PrivatePostgresOptions options;
    private readonly string programs;
    private readonly string? user;

    private PrivatePostgres(PrivatePostgresOptions options, string programs, string? user)
        : base(
            ServerFolder.Name("postgres", byOther: user is not null, options.TemporaryFolder),
            options.StartLimit, options.StopLimit)
    {
        this.options = options;
        this.programs = programs;
        this.user = user;
    }

    /// <summary>How to connect to the database <c>postgres</c> as the superuser.</summary>
    public string ConnectionString => ConnectionStringOf("postgres");

    private protected override string Name => "PostgreSQL";

    private protected override string Program => Path.Combine(programs, "postgres");

    private protected override string? User => user;

    private protected override IEnumerable<string> Arguments
    {
        get
        {
            string durable = options.Durable ? "on" : "off";
            Dictionary<string, string> settings = new()
            {
                ["port"] = $"{Port}",
                ["listen_addresses"] = "127.0.0.1",
                ["unix_socket_directories"] = "",
                ["fsync"] = durable,
                ["synchronous_commit"] = durable,
                ["full_page_writes"] = durable,
                ["shared_buffers"] = $"{options.SharedBuffersMegabytes}MB",
                // In the data folder, so that a killed server leaves nothing in /dev/shm.
                ["dynamic_shared_memory_type"] = "mmap",
                ["timezone"] = "UTC",
                ["log_timezone"] = "UTC",
            };
            foreach ((string name, string value) in options.Settings)
            {
                settings[name] = value;
            }

            return ["-D", DataDirectory, .. settings.SelectMany(setting => new[] { "-c", $"{setting.Key}={setting.Value}" })];
        }
    }

    /// <summary>Creates a cluster and starts a server on it; it answers when this returns.</summary>
    /// <param name="options">How it runs; the defaults when null.</param>
    /// <param name="cancellationToken">Gives up; everything begun is removed.</param>
    /// <exception cref="PrivateServerException">PostgreSQL is not installed or does not start; the message says why and what to
    /// do.</exception>
    public static async Task<PrivatePostgres> StartAsync(
        PrivatePostgresOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new PrivatePostgresOptions();
        string programs = ServerPrograms.PostgresFolder(options.ProgramFolder);
        PrivatePostgres server = new(options, programs, UnprivilegedUser.ForPostgres());
        try
        {
            Task prepared = options.Template is { } template
                ? server.PrepareAsync("cp", ["-a", template, server.DataDirectory], cancellationToken)
                : server.PrepareAsync(
                    Path.Combine(programs, "initdb"),
                    ["-D", server.DataDirectory, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
                    cancellationToken);
            await prepared.ConfigureAwait(false);
            await server.LaunchOnFreePortAsync(options.NextPort, cancellationToken).ConfigureAwait(false);
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Starts a hot standby of this server: a copy that streams its changes and answers queries. Options that are not given are
    /// this server's.
    /// </summary>
    /// <param name="options">
    /// How it runs; for recovery conflicts, for example, the setting <c>max_standby_streaming_delay</c>.
    /// </param>
    /// <param name="cancellationToken">Gives up; everything begun is removed.</param>
    /// <exception cref="PrivateServerException">The copy cannot be made or does not start; the message says why.</exception>
    public async Task<PrivatePostgres> StartStandbyAsync(
        PrivatePostgresOptions? options = null, CancellationToken cancellationToken = default)
    {
        PrivatePostgres standby = new(options ?? this.options, programs, user);
        try
        {
            await standby.PrepareAsync(
                Path.Combine(programs, "pg_basebackup"),
                ["-d", ConnectionUri, "-D", standby.DataDirectory, "-R", "-X", "stream", "-c", "fast", "--no-sync"],
                cancellationToken).ConfigureAwait(false);
            await standby.LaunchOnFreePortAsync(standby.options.NextPort, cancellationToken).ConfigureAwait(false);
            return standby;
        }
        catch
        {
            await standby.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Copies the data to a folder from which other servers can start, and restarts this one.</summary>
    /// <param name="folder">The folder, which must not exist; see <see cref="PrivatePostgresOptions.Template"/>.</param>
    /// <param name="cancellationToken">Gives up; the folder is then not there, the server may run or not.</param>
    /// <exception cref="PrivateServerException">The data cannot be copied; the message says why.</exception>
    public async Task SaveAsync(string folder, CancellationToken cancellationToken = default)
    {
        await StopAsync(cancellationToken).ConfigureAwait(false);
        string unfinished = folder + ".unfinished";
        using (ChildProcess copy = ChildProcess.Start(
            "cp", ["-a", "-T", DataDirectory, unfinished], Path.GetDirectoryName(Path.GetFullPath(folder))!))
        {
            await copy.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            if (copy.ExitCode != 0)
            {
                throw new PrivateServerException($"{DataDirectory} could not be copied to {folder}.", copy.Output);
            }
        }

        Directory.Move(unfinished, folder);
        await RestartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Creates an empty database.</summary>
    /// <param name="name">Its name; quoted as it is, so case and special characters count.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How to connect to it as the superuser.</returns>
    /// <exception cref="PostgresException">A database of this name exists.</exception>
    public async Task<string> CreateDatabaseAsync(string name, CancellationToken cancellationToken = default)
    {
        await using NpgsqlConnection connection = new(Unpooled);
        await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using NpgsqlCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // An identifier cannot be a parameter; it is quoted.
        command.CommandText = $"""CREATE DATABASE "{name.Replace("\"", "\"\"", StringComparison.Ordinal)}" """;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return ConnectionStringOf(name);
    }

    private protected override async Task<bool> AnswersAsync(int processId, CancellationToken cancellationToken)
    {
        try
        {
            // A token does not end the wait for another program's greeting that never comes; the timeout (in seconds) does.
            await using NpgsqlConnection connection = new(Unpooled + ";Timeout=2");
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using NpgsqlCommand command = new("SHOW data_directory", connection);
            return DataDirectory.Equals(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    /// <summary>
    /// Without a pool: a database with idle connections to <c>postgres</c> could be neither copied nor stopped smoothly.
    /// </summary>
    private string Unpooled => ConnectionString + ";Pooling=false";

    /// <summary>The way PostgreSQL's own programs write it.</summary>
    private string ConnectionUri => $"postgresql://postgres@127.0.0.1:{Port}/postgres";

    private string ConnectionStringOf(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = "postgres",
        Database = database,
    }.ConnectionString;
}
