using System.Net;
using System.Net.Sockets;
using System.Text;

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

    /// <summary>How to connect, in the form that StackExchange.Redis reads: address, and password if there is one.</summary>
    public string ConnectionString => $"127.0.0.1:{Port}" + (options.Password is null ? "" : $",password={options.Password}");

    private protected override string Name => "Redis";

    private protected override string Program => Path.Combine(programs, "redis-server");

    private protected override IEnumerable<string> Arguments =>
    [
        "--bind", "127.0.0.1",
        "--port", $"{Port}",
        "--dir", DataDirectory,
        "--save", "",
        "--appendonly", options.AppendOnly ? "yes" : "no",
        "--appendfsync", "always",
        .. options.Password is { } password ? ["--requirepass", password] : Array.Empty<string>(),
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
            using TcpClient client = new();
            await client.ConnectAsync(IPAddress.Loopback, Port, cancellationToken).ConfigureAwait(false);
            await using NetworkStream stream = client.GetStream();
            string login = options.Password is { } password ? Command("AUTH", password) : "";
            byte[] commands = Encoding.UTF8.GetBytes(login + Command("INFO") + Command("QUIT"));
            await stream.WriteAsync(commands, cancellationToken).ConfigureAwait(false);
            using StreamReader reader = new(stream, Encoding.UTF8);
            string answer = await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            return answer.Contains($"\r\nprocess_id:{processId}\r\n", StringComparison.Ordinal)
                && answer.Contains("\r\nloading:0\r\n", StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }
    }

    private static string Command(params string[] words) =>
        $"*{words.Length}\r\n" + string.Concat(words.Select(word => $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n"));
}
