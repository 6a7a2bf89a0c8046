using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace ServicePing.Tests;

/// <summary>A receiver that keeps the pings it is sent, and takes them unless it is told otherwise.</summary>
internal sealed class PingReceiver : IDisposable
{
    private readonly ReceiverDouble _receiver;
    private int _number;

    internal PingReceiver() => _receiver = new ReceiverDouble(AnswerAsync);

    internal string Address => _receiver.Address;

    /// <summary>The different payloads that came under each key.</summary>
    internal ConcurrentDictionary<string, ConcurrentDictionary<string, byte[]>> Pings { get; } = new(StringComparer.Ordinal);

    /// <summary>The paths of all requests, in their order.</summary>
    internal ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>The heads of all requests.</summary>
    internal IEnumerable<string> Heads => _receiver.Requests.Select(request => request.Head);

    /// <summary>The bodies of all requests, uncompressed.</summary>
    internal IEnumerable<byte[]> Bodies => _receiver.Requests.Select(request => request.Body);

    /// <summary>The status of the next answers to a ping; 0 closes the connection once the ping is kept.</summary>
    internal ConcurrentQueue<int> Answers { get; } = [];

    public void Dispose() => _receiver.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private Task AnswerAsync(Stream stream, string head)
    {
        string path = head.Split(' ')[1];
        Requests.Enqueue(path);
        if (path != "/usage_data")
        {
            return ReceiverDouble.WriteAsync(stream, ReceiverDouble.Text("201 Created", "{}"));
        }

        int status = Answers.TryDequeue(out int wanted) ? wanted : 201;
        if (status is 0 or 201)
        {
            string key = head.Split("\r\n").Single(line => line.StartsWith("Idempotency-Key: ", StringComparison.Ordinal));
            byte[] body = _receiver.Requests[^1].Body;
            Pings.GetOrAdd(key, _ => new(StringComparer.Ordinal)).TryAdd(Convert.ToHexString(SHA256.HashData(body)), body);
        }

        return status == 0
            ? throw new IOException("The connection ends before the answer.")
            : ReceiverDouble.WriteAsync(
                stream, ReceiverDouble.Text($"{status} x", $$$"""{"conv_index":{"usage_data_id":{{{++_number}}}}}"""));
    }
}
