using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ServicePing.Benchmarks.Http;

/// <summary>Sends one request over and over on connections that stay, each as soon as the last is answered; it does as little as a client can.</summary>
internal sealed class LoadClient : IAsyncDisposable
{
    private const int Connections = 16;

    private readonly Socket[] _sockets = new Socket[Connections];
    private readonly byte[][] _buffers = [.. Enumerable.Range(0, Connections).Select(_ => new byte[1 << 20])];

    private LoadClient()
    {
    }

    public static async Task<LoadClient> ConnectAsync(Uri address)
    {
        LoadClient client = new();
        for (int i = 0; i < Connections; i++)
        {
            client._sockets[i] = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await client._sockets[i].ConnectAsync(IPAddress.Loopback, address.Port).ConfigureAwait(false);
        }

        return client;
    }

    /// <summary>How many requests a second are answered with 200, and how long all but a hundredth of them take at most.</summary>
    public async Task<Load> RunAsync(byte[] request, int requests)
    {
        long[] ticks = new long[requests];
        int next = -1;
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(connection => Task.Run(async () =>
        {
            for (int i = Interlocked.Increment(ref next); i < requests; i = Interlocked.Increment(ref next))
            {
                long sent = Stopwatch.GetTimestamp();
                await AnswerAsync(_sockets[connection], _buffers[connection], request).ConfigureAwait(false);
                ticks[i] = Stopwatch.GetTimestamp() - sent;
            }
        }))).ConfigureAwait(false);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Array.Sort(ticks);
        return new Load(requests / seconds, ticks[requests - 1 - (requests / 100)] * 1000.0 / Stopwatch.Frequency);
    }

    public ValueTask DisposeAsync()
    {
        Array.ForEach(_sockets, socket => socket?.Dispose());
        return ValueTask.CompletedTask;
    }

    /// <summary>Sends a request and reads its answer, the head of which says how long it is.</summary>
    private static async ValueTask AnswerAsync(Socket socket, byte[] buffer, byte[] request)
    {
        await socket.SendAsync(request).ConfigureAwait(false);
        int read = 0;
        int length = -1;
        while (length < 0 || read < length)
        {
            int more = await socket.ReceiveAsync(buffer.AsMemory(read)).ConfigureAwait(false);
            if (more == 0)
            {
                throw new IOException("The server has closed a connection.");
            }

            read += more;
            if (length < 0)
            {
                length = LengthOf(buffer.AsSpan(0, read));
            }
        }
    }

    private static int LengthOf(ReadOnlySpan<byte> answer)
    {
        int end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return -1;
        }

        ReadOnlySpan<byte> head = answer[..(end + 2)];
        int field = head.IndexOf("Content-Length: "u8);
        if (!head.StartsWith("HTTP/1.1 200"u8) || field < 0 || !Utf8Parser.TryParse(head[(field + 16)..], out int length, out _))
        {
            throw new InvalidOperationException($"The answer is not as it should be: {Encoding.UTF8.GetString(answer)}");
        }

        return end + 4 + length;
    }
}

/// <summary>What a server bears.</summary>
internal readonly record struct Load(double PerSecond, double P99Milliseconds);
