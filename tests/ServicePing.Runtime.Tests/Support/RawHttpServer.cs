using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ServicePing.Tests;

/// <summary>A request as it came.</summary>
/// <param name="Line">Its first line.</param>
/// <param name="Headers">Its headers, a line each.</param>
/// <param name="Body">Its body.</param>
internal sealed record RawRequest(string Line, string Headers, string Body)
{
    internal bool IsReady => Line.Contains("/-/ready", StringComparison.Ordinal);
}

/// <summary>Answers each request with whatever bytes a test wants, and then ends the connection.</summary>
internal sealed class RawHttpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<RawRequest, Task<string>> _answer;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;

    internal RawHttpServer(Func<RawRequest, Task<string>> answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    internal string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    internal ConcurrentQueue<RawRequest> Requests { get; } = [];

    /// <summary>A whole answer.</summary>
    internal static string Answer(string body, string status = "200 OK", string headers = "") =>
        $"HTTP/1.1 {status}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{headers}Connection: close\r\n\r\n{body}";

    /// <summary>The answer of a query that gives one number.</summary>
    internal static string Number(string number, string more = "") =>
        Answer($$"""{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"{{number}}"]}]}{{more}}}""");

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
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
            using (client)
            using (StreamReader reader = new(client.GetStream(), Encoding.UTF8))
            {
                string line = await reader.ReadLineAsync(_end.Token) ?? "";
                StringBuilder headers = new();
                int length = 0;
                while (await reader.ReadLineAsync(_end.Token) is { Length: > 0 } header)
                {
                    headers.Append(header).Append('\n');
                    length = header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase) ? int.Parse(header[15..]) : length;
                }

                char[] body = new char[length];
                if (length > 0)
                {
                    await reader.ReadBlockAsync(body, _end.Token);
                }

                RawRequest request = new(line, headers.ToString(), Uri.UnescapeDataString(new string(body).Replace('+', ' ')));
                Requests.Enqueue(request);
                await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(await _answer(request)), _end.Token);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // Whoever asked has gone, or the test has.
        }
    }
}
