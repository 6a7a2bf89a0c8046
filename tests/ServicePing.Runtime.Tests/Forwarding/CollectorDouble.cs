using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using NJsonSchema;

namespace ServicePing.Tests;

/// <summary>
/// A Snowplow collector of one's own making on a real socket: it holds each request to the tracker protocol and each context to the schema that the
/// package brings along, and keeps events by <c>eid</c>, as those do who count them.
/// </summary>
internal sealed partial class CollectorDouble : IAsyncDisposable
{
    internal const string Vendor = "com.example.forge";

    /// <summary>What of payload_data 1-0-4 a server's structured events may have: texts alone.</summary>
    private const string PayloadData = """
        {
          "type": "array", "minItems": 1,
          "items": {
            "type": "object", "additionalProperties": false, "required": ["tv", "p", "e"],
            "properties": {
              "e": { "type": "string" }, "eid": { "type": "string" }, "dtm": { "type": "string" }, "stm": { "type": "string" },
              "tna": { "type": "string" }, "aid": { "type": "string" }, "p": { "type": "string" }, "tv": { "type": "string" },
              "se_ca": { "type": "string" }, "se_ac": { "type": "string" }, "se_la": { "type": "string" }, "se_pr": { "type": "string" },
              "se_va": { "type": "string" }, "co": { "type": "string" }
            }
          }
        }
        """;

    private readonly ReceiverDouble _receiver;

    internal CollectorDouble() => _receiver = new ReceiverDouble(AnswerAsync);

    internal string Address => _receiver.Address;

    internal int Port => _receiver.Port;

    /// <summary>How many connections there were.</summary>
    internal int Accepted => _receiver.Accepted;

    /// <summary>What is wrong with what came.</summary>
    internal ConcurrentQueue<string> Problems { get; } = [];

    /// <summary>The events that were taken, each once, with how often it came.</summary>
    internal ConcurrentDictionary<string, (JsonElement Event, int Times)> Events { get; } = new(StringComparer.Ordinal);

    /// <summary>How many events each request had, also those that were not taken.</summary>
    internal ConcurrentQueue<int> Batches { get; } = [];

    /// <summary>The bodies of all requests, as they came.</summary>
    internal IEnumerable<string> Bodies => _receiver.Requests.ToArray().Select(request => System.Text.Encoding.UTF8.GetString(request.Body));

    /// <summary>
    /// What is answered to so many events; by default each is taken. 0 takes them and closes the connection before the answer, -1 never answers.
    /// </summary>
    internal Func<int, (int Status, string[] Headers)> Answer { get; set; } = _ => (200, []);

    /// <summary>The standard context of an event.</summary>
    internal static JsonElement Standard(JsonElement one) => Contexts(one)[1].GetProperty("data");

    internal static JsonElement Contexts(JsonElement one)
    {
        using JsonDocument contexts = JsonDocument.Parse(one.GetProperty("co").GetString()!);
        return contexts.RootElement.GetProperty("data").Clone();
    }

    /// <summary>Waits until so many different events are there.</summary>
    internal async Task HasAsync(int events)
    {
        long end = Environment.TickCount64 + 60_000;
        while (Events.Count < events && Environment.TickCount64 < end)
        {
            await Task.Delay(20);
        }

        Assert.Empty(Problems);
        Assert.Equal(events, Events.Count);
    }

    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    private async Task AnswerAsync(Stream stream, string head)
    {
        byte[] body = _receiver.Requests[^1].Body;
        JsonElement[] events = Check(head, body);
        Batches.Enqueue(events.Length);
        (int status, string[] headers) = Answer(events.Length);
        if (status is 0 or >= 200 and <= 299)
        {
            foreach (JsonElement one in events)
            {
                Events.AddOrUpdate(one.GetProperty("eid").GetString()!, (one, 1), (_, known) => (known.Event, known.Times + 1));
            }
        }

        if (status == -1)
        {
            await Task.Delay(Timeout.Infinite, new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        await (status == 0
            ? throw new IOException("The connection ends before the answer.")
            : ReceiverDouble.WriteAsync(stream, ReceiverDouble.Text($"{status} x", "ok", headers)));
    }

    private JsonElement[] Check(string head, byte[] body)
    {
        Expect(head.StartsWith("POST /com.snowplowanalytics.snowplow/tp2 HTTP/1.1", StringComparison.Ordinal), "the path: " + head);
        Expect(head.Contains("\r\nContent-Type: application/json", StringComparison.Ordinal), "the content type: " + head);
        Expect(!head.Contains("Content-Encoding", StringComparison.Ordinal), "a body that collectors cannot read: " + head);
        using JsonDocument document = JsonDocument.Parse(body);
        Expect(
            document.RootElement.GetProperty("schema").GetString() == "iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4",
            "the schema of the payload");
        JsonElement data = document.RootElement.GetProperty("data").Clone();
        Hold(JsonSchema.FromJsonAsync(PayloadData).GetAwaiter().GetResult(), data, "payload_data");
        foreach (JsonElement one in data.EnumerateArray())
        {
            CheckEvent(one);
        }

        return [.. data.EnumerateArray()];
    }

    private void CheckEvent(JsonElement one)
    {
        Expect(Guid.TryParseExact(one.GetProperty("eid").GetString(), "D", out _), "eid");
        Expect(one.GetProperty("e").GetString() == "se" && one.GetProperty("p").GetString() == "srv", "the kind of event");
        long tracked = long.Parse(one.GetProperty("dtm").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
        Expect(tracked > 1_000_000_000_000 && long.TryParse(one.GetProperty("stm").GetString(), out _), "the moments");
        Expect(one.GetProperty("se_ca").GetString()!.Length > 0 && one.GetProperty("se_ac").GetString()!.Length > 0, "category and action");
        Expect(!one.TryGetProperty("se_va", out JsonElement value) || double.TryParse(value.GetString(), System.Globalization.CultureInfo.InvariantCulture, out _), "the value");
        foreach (JsonElement context in Contexts(one).EnumerateArray())
        {
            string schema = context.GetProperty("schema").GetString()!;
            Match match = Iglu().Match(schema);
            Expect(match.Success && match.Groups["vendor"].Value == Vendor, schema);
            string file = Repository.PathOf("schemas", "snowplow", match.Groups["name"].Value, "jsonschema", match.Groups["version"].Value + ".json");
            Hold(JsonSchema.FromJsonAsync(File.ReadAllText(file)).GetAwaiter().GetResult(), context.GetProperty("data"), schema);
        }
    }

    private void Hold(JsonSchema schema, JsonElement data, string name)
    {
        foreach (NJsonSchema.Validation.ValidationError error in schema.Validate(data.GetRawText()))
        {
            Problems.Enqueue($"{name}: {error.Path} {error.Kind}");
        }
    }

    private void Expect(bool isSo, string what)
    {
        if (!isSo)
        {
            Problems.Enqueue(what);
        }
    }

    [GeneratedRegex(@"^iglu:(?<vendor>[a-zA-Z0-9_.-]+)/(?<name>[a-zA-Z0-9_-]+)/jsonschema/(?<version>[0-9]+-[0-9]+-[0-9]+)$")]
    private static partial Regex Iglu();
}
