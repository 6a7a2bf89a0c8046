using System.Globalization;
using System.Net.Sockets;

namespace ServicePing.Testing;

/// <summary>One sentinel of a few.</summary>
internal sealed class RedisSentinel : PrivateServer
{
    private readonly string programs;
    private readonly string monitored;

    private RedisSentinel(PrivateRedisOptions options, string programs, string monitored)
        : base(ServerFolder.Create("sentinel"), options.StartLimit, options.StopLimit)
    {
        this.programs = programs;
        this.monitored = monitored;
    }

    private protected override string Name => "A Redis sentinel";

    private protected override string Program => Path.Combine(programs, "redis-server");

    // A sentinel notes in its file what it learns.
    private protected override IEnumerable<string> Arguments
    {
        get
        {
            string file = Path.Combine(DataDirectory, "sentinel.conf");
            File.WriteAllText(file, $"bind 127.0.0.1\nport {Port}\ndir {DataDirectory}\n{monitored}");
            return [file, "--sentinel"];
        }
    }

    public static async Task<RedisSentinel> StartAsync(string monitored, CancellationToken cancellationToken)
    {
        PrivateRedisOptions options = new();
        RedisSentinel sentinel = new(options, ServerPrograms.RedisFolder(options.ProgramFolder), monitored);
        try
        {
            await sentinel.LaunchOnFreePortAsync(options.NextPort, cancellationToken).ConfigureAwait(false);
            return sentinel;
        }
        catch
        {
            await sentinel.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private protected override async Task<bool> AnswersAsync(int processId, CancellationToken cancellationToken)
    {
        try
        {
            await using RedisWire wire = await RedisWire.ConnectAsync(Port, null, cancellationToken).ConfigureAwait(false);
            string info = (string)(await wire.AskAsync(["INFO", "server"], cancellationToken).ConfigureAwait(false))!;
            return info.Contains(string.Create(CultureInfo.InvariantCulture, $"\r\nprocess_id:{processId}\r\n"), StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }
    }
}
