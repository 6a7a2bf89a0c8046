using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ServicePing.Tests;

/// <summary>A real proxy: it makes tunnels to a server, whatever name is asked for, where the login is right.</summary>
internal sealed class ForwardProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> _connections = [];
    private readonly string? _login;
    private readonly int _server;
    private readonly Task _accepting;

    /// <param name="server">The port of the server that all tunnels lead to.</param>
    /// <param name="login">The name and password that it wants, with a colon between; null for none.</param>
    internal ForwardProxy(int server, string? login = null)
    {
        (_server, _login) = (server, login is null ? null : Convert.ToBase64String(Encoding.UTF8.GetBytes(login)));
        _listener.Start();
        _accepting = AcceptAsync();
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The heads of all requests.</summary>
    internal ConcurrentQueue<string> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        foreach (TcpClient connection in _connections)
        {
            connection.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync();
                _connections.Add(client);
                _ = ServeAsync(client);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            Stream stream = client.GetStream();
            while (await HeadAsync(stream) is { Length: > 0 } head)
            {
                Requests.Enqueue(head);
                if (_login is not null && !head.Contains($"Proxy-Authorization: Basic {_login}\r\n", StringComparison.OrdinalIgnoreCase))
                {
                    await ReceiverDouble.WriteAsync(
                        stream, "HTTP/1.1 407 x\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
                    continue;
                }

                TcpClient server = new();
                _connections.Add(server);
                await server.ConnectAsync(IPAddress.Loopback, _server);
                await ReceiverDouble.WriteAsync(stream, "HTTP/1.1 200 x\r\n\r\n");
                await Task.WhenAny(stream.CopyToAsync(server.GetStream()), server.GetStream().CopyToAsync(stream));
                break;
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // One of the two has had enough.
        }

        client.Dispose();
    }

    private static async Task<string> HeadAsync(Stream stream)
    {
        StringBuilder head = new();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one) == 1)
        {
            head.Append((char)one[0]);
        }

        return head.ToString();
    }
}
