using System.Net.WebSockets;
using System.Text;

namespace ServicePing.Tally.Tests;

/// <summary>An open browser, as far as SignalR is concerned.</summary>
internal sealed class LiveConnection : IDisposable
{
    private const char End = '\u001e';

    private readonly ClientWebSocket _socket = new();
    private string _received = "";

    /// <summary>Connects to a node.</summary>
    public static async Task<LiveConnection> OpenAsync(Uri node, CancellationToken cancellationToken)
    {
        LiveConnection connection = new();
        await connection._socket.ConnectAsync(new UriBuilder(node) { Scheme = "ws", Path = "/live" }.Uri, cancellationToken);
        await connection._socket.SendAsync(
            Encoding.UTF8.GetBytes($$"""{"protocol":"json","version":1}{{End}}"""), WebSocketMessageType.Text, true, cancellationToken);
        Assert.Equal("{}", await connection.MessageAsync(cancellationToken));
        return connection;
    }

    /// <summary>The next message that contains a text.</summary>
    public async Task<string> MessageAsync(string text, CancellationToken cancellationToken)
    {
        while (true)
        {
            string message = await MessageAsync(cancellationToken);
            if (message.Contains(text, StringComparison.Ordinal))
            {
                return message;
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task<string> MessageAsync(CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[4096];
        int end;
        while ((end = _received.IndexOf(End, StringComparison.Ordinal)) < 0)
        {
            ValueWebSocketReceiveResult part = await _socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            _received += Encoding.UTF8.GetString(buffer, 0, part.Count);
        }

        string message = _received[..end];
        _received = _received[(end + 1)..];
        return message;
    }
}
