using System.Net;
using System.Net.Sockets;
using System.Text;
using StackExchange.Redis;

namespace ServicePing.Tests;

/// <summary>Every command that a Redis server is sent, as its <c>MONITOR</c> tells it.</summary>
internal sealed class RedisMonitor : IDisposable
{
    private readonly TcpClient _client = new();
    private readonly ConnectionMultiplexer _connection;
    private readonly StreamReader _reader;

    private RedisMonitor(int port, ConnectionMultiplexer connection)
    {
        _connection = connection;
        _client.Connect(IPAddress.Loopback, port);
        _reader = new StreamReader(_client.GetStream(), Encoding.UTF8);
    }

    public static async Task<RedisMonitor> StartAsync(int port, ConnectionMultiplexer connection)
    {
        RedisMonitor monitor = new(port, connection);
        await monitor._client.GetStream().WriteAsync("MONITOR\r\n"u8.ToArray());
        Assert.Equal("+OK", await monitor._reader.ReadLineAsync());
        return monitor;
    }

    /// <summary>The commands since the last call, without those that a client sends by itself.</summary>
    public async Task<IReadOnlyList<string>> TakeAsync()
    {
        string end = $"end {Guid.NewGuid()}";
        await _connection.GetDatabase().PingAsync();
        await _connection.GetDatabase().ExecuteAsync("ECHO", end);
        List<string> commands = [];
        while (await _reader.ReadLineAsync() is { } line && !line.Contains(end, StringComparison.Ordinal))
        {
            commands.Add(line);
        }

        return commands;
    }

    public void Dispose()
    {
        _reader.Dispose();
        _client.Dispose();
    }
}
