using System.Collections.Specialized;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;

namespace ServicePing.Testing;

/// <summary>
/// A receiver of pings in the test's own process. What is sent to it is in <see cref="Good"/> or <see cref="Bad"/> before the sender has its
/// answer, so that a test need not wait or ask again.
/// </summary>
/// <remarks>
/// It speaks what <c>docs/wire.md</c> describes, with signed receipts. The same ping again gets the first answer; another ping of the same
/// cycle is refused. Each test has its own, on a free port of the loopback. Safe for many threads.
/// </remarks>
public sealed class TestReceiver : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly HttpListener _listener;
    private readonly ReceiptSigner _signer = new();
    private readonly Queue<int> _answers = new();
    private readonly List<ReceivedPing> _good = [];
    private readonly List<RefusedRequest> _bad = [];
    private readonly List<ReceivedReport> _reports = [];
    private readonly List<byte[]> _firstAnswers = [];
    private readonly Task _serving;
    private TaskCompletionSource _received = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TestReceiver(HttpListener listener, int port)
    {
        _listener = listener;
        Address = FormattableString.Invariant($"http://127.0.0.1:{port}");
        _serving = ServeAsync();
    }

    /// <summary>Where pings are sent: the option <c>Receiver</c>.</summary>
    public string Address { get; }

    /// <summary>The public key of its receipts: one of the option <c>ReceiverKeys</c>.</summary>
    public string PublicKey => _signer.PublicKey;

    /// <summary>The pings that it has taken, each once, in the order in which they came.</summary>
    public IReadOnlyList<ReceivedPing> Good => Read(_good);

    /// <summary>What it has refused, and why, in the order in which it came.</summary>
    public IReadOnlyList<RefusedRequest> Bad => Read(_bad);

    /// <summary>What else than pings it was sent, such as what metrics have cost.</summary>
    public IReadOnlyList<ReceivedReport> Reports => Read(_reports);

    /// <summary>Starts one; it answers when this returns.</summary>
    public static TestReceiver Start()
    {
        while (true)
        {
            int port = LoopbackPort.Free();
            HttpListener listener = new();
            listener.Prefixes.Add(FormattableString.Invariant($"http://127.0.0.1:{port}/"));
            try
            {
                listener.Start();
                return new TestReceiver(listener, port);
            }
            catch (HttpListenerException)
            {
                // Somebody has taken the port in this moment: draw again.
                listener.Close();
            }
        }
    }

    /// <summary>Answers the next ping with a status instead of taking it, as a receiver that is down does; may be called several times.</summary>
    /// <param name="status">The status, 300 to 599.</param>
    public void AnswerNext(int status)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 300);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 599);
        lock (_lock)
        {
            _answers.Enqueue(status);
        }
    }

    /// <summary>Waits until it has taken so many pings; for what a product sends in the background.</summary>
    /// <param name="count">How many, from the first on.</param>
    /// <param name="limit">How long to wait at most; 30 seconds where it is null.</param>
    /// <returns>The last of them.</returns>
    /// <exception cref="ServicePingAssertionException">There were fewer in that time; the message has what was refused.</exception>
    public async Task<ReceivedPing> WaitForAsync(int count, TimeSpan? limit = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        TimeSpan longest = limit ?? TimeSpan.FromSeconds(30);
        using CancellationTokenSource end = new(longest);
        while (true)
        {
            Task received;
            lock (_lock)
            {
                if (_good.Count >= count)
                {
                    return _good[count - 1];
                }

                received = _received.Task;
            }

            try
            {
                await received.WaitAsync(end.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                throw new ServicePingAssertionException(Missed(count, longest));
            }
        }
    }

    /// <summary>Ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving.ConfigureAwait(false);
        _signer.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync().ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = Task.Run(() => AnswerAsync(context));
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            Dictionary<string, string> headers = HeadersOf(context.Request.Headers);
            (byte[] body, string? fault) = await ReadAsync(context.Request, headers).ConfigureAwait(false);
            (int status, byte[] answer) = Take(context.Request.Url!.AbsolutePath, body, fault, headers);
            context.Response.StatusCode = status;
            context.Response.ContentType = status >= 400 ? "application/problem+json" : "application/json";
            context.Response.ContentLength64 = answer.Length;
            await context.Response.OutputStream.WriteAsync(answer).ConfigureAwait(false);
            context.Response.Close();
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or IOException)
        {
            // The sender has gone.
        }
    }

    /// <summary>Decides, and keeps what was decided, before anybody is answered.</summary>
    private (int Status, byte[] Answer) Take(string path, byte[] body, string? fault, Dictionary<string, string> headers)
    {
        lock (_lock)
        {
            if (path != "/usage_data" && fault is null)
            {
                _reports.Add(new ReceivedReport(path, body));
                return (201, "{}"u8.ToArray());
            }

            if (_answers.TryDequeue(out int wanted))
            {
                return Refuse(path, wanted, ["The test has asked for this answer."], body, headers);
            }

            PingJudgement ping = fault is null ? PingJudgement.Of(body, headers) : new PingJudgement(null, null, [fault]);
            if (ping.Reasons.Count > 0)
            {
                return Refuse(path, 400, ping.Reasons, body, headers);
            }

            int first = _good.FindIndex(one => one.Uuid == ping.Uuid && one.Cycle == ping.Cycle);
            if (first >= 0)
            {
                return _good[first].Bytes.Span.SequenceEqual(body)
                    ? (200, _firstAnswers[first])
                    : Refuse(path, 409, [$"There is another ping of the cycle '{ping.Cycle}', with other bytes."], body, headers);
            }

            ReceivedPing taken = new(_good.Count + 1, ping.Uuid!, ping.Cycle!, body, headers);
            byte[] answer = _signer.Answer(taken);
            _good.Add(taken);
            _firstAnswers.Add(answer);
            _received.SetResult();
            _received = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return (201, answer);
        }
    }

    private (int Status, byte[] Answer) Refuse(
        string path, int status, IReadOnlyList<string> reasons, byte[] body, Dictionary<string, string> headers)
    {
        _bad.Add(new RefusedRequest(path, status, reasons, body, headers));
        string detail = JsonEncodedText.Encode(string.Join(" ", reasons)).ToString();
        return (status, Encoding.UTF8.GetBytes($$"""{"title":"The ping is not taken.","detail":"{{detail}}"}"""));
    }

    private string Missed(int count, TimeSpan limit)
    {
        lock (_lock)
        {
            string refused = string.Concat(_bad.Select(one => FormattableString.Invariant($"\n    {one.Path} {one.Status}: {string.Join(" ", one.Reasons)}")));
            return FormattableString.Invariant($"The receiver should have taken {count} pings within {limit.TotalSeconds:0.###} s, but has taken {_good.Count}.")
                + (refused.Length > 0 ? "\n\nRefused:" + refused : " Nothing was refused.");
        }
    }

    private IReadOnlyList<T> Read<T>(List<T> list)
    {
        lock (_lock)
        {
            return [.. list];
        }
    }

    private static Dictionary<string, string> HeadersOf(NameValueCollection headers)
    {
        Dictionary<string, string> read = new(StringComparer.OrdinalIgnoreCase);
        foreach (string name in headers.AllKeys.OfType<string>())
        {
            read[name] = headers[name] ?? "";
        }

        return read;
    }

    private static async Task<(byte[] Body, string? Fault)> ReadAsync(HttpListenerRequest request, Dictionary<string, string> headers)
    {
        using MemoryStream sent = new();
        await request.InputStream.CopyToAsync(sent).ConfigureAwait(false);
        string encoding = headers.GetValueOrDefault("Content-Encoding", "");
        if (!encoding.Equals("gzip", StringComparison.OrdinalIgnoreCase))
        {
            return (sent.ToArray(), encoding.Length == 0 ? null : $"The Content-Encoding is '{encoding}', which is neither gzip nor none.");
        }

        try
        {
            sent.Position = 0;
            using MemoryStream body = new();
            await using GZipStream unpacked = new(sent, CompressionMode.Decompress);
            await unpacked.CopyToAsync(body).ConfigureAwait(false);
            return (body.ToArray(), null);
        }
        catch (InvalidDataException)
        {
            return (sent.ToArray(), "The body is no gzip, as its Content-Encoding says.");
        }
    }
}
