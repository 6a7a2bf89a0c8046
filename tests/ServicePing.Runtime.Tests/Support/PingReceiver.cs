using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using ServicePing.Testing;

namespace ServicePing.Tests;

/// <summary>A receiver of pings that keeps what it is sent and answers as it is told to.</summary>
internal sealed class PingReceiver : IDisposable
{
    private readonly HttpListener _listener = new();
    private int _number;

    internal PingReceiver()
    {
        Address = $"http://127.0.0.1:{LoopbackPort.Free()}/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    internal string Address { get; }

    /// <summary>The different payloads that came under each key.</summary>
    internal ConcurrentDictionary<string, ConcurrentDictionary<string, byte[]>> Pings { get; } = new(StringComparer.Ordinal);

    /// <summary>The paths of all requests, in their order.</summary>
    internal ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>The status of the next answers to a ping; 0 closes the connection once the ping is kept.</summary>
    internal ConcurrentQueue<int> Answers { get; } = [];

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                _ = Task.Run(() => AnswerAsync(context));
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                // The test ends.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using MemoryStream body = new();
        Stream input = context.Request.InputStream;
        await (context.Request.Headers["Content-Encoding"] == "gzip" ? new GZipStream(input, CompressionMode.Decompress) : input).CopyToAsync(body);
        string path = context.Request.Url!.AbsolutePath;
        Requests.Enqueue(path);
        int status = 201;
        string answer = "{}";
        if (path == "/usage_data")
        {
            if (!Answers.TryDequeue(out status))
            {
                status = 201;
            }

            if (status is 0 or 201)
            {
                string key = context.Request.Headers["Idempotency-Key"]!;
                Pings.GetOrAdd(key, _ => new(StringComparer.Ordinal)).TryAdd(Convert.ToHexString(SHA256.HashData(body.ToArray())), body.ToArray());
            }

            answer = $$$"""{"conv_index":{"usage_data_id":{{{Interlocked.Increment(ref _number)}}}}}""";
        }

        if (status == 0)
        {
            context.Response.Abort();
            return;
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer));
        context.Response.Close();
    }
}
