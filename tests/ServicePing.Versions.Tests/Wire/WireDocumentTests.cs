using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServicePing.Versions.Tests;

/// <summary>The examples of docs/wire.md, sent one after another to a receiver that has seen nothing before.</summary>
/// <remarks><c>UPDATE_SNAPSHOTS=1</c> writes what the receiver answers into the page.</remarks>
public sealed class WireDocumentTests(PostgresServer postgres) : ReceiverTest(postgres)
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public async Task Each_example_is_answered_as_the_page_says()
    {
        string page = await WireDocument.ReadAsync();
        List<string> answers = [];
        List<(WireExample Example, Answer Answer)> exchanges = [];
        foreach (WireExample example in WireDocument.Examples(page))
        {
            Answer answer = await SendAsync(example.Request);
            exchanges.Add((example, answer));
            answers.Add($"HTTP/1.1 {answer.Status}\nContent-Type: {answer.Type}\n\n{JsonNode.Parse(answer.Bytes)!.ToJsonString(Readable)}");
        }

        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            await File.WriteAllTextAsync(WireDocument.Path, WireDocument.WithAnswers(page, answers));
            return;
        }

        Assert.Equal([201, 201, 201, 200, 409, 201, 201, 201, 200, 200], exchanges.Select(exchange => exchange.Answer.Status));
        Assert.All(exchanges, exchange =>
        {
            WireMessage expected = exchange.Example.Answer;
            Assert.Equal($"HTTP/1.1 {exchange.Answer.Status}", expected.FirstLine);
            Assert.Equal(exchange.Answer.Type, expected.Headers["Content-Type"]);
            Assert.True(
                JsonNode.DeepEquals(WithoutSignature(JsonNode.Parse(expected.Body)!), WithoutSignature(JsonNode.Parse(exchange.Answer.Bytes)!)),
                $"The page has {expected.Body}, and the receiver says {exchange.Answer}");
        });
    }

    [Fact]
    public async Task Each_receipt_of_the_page_verifies()
    {
        JsonElement[] receipts = [.. WireDocument.Examples(await WireDocument.ReadAsync())
            .Select(example => JsonElement.Parse(example.Answer.Body))
            .Where(answer => answer.TryGetProperty("receipt", out _))
            .Select(answer => answer.GetProperty("receipt"))];

        Assert.Equal(5, receipts.Length);
        Assert.All(receipts, receipt => Assert.True(ReceiptTests.Verifies(receipt, ReceiptTests.Text(receipt))));
    }

    private async Task<Answer> SendAsync(WireMessage message)
    {
        string[] line = message.FirstLine.Split(' ');
        ByteArrayContent body = new(Encoding.UTF8.GetBytes(message.Body));
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(message.Headers["Content-Type"]);
        using HttpRequestMessage request = new(HttpMethod.Parse(line[0]), line[1]) { Content = body };
        foreach ((string name, string value) in message.Headers.Where(header => header.Key != "Content-Type"))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Receiver.SendAsync(request);
    }

    /// <summary>The receiver's key and its signatures are others each time.</summary>
    private static JsonNode WithoutSignature(JsonNode answer)
    {
        foreach (JsonObject signed in new[] { answer["receipt"], answer["erasure"] }.OfType<JsonObject>())
        {
            signed["key"] = "";
            signed["signature"] = "";
        }

        return answer;
    }
}
