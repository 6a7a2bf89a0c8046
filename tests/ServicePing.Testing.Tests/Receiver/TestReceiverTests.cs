using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Testing.Tests.Support;

namespace ServicePing.Testing.Tests.Receiver;

/// <summary>What a receiver was sent is there when the sender has its answer.</summary>
public class TestReceiverTests
{
    private const string Payload = """{"uuid":"ea8bf810-1d6f-4a6a-b4fd-93e8cbd8b57f","recorded_at":"2026-11-20T13:17:00.000Z","counts":{"issues_created":3}}""";
    private const string Key = "\"ea8bf810-1d6f-4a6a-b4fd-93e8cbd8b57f/2026-W47\"";

    [Fact]
    public async Task A_product_sends_its_ping_and_takes_the_signed_receipt()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("serviceping-");
        await using TestReceiver receiver = TestReceiver.Start();
        await using (ServicePingTest ping = Board.Run(board => board.KeepIn(folder.FullName).Configure(options =>
        {
            options.Uuid = "ea8bf810-1d6f-4a6a-b4fd-93e8cbd8b57f";
            options.Receiver = receiver.Address;
            options.NoticePeriod = TimeSpan.Zero;
            options.ReceiverKeys.Add(receiver.PublicKey);
            options.Enabled = true;
        })))
        {
            Board.Of(ping).CreateIssue(user: 7, project: 1, @namespace: 2);
            await ping.Services.GetRequiredService<EventTracker>().FlushAsync();
            receiver.AnswerNext(503);
            IPingHistory history = ping.Services.GetRequiredService<IPingHistory>();
            await history.SendNowAsync("A test");

            Assert.Equal(["The test has asked for this answer."], Assert.Single(receiver.Bad).Reasons);
            Assert.Empty(receiver.Good);

            ping.Clock.Advance(TimeSpan.FromMinutes(1));
            PingCycle cycle = await history.SendNowAsync("A test");

            ReceivedPing received = receiver.Good[^1];
            Assert.Equal(1, received.Values.Read(BoardMetrics.Counts.IssuesCreated));
            Assert.Equal((await history.PingAsync(received.Cycle))!.Value.ToArray(), received.Bytes.ToArray());
            Assert.Equal("delivered", (await history.DeliveriesAsync(cycle.Name))[^1].Outcome);
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_ping_that_comes_again_has_the_first_answer_and_is_there_once()
    {
        await using TestReceiver receiver = TestReceiver.Start();
        (HttpStatusCode first, string answer) = await PostAsync(receiver, Payload, Key);
        (HttpStatusCode second, string same) = await PostAsync(receiver, Payload, Key, isPacked: true);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first, second));
        Assert.Equal(answer, same);
        ReceivedPing received = Assert.Single(receiver.Good);
        Assert.Equal((1, "ea8bf810-1d6f-4a6a-b4fd-93e8cbd8b57f", "2026-W47"), (received.Number, received.Uuid, received.Cycle));
        Assert.Equal(Key, received.Headers["idempotency-key"]);
        Assert.Equal(Payload, Encoding.UTF8.GetString(received.Bytes.Span));

        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync(receiver, Payload.Replace(":3}", ":4}", StringComparison.Ordinal), Key)).Status);
        Assert.Equal(409, Assert.Single(receiver.Bad).Status);
        Assert.Single(receiver.Good);
    }

    [Theory]
    [InlineData("{\"uuid\":", Key, "The payload is no JSON, or says something twice: ")]
    [InlineData("[]", Key, "The payload is no JSON object: Array.")]
    [InlineData("{\"uuid\":\"a\",\"uuid\":\"a\"}", Key, "The payload is no JSON, or says something twice: ")]
    [InlineData("{\"recorded_at\":\"x\"}", null, "The payload has no text 'uuid'.")]
    [InlineData("{\"uuid\":\"a\"}", null, "There is neither an Idempotency-Key nor a 'recorded_at' in the payload.")]
    [InlineData("{\"uuid\":\"a\"}", "\"b/2026-W47\"", "The Idempotency-Key is of 'b', and the payload of 'a'.")]
    [InlineData("{\"uuid\":\"a\"}", "a/2026-W47", "The Idempotency-Key is 'a/2026-W47', and not \"uuid/cycle\" in quotes.")]
    public async Task What_is_no_ping_is_refused_with_the_reason(string payload, string? key, string reason)
    {
        await using TestReceiver receiver = TestReceiver.Start();
        (HttpStatusCode status, string answer) = await PostAsync(receiver, payload, key);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Empty(receiver.Good);
        RefusedRequest refused = Assert.Single(receiver.Bad);
        Assert.StartsWith(reason, Assert.Single(refused.Reasons), StringComparison.Ordinal);
        using JsonDocument problem = JsonDocument.Parse(answer);
        Assert.Equal(refused.Reasons[0], problem.RootElement.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Digest_type_and_encoding_must_be_those_of_the_bytes()
    {
        await using TestReceiver receiver = TestReceiver.Start();
        await PostAsync(receiver, Payload, Key, digest: "sha-256=:x:", type: "text/plain");
        await PostAsync(receiver, Payload, Key, encoding: "gzip");
        await PostAsync(receiver, Payload, Key, encoding: "br");

        Assert.Equal("The Content-Type is 'text/plain', not 'application/json'.", receiver.Bad[0].Reasons[0]);
        Assert.StartsWith("The ServicePing-Digest is 'sha-256=:x:', and that of the payload 'sha-256=:", receiver.Bad[0].Reasons[1], StringComparison.Ordinal);
        Assert.Equal(["The body is no gzip, as its Content-Encoding says."], receiver.Bad[1].Reasons);
        Assert.Equal(["The Content-Encoding is 'br', which is neither gzip nor none."], receiver.Bad[2].Reasons);
    }

    [Fact]
    public async Task Receivers_of_tests_that_run_in_parallel_see_their_own_pings() => await Task.WhenAll(Enumerable.Range(0, 4).Select(async number =>
    {
        await using TestReceiver receiver = TestReceiver.Start();
        for (int i = 1; i <= 20; i++)
        {
            await PostAsync(receiver, $$"""{"uuid":"test-{{number}}","recorded_at":"{{i}}"}""", key: null);
            Assert.Equal((i, $"test-{number}"), (receiver.Good.Count, receiver.Good[^1].Uuid));
        }
    }));

    [Fact]
    public async Task Waiting_ends_with_the_ping_or_says_what_was_refused()
    {
        await using TestReceiver receiver = TestReceiver.Start();
        Task<ReceivedPing> waiting = receiver.WaitForAsync(1);
        Assert.False(waiting.IsCompleted);
        await PostAsync(receiver, Payload, Key);
        Assert.Equal("2026-W47", (await waiting).Cycle);

        await PostAsync(receiver, "[]", Key);
        Golden.Is("no-ping", (await Assert.ThrowsAsync<ServicePingAssertionException>(
            () => receiver.WaitForAsync(2, TimeSpan.FromMilliseconds(50)))).Message);
    }

    private static async Task<(HttpStatusCode Status, string Answer)> PostAsync(
        TestReceiver receiver, string payload, string? key, bool isPacked = false, string? digest = null, string type = "application/json", string? encoding = null)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(payload);
        if (isPacked)
        {
            using MemoryStream packed = new();
            await using (GZipStream gzip = new(packed, CompressionMode.Compress))
            {
                await gzip.WriteAsync(bytes);
            }

            bytes = packed.ToArray();
        }

        using HttpClient client = new();
        using ByteArrayContent content = new(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        if (isPacked || encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding ?? "gzip");
        }

        using HttpRequestMessage request = new(HttpMethod.Post, receiver.Address + "/usage_data") { Content = content };
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        if (digest is not null)
        {
            request.Headers.Add("ServicePing-Digest", digest);
        }

        using HttpResponseMessage answer = await client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
