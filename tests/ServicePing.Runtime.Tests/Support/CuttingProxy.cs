using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ServicePing.Tests;

/// <summary>
/// Stands between a client and a server, and loses answers and connections when it is told to. A connection that has lost one answer
/// brings none any more, since no network loses a piece from the middle.
/// </summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, byte> _connections = [];
    private readonly int _server;
    private readonly Task _accepting;

    internal CuttingProxy(int server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    internal string Address => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Whether answers of the server are lost on the way, from now on or from the beginning of a connection.</summary>
    internal volatile bool LosesAnswers;

    private int _accepted;

    /// <summary>How many connections were taken.</summary>
    internal int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Ends all connections, with whatever is on its way.</summary>
    internal void Cut()
    {
        foreach (TcpClient connection in _connections.Keys)
        {
            if (_connections.TryRemove(connection, out _))
            {
                connection.Dispose();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        Cut();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync();
                Interlocked.Increment(ref _accepted);
                TcpClient server = new();
                await server.ConnectAsync(IPAddress.Loopback, _server);
                _connections[client] = _connections[server] = 0;
                _ = PumpAsync(client, server, isAnswer: false);
                _ = PumpAsync(server, client, isAnswer: true);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, bool isAnswer)
    {
        byte[] buffer = new byte[4_096];
        try
        {
            NetworkStream source = from.GetStream();
            NetworkStream target = to.GetStream();
            bool isMute = false;
            for (int read; (read = await source.ReadAsync(buffer)) > 0;)
            {
                isMute |= isAnswer && LosesAnswers;
                if (!isMute)
                {
                    await target.WriteAsync(buffer.AsMemory(0, read));
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut.
        }

        from.Dispose();
        to.Dispose();
    }
}
