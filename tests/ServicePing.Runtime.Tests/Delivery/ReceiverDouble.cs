using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ServicePing.Tests;

/// <summary>A receiver of one's own making on a real socket, which answers each request with the next of its answers, to the byte.</summary>
internal sealed class ReceiverDouble : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<Stream, string, Task> _answer;
    private readonly X509Certificate2? _certificate;
    private readonly Task _accepting;
    private int _accepted;

    /// <param name="answer">Writes an answer to a request, of which it is given the head.</param>
    /// <param name="certificate">With one, it talks TLS.</param>
    internal ReceiverDouble(Func<Stream, string, Task> answer, X509Certificate2? certificate = null)
    {
        (_answer, _certificate) = (answer, certificate);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    internal string Address => $"{(_certificate is null ? "http" : "https")}://127.0.0.1:{Port}";

    internal int Accepted => Volatile.Read(ref _accepted);

    /// <summary>The head and the uncompressed body of each request.</summary>
    internal List<(string Head, byte[] Body)> Requests { get; } = [];

    internal static ReceiverDouble Of(string status, string body = "", params string[] headers) =>
        new((stream, _) => WriteAsync(stream, Text(status, body, headers)));

    internal static string Text(string status, string body = "", params string[] headers) =>
        $"HTTP/1.1 {status}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{string.Concat(headers.Select(one => one + "\r\n"))}\r\n{body}";

    internal static Task WriteAsync(Stream stream, string text) => stream.WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync(_end.Token);
                Interlocked.Increment(ref _accepted);
                try
                {
                    await ServeAsync(client);
                }
                catch (Exception exception) when (exception is IOException or System.Security.Authentication.AuthenticationException)
                {
                    // The other side has had enough.
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test has ended.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        Stream stream = client.GetStream();
        if (_certificate is not null)
        {
            SslStream tls = new(stream);
            await tls.AuthenticateAsServerAsync(_certificate);
            stream = tls;
        }

        while (await HeadAsync(stream) is { } head)
        {
            string? length = head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
            byte[] body = new byte[length is null ? 0 : int.Parse(length.Split(':')[1], CultureInfo.InvariantCulture)];
            await stream.ReadExactlyAsync(body, _end.Token);
            Requests.Add((head, head.Contains("Content-Encoding: gzip", StringComparison.OrdinalIgnoreCase) ? Unzip(body) : body));
            await _answer(stream, head);
        }
    }

    private async Task<string?> HeadAsync(Stream stream)
    {
        StringBuilder head = new();
        byte[] one = new byte[1];
        while (await stream.ReadAsync(one, _end.Token) == 1)
        {
            head.Append((char)one[0]);
            if (head.Length >= 4 && head.ToString(head.Length - 4, 4) == "\r\n\r\n")
            {
                return head.ToString();
            }
        }

        return null;
    }

    internal static byte[] Unzip(byte[] body)
    {
        using GZipStream gzip = new(new MemoryStream(body), CompressionMode.Decompress);
        using MemoryStream plain = new();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }
}
