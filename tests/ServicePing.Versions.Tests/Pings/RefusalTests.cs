using System.IO.Compression;

namespace ServicePing.Versions.Tests;

/// <summary>Bad input gets a status and a reason, and is kept with it; a good ping afterwards is stored as ever.</summary>
public sealed class RefusalTests(PostgresServer postgres) : ReceiverTest(postgres)
{
    private const int MaxBody = 64 << 10;
    private const int MaxContent = 256 << 10;

    private protected override Task<Receiver> StartAsync() => Receiver.StartAsync(ConnectionString, options =>
    {
        options.MaxBodyBytes = MaxBody;
        options.MaxContentBytes = MaxContent;
    });

    [Fact]
    public async Task A_payload_that_is_none_is_refused()
    {
        (int Status, string Reason, string Payload)[] cases =
        [
            (400, "not JSON", ""),
            (400, "not JSON", "garbage"),
            (400, "not JSON", """{"uuid":"a","recorded_at":"2026-11-28T02:00:00.000Z" """),
            (400, "not JSON", """{"uuid":"a"} {"uuid":"a"}"""),
            (422, "not a JSON object", """["uuid","a"]"""),
            (422, "no uuid", "{}"),
            (422, "no uuid", """{"nested":{"uuid":"a"}}"""),
            (422, "uuid of the payload is not a text", """{"uuid":7}"""),
            (422, "uuid of the payload is not a text", """{"uuid":""}"""),
            (422, "uuid of the payload is not a text", """{"uuid":"a b"}"""),
            (422, "uuid of the payload is not a text", """{"uuid":{"a":1}}"""),
            (422, "two uuids", """{"uuid":"a","uuid":"b"}"""),
            (422, "neither an Idempotency-Key nor a recorded_at", """{"uuid":"a"}"""),
            (422, "recorded_at of the payload is not a moment", """{"uuid":"a","recorded_at":"yesterday"}"""),
        ];
        foreach ((int status, string reason, string payload) in cases)
        {
            await RefusedAsync(new SentPing(payload), status, reason);
        }
    }

    [Fact]
    public Task What_is_no_UTF8_is_refused() => RefusedAsync(
        new SentPing("") { Wire = [.. """{"uuid":"a","x":"""u8, (byte)'"', 0xff, .. "\"}"u8] }, 400, "not UTF-8");

    [Fact]
    public async Task Nesting_has_a_limit()
    {
        await PingAsync(SentPing.Of(rest: $""","deep":{new string('[', 31)}{new string(']', 31)}"""), 201);
        await RefusedAsync(SentPing.Of(rest: $""","deep":{new string('[', 32)}{new string(']', 32)}"""), 400, "nested deeper than 32");
    }

    [Fact]
    public async Task A_header_that_cannot_be_read_or_does_not_fit_is_refused()
    {
        (string Name, string Value, int Status, string Reason)[] cases =
        [
            ("Idempotency-Key", "\"no slash\"", 400, "Idempotency-Key is not"),
            ("Idempotency-Key", "\"other/2026-W48\"", 422, "they must be the same"),
            ("ServicePing-Digest", "md5=:AAAA:", 400, "ServicePing-Digest is not"),
            ("ServicePing-Digest", "sha-256=:AAAA:", 400, "ServicePing-Digest is not"),
            ("ServicePing-Digest", "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:", 422, "have the digest"),
            ("ServicePing-Previous", "nothing", 400, "ServicePing-Previous is not"),
            ("ServicePing-Product", "", 400, "ServicePing-Product is empty"),
            ("ServicePing-Key", "AAAA", 400, "ServicePing-Key is not"),
        ];
        foreach ((string name, string value, int status, string reason) in cases)
        {
            SentPing ping = name == "Idempotency-Key"
                ? SentPing.Of() with { Key = value }
                : SentPing.Of() with { Headers = new Dictionary<string, string> { [name] = value } };
            await RefusedAsync(ping, status, reason);
        }
    }

    [Fact]
    public async Task Another_media_type_or_encoding_is_refused_and_a_charset_is_fine()
    {
        await RefusedAsync(SentPing.Of() with { MediaType = "text/plain" }, 415, "application/json");
        await RefusedAsync(SentPing.Of() with { MediaType = "application/x-www-form-urlencoded" }, 415, "application/json");
        await PingAsync(SentPing.Of() with { MediaType = "application/json; charset=utf-8" }, 201);
        using HttpRequestMessage request = SentPing.Of().Request();
        request.Content!.Headers.ContentEncoding.Add("br");

        Answer answer = await Receiver.SendAsync(request);

        await AssertRefusedAsync(answer, 415, "'br'");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_above_the_limit_is_refused_whether_or_not_it_says_its_length(bool saysLength)
    {
        using HttpRequestMessage request = SentPing.Of(rest: $""","text":"{new string('a', MaxBody)}" """).Request();
        request.Headers.TransferEncodingChunked = saysLength ? null : true;

        Answer answer = await Receiver.SendAsync(request);

        await AssertRefusedAsync(answer, 413, $"larger than {MaxBody} bytes");
    }

    [Fact]
    public async Task A_bomb_is_refused_at_the_limit()
    {
        using MemoryStream bomb = new();
        await using (GZipStream gzip = new(bomb, CompressionLevel.Optimal, leaveOpen: true))
        {
            byte[] zeros = new byte[1 << 20];
            for (int megabyte = 0; megabyte < 50; megabyte++)
            {
                await gzip.WriteAsync(zeros);
            }
        }

        Assert.InRange(bomb.Length, 1, MaxBody);
        await RefusedAsync(SentPing.Of() with { IsGzip = true, Wire = bomb.ToArray() }, 413, $"larger than {MaxContent} bytes");
    }

    [Fact]
    public async Task What_just_fits_is_taken()
    {
        string start = SentPing.Of(rest: ""","text":" """).Payload[..^1];
        string payload = start + new string('a', MaxContent - start.Length - 2) + "\"}";

        await PingAsync(SentPing.Of() with { Payload = payload, IsGzip = true }, 201);
        await RefusedAsync(SentPing.Of(cycle: "2") with { Payload = payload + " ", IsGzip = true }, 413, "larger");
    }

    [Fact]
    public async Task A_gzip_stream_that_is_cut_anywhere_or_changed_is_refused()
    {
        byte[] whole = SentPing.Gzip(SentPing.Of().Content);
        for (int length = 0; length < whole.Length; length++)
        {
            Answer answer = await Receiver.PingAsync(SentPing.Of() with { IsGzip = true, Wire = whole[..length] });
            Assert.True(answer.Status == 400, $"{length} of {whole.Length} bytes: {answer}");
        }

        await RefusedAsync(SentPing.Of() with { IsGzip = true, Wire = [.. whole, 0] }, 400, "gzip stream of one member");
        byte[] changed = [.. whole];
        changed[^6] ^= 1;
        await RefusedAsync(SentPing.Of() with { IsGzip = true, Wire = changed }, 400, "gzip stream of one member");
        Assert.Equal(0, await AskAsync<long>("SELECT count(*) FROM versions.pings"));
    }

    [Fact]
    public async Task Of_refused_input_the_beginning_is_kept_and_no_address()
    {
        string text = new('x', 20 << 10);

        await RefusedAsync(SentPing.Of(rest: $""","text":"{text}" """) with { Key = "\"other/1\"" }, 422, "the same");

        Assert.Equal(SentPing.SomeUuid, await AskAsync<string>("SELECT uuid FROM versions.refusals"));
        Assert.Equal(Diagnostics.KeptBody, await AskAsync<int>("SELECT length(body_start) FROM versions.refusals"));
        Assert.True(await AskAsync<long>("SELECT size FROM versions.refusals") > text.Length);
        Assert.DoesNotContain(
            "127.0.0.1", await AskAsync<string>("SELECT row_to_json(r)::text FROM versions.refusals r"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_input_is_bounded_in_number_and_in_time()
    {
        await RefusedAsync(new SentPing("garbage"), 400, "not JSON");
        await ExecuteAsync($"""
            INSERT INTO versions.refusals (received_at, path, status, reason)
            SELECT '2026-11-28 02:00:00+00', '/usage_data', 400, 'old' FROM generate_series(1, {Diagnostics.KeptRefusals + 500})
            """);

        await RefusedAsync(new SentPing("garbage"), 400, "not JSON");

        Assert.InRange(await AskAsync<long>("SELECT count(*) FROM versions.refusals"), 1, Diagnostics.KeptRefusals + 1);
        await using Receiver later = await Receiver.StartAsync(ConnectionString);
        later.Clock.Advance(TimeSpan.FromDays(61));
        await UntilAsync("SELECT count(*) = 0 FROM versions.refusals");
    }

    [Fact]
    public async Task Only_these_paths_and_methods_are_there()
    {
        using HttpResponseMessage get = await Receiver.Client.GetAsync(new Uri("/usage_data", UriKind.Relative));
        using HttpResponseMessage other = await Receiver.Client.PostAsync(new Uri("/", UriKind.Relative), null);

        Assert.Equal(405, (int)get.StatusCode);
        Assert.Equal(404, (int)other.StatusCode);
    }

    private async Task RefusedAsync(SentPing ping, int status, string reason) =>
        await AssertRefusedAsync(await Receiver.PingAsync(ping), status, reason);

    private async Task AssertRefusedAsync(Answer answer, int status, string reason)
    {
        Assert.True(answer.Status == status, answer.ToString());
        Assert.Equal("application/problem+json", answer.Type);
        Assert.Contains(reason, answer.Detail, StringComparison.Ordinal);
        Assert.Equal(
            answer.Detail, await AskAsync<string>($"SELECT reason FROM versions.refusals WHERE status = {status} ORDER BY id DESC LIMIT 1"));
    }
}
