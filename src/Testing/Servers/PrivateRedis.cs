using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;

namespace ServicePing.Testing;

/// <summary>A private Redis server.</summary>
/// <example>
/// <code>
/// await using PrivateRedis redis = await PrivateRedis.StartAsync();
/// await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
/// </code>
/// </example>
public sealed class PrivateRedis : PrivateServer
{
    private readonly PrivateRedisOptions options;
    private readonly string programs;

    private PrivateRedis(PrivateRedisOptions options, string programs)
        : base(ServerFolder.Create("redis"), options.StartLimit, options.StopLimit)
    {
        this.options = options;
        this.programs = programs;
    }

    /// <summary>How to connect, in the form that StackExchange.Redis reads: address, and password and TLS where they are needed.</summary>
    public string ConnectionString => $"127.0.0.1:{Port}"
        + (options.Password is null ? "" : $",password={options.Password}")
        + (options.Tls ? $",ssl=true,sslHost={ServerCertificates.HostName}" : "");

    /// <summary>
    /// The file with the certificate of the authority that a client of a server with TLS has to trust, as PEM.
    /// </summary>
    public string AuthorityFile => ServerCertificates.AuthorityFile(DataDirectory);

    private string UsersFile => Path.Combine(DataDirectory, "users.acl");

    private protected override string Name => "Redis";

    private protected override string Program => Path.Combine(programs, "redis-server");

    private protected override IEnumerable<string> Arguments =>
    [
        "--bind", "127.0.0.1",
        .. options.Tls ? ["--port", "0", "--tls-port", $"{Port}", .. ServerCertificates.Arguments(DataDirectory)] : new[] { "--port", $"{Port}" },
        "--dir", DataDirectory,
        "--save", "",
        "--appendonly", options.AppendOnly ? "yes" : "no",
        "--appendfsync", "always",
        .. options.Password is { } password ? ["--requirepass", password] : Array.Empty<string>(),
        .. options.Users.Count > 0 ? ["--aclfile", UsersFile] : Array.Empty<string>(),
        .. options.Arguments,
    ];

    /// <summary>Starts a server; it answers when this returns.</summary>
    /// <param name="options">How it runs; the defaults when null.</param>
    /// <param name="cancellationToken">Gives up; everything begun is removed.</param>
    /// <exception cref="PrivateServerException">Redis is not installed or does not start; the message says why and what to
    /// do.</exception>
    public static async Task<PrivateRedis> StartAsync(
        PrivateRedisOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new PrivateRedisOptions();
        PrivateRedis server = new(options, ServerPrograms.RedisFolder(options.ProgramFolder));
        try
        {
            if (options.Users.Count > 0)
            {
                string own = options.Password is null ? "nopass" : $">{options.Password}";
                await File.WriteAllLinesAsync(
                    server.UsersFile,
                    [$"user default on {own} ~* &* +@all", .. options.Users.Select(user => "user " + user)],
                    cancellationToken).ConfigureAwait(false);
            }

            if (options.Tls)
            {
                ServerCertificates.Create(server.DataDirectory);
            }

            await server.LaunchOnFreePortAsync(options.NextPort, cancellationToken).ConfigureAwait(false);
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Asks INFO, which a server also answers while it still loads its data, and reads whose answer it is.</summary>
    private protected override async Task<bool> AnswersAsync(int processId, CancellationToken cancellationToken)
    {
        try
        {
            await using RedisWire wire = await RedisWire
                .ConnectAsync(Port, options.Password, options.Tls ? AuthorityFile : null, cancellationToken).ConfigureAwait(false);
            string info = (string)(await wire.AskAsync(["INFO"], cancellationToken).ConfigureAwait(false))!;
            return info.Contains(string.Create(CultureInfo.InvariantCulture, $"\r\nprocess_id:{processId}\r\n"), StringComparison.Ordinal)
                && info.Contains("\r\nloading:0\r\n", StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is SocketException or IOException or AuthenticationException)
        {
            return false;
        }
    }
}
