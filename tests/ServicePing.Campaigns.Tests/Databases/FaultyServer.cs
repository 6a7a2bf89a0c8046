using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace ServicePing.Tests;

/// <summary>
/// Stands between a program and PostgreSQL, and now and then, as a seed has it, kills a connection before or after a statement or in its
/// answer, cancels a statement, or is slow.
/// </summary>
internal sealed class FaultyServer : IAsyncDisposable
{
    // What a connection does before a program has begun its transaction is left alone: who cannot connect has no number to get wrong.
    private const int FirstStatement = 4;
    private const int CancelRequest = 80877102;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<Task> _connections = [];
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _lock = new();
    private readonly int _server;
    private readonly Task _accepting;
    private Random _random = new(0);
    private double _faults;

    /// <param name="server">The server's port.</param>
    internal FaultyServer(int server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many faults there were.</summary>
    internal int Faults => _happened;

    private int _happened;

    /// <summary>Begins another schedule; connections remain.</summary>
    /// <param name="seed">Decides what goes wrong.</param>
    /// <param name="faults">How often, per statement, 0 to 1.</param>
    internal void Begin(int seed, double faults)
    {
        lock (_lock)
        {
            (_random, _faults) = (new Random(seed), faults);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using TcpClient server = new();
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _server, _end.Token);
                (client.NoDelay, server.NoDelay) = (true, true);
                Connection connection = new();
                await Task.WhenAny(
                    AskAsync(client.GetStream(), server.GetStream(), connection),
                    AnswerAsync(server.GetStream(), client.GetStream(), connection));
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // One of the two has gone.
            }
        }
    }

    private async Task AskAsync(NetworkStream client, NetworkStream server, Connection connection)
    {
        byte[] buffer = new byte[8192];
        while (await client.ReadAsync(buffer, _end.Token) is > 0 and int read)
        {
            Fault fault = connection.Answered < FirstStatement ? Fault.None : Draw();
            if (fault == Fault.KilledBefore)
            {
                return;
            }

            connection.DiesIn = fault == Fault.KilledAfter ? 0 : fault == Fault.KilledWithin ? Next(200) : null;
            await Task.Delay(fault == Fault.Slow ? Next(5) : 0, _end.Token);
            await server.WriteAsync(buffer.AsMemory(0, read), _end.Token);
            if (fault == Fault.Cancelled)
            {
                await Task.Delay(Next(3), _end.Token);
                await CancelAsync(connection);
            }
        }
    }

    private async Task AnswerAsync(NetworkStream server, NetworkStream client, Connection connection)
    {
        byte[] buffer = new byte[8192];
        while (await server.ReadAsync(buffer, _end.Token) is > 0 and int read)
        {
            connection.Follow(buffer.AsSpan(0, read));
            if (connection.DiesIn is { } left)
            {
                if (left < read)
                {
                    await client.WriteAsync(buffer.AsMemory(0, left), _end.Token);
                    return;
                }

                connection.DiesIn = left - read;
            }

            await client.WriteAsync(buffer.AsMemory(0, read), _end.Token);
        }
    }

    private async Task CancelAsync(Connection connection)
    {
        byte[] request = new byte[8 + connection.Secret.Length];
        BinaryPrimitives.WriteInt32BigEndian(request, request.Length);
        BinaryPrimitives.WriteInt32BigEndian(request.AsSpan(4), CancelRequest);
        connection.Secret.CopyTo(request.AsSpan(8));
        using TcpClient other = new();
        await other.ConnectAsync(IPAddress.Loopback, _server, _end.Token);
        await other.GetStream().WriteAsync(request, _end.Token);
    }

    private Fault Draw()
    {
        lock (_lock)
        {
            if (_random.NextDouble() >= _faults)
            {
                return Fault.None;
            }

            Interlocked.Increment(ref _happened);
            return (Fault)_random.Next((int)Fault.Slow, (int)Fault.KilledWithin + 1);
        }
    }

    private int Next(int below)
    {
        lock (_lock)
        {
            return _random.Next(below);
        }
    }

    private enum Fault
    {
        None,
        Slow,
        Cancelled,
        KilledBefore,
        KilledAfter,
        KilledWithin,
    }

    /// <summary>What a connection's answers tell, a message of a letter and a length after the other.</summary>
    private sealed class Connection
    {
        private readonly List<byte> _key = [];
        private int _headerRead;
        private int _left;
        private byte _letter;

        /// <summary>How often the server has been ready for the next statement.</summary>
        internal int Answered { get; private set; }

        /// <summary>After how many bytes of its answer the connection dies; null for not.</summary>
        internal int? DiesIn { get; set; }

        /// <summary>Process and secret, as a request to cancel has them.</summary>
        internal byte[] Secret => [.. _key];

        internal void Follow(ReadOnlySpan<byte> bytes)
        {
            foreach (byte one in bytes)
            {
                if (_headerRead == 0)
                {
                    (_letter, _headerRead, _left) = (one, 1, 0);
                }
                else if (_headerRead < 5)
                {
                    _left = (_left << 8) | one;
                    if (++_headerRead == 5)
                    {
                        _left -= 4;
                    }
                }
                else
                {
                    _left--;
                    if (_letter == 'K')
                    {
                        _key.Add(one);
                    }
                }

                if (_headerRead == 5 && _left == 0)
                {
                    Answered += _letter == 'Z' ? 1 : 0;
                    _headerRead = 0;
                }
            }
        }
    }
}
