using System.Text;

namespace ServicePing.Versions.Tests;

/// <summary>A ping is stored once, as the bytes that came, and answered after that.</summary>
public sealed class PingTests(PostgresServer postgres) : ReceiverTest(postgres)
{
    [Fact]
    public async Task The_first_ping_of_an_instance_gets_its_number_and_a_receipt()
    {
        SentPing ping = SentPing.Of(rest: ""","active_user_count":5,"counts_monthly":{"issues":16}""");

        Answer answer = await PingAsync(ping, 201);

        Assert.Equal("application/json", answer.Type);
        Assert.Equal(["conv_index", "receipt"], Names(answer.Json));
        Assert.Equal(["usage_data_id"], Names(answer.Json.GetProperty("conv_index")));
        Assert.True(answer.UsageDataId > 0);
        Assert.Equal(SentPing.SomeUuid, answer.Receipt.GetProperty("uuid").GetString());
        Assert.Equal("2026-W48", answer.Receipt.GetProperty("cycle").GetString());
        Assert.Equal(SentPing.DigestOf(ping.Content), answer.Receipt.GetProperty("digest").GetString());
        Assert.Equal(answer.UsageDataId, answer.Receipt.GetProperty("usage_data_id").GetInt64());
        Assert.Equal("2026-11-28T02:15:00.123Z", answer.Receipt.GetProperty("received_at").GetString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_bytes_are_kept_as_they_came_with_what_the_headers_say(bool isGzip)
    {
        SentPing ping = SentPing.Of(rest: ""","zeta":1,"alpha" : {"é":"\u00e9"}""") with
        {
            IsGzip = isGzip,
            Headers = new Dictionary<string, string>
            {
                ["ServicePing-Previous"] = SentPing.DigestOf([1]),
                ["ServicePing-Product"] = "Forge/1.2.3",
                ["ServicePing-Catalogue"] = "c0ffee",
            },
        };
        ping = ping with { Headers = new Dictionary<string, string>(ping.Headers) { ["ServicePing-Digest"] = SentPing.DigestOf(ping.Content) } };

        Answer answer = await PingAsync(ping, 201);

        string row = $"FROM versions.pings WHERE usage_data_id = {answer.UsageDataId}";
        Assert.Equal(ping.Bytes, await AskAsync<byte[]>($"SELECT body {row}"));
        Assert.Equal(isGzip, await AskAsync<bool>($"SELECT is_gzip {row}"));
        Assert.Equal(ping.Content.Length, await AskAsync<int>($"SELECT size {row}"));
        Assert.Equal(SentPing.DigestOf(ping.Content), Digest.From(await AskAsync<byte[]>($"SELECT digest {row}")).ToString());
        Assert.Equal(SentPing.DigestOf([1]), Digest.From(await AskAsync<byte[]>($"SELECT previous_digest {row}")).ToString());
        Assert.Equal("Forge/1.2.3", await AskAsync<string>($"SELECT product {row}"));
        Assert.Equal("c0ffee", await AskAsync<string>($"SELECT catalogue {row}"));
        Assert.Equal(new DateTime(2026, 11, 28, 2, 0, 0, DateTimeKind.Utc), await AskAsync<DateTime>($"SELECT recorded_at {row}"));
        Assert.False(await AskAsync<bool>($"SELECT is_offline {row}"));
    }

    [Fact]
    public async Task A_repeated_key_gets_the_first_answer_byte_for_byte_however_the_ping_is_packed()
    {
        Answer first = await PingAsync(SentPing.Of(), 201);
        Receiver.Clock.Advance(TimeSpan.FromDays(1));
        await PingAsync(SentPing.Of(cycle: "2026-W49"), 201);

        Answer again = await PingAsync(SentPing.Of(), 200);
        Answer packed = await PingAsync(SentPing.Of() with { IsGzip = true }, 200);

        Assert.Equal(first.Bytes, again.Bytes);
        Assert.Equal(first.Bytes, packed.Bytes);
        Assert.Equal(2, await AskAsync<long>("SELECT count(*) FROM versions.pings"));
    }

    [Fact]
    public async Task Fifty_at_once_with_one_key_are_one_row_and_one_answer()
    {
        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Receiver.PingAsync(SentPing.Of())));

        Assert.Single(answers, answer => answer.Status == 201);
        Assert.All(answers, answer => Assert.True(answer.Status is 200 or 201, answer.ToString()));
        Assert.Single(answers.Select(answer => Encoding.UTF8.GetString(answer.Bytes)).Distinct());
        Assert.Equal(1, await AskAsync<long>("SELECT count(*) FROM versions.pings"));
        Assert.Equal(1, await AskAsync<long>("SELECT count(*) FROM versions.instances"));
    }

    [Fact]
    public async Task Two_receivers_on_one_database_store_a_ping_once_and_sign_with_one_key()
    {
        await using Receiver other = await Receiver.StartAsync(ConnectionString);

        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(number =>
            (number % 2 == 0 ? Receiver : other).PingAsync(SentPing.Of(cycle: $"cycle-{number / 20}"))));

        Assert.Equal(10, answers.Count(answer => answer.Status == 201));
        Assert.All(answers, answer => Assert.True(answer.Status is 200 or 201, answer.ToString()));
        Assert.Equal(10, answers.Select(answer => Encoding.UTF8.GetString(answer.Bytes)).Distinct().Count());
        Assert.Equal(10, await AskAsync<long>("SELECT count(*) FROM versions.pings"));
        Assert.Single(answers.Select(answer => answer.Receipt.GetProperty("key").GetString()).Distinct());
    }

    [Fact]
    public async Task A_repeated_key_with_other_bytes_is_refused_and_the_first_stays()
    {
        Answer first = await PingAsync(SentPing.Of(), 201);

        Answer other = await PingAsync(SentPing.Of(rest: ""","more":1"""), 409);

        Assert.Equal("application/problem+json", other.Type);
        Assert.Contains(first.Receipt.GetProperty("digest").GetString()!, other.Detail, StringComparison.Ordinal);
        Assert.Equal(first.Bytes, (await PingAsync(SentPing.Of(), 200)).Bytes);
        Assert.Equal(1, await AskAsync<long>("SELECT count(*) FROM versions.refusals WHERE status = 409 AND path = '/usage_data'"));
    }

    [Fact]
    public async Task Of_many_at_once_with_one_key_and_different_bytes_one_is_stored()
    {
        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(number =>
            Receiver.PingAsync(SentPing.Of(rest: $""","number":{number % 3}"""))));

        Assert.Single(answers, answer => answer.Status == 201);
        Assert.Equal(9, answers.Count(answer => answer.Status == 200));
        Assert.Equal(20, answers.Count(answer => answer.Status == 409));
    }

    [Fact]
    public async Task A_sender_that_knows_no_header_is_told_apart_by_recorded_at()
    {
        SentPing old = SentPing.Of() with { Key = null };

        Answer first = await PingAsync(old, 201);
        Answer again = await PingAsync(old, 200);
        Answer next = await PingAsync(old with { Payload = old.Payload.Replace("-28T", "-29T", StringComparison.Ordinal) }, 201);

        Assert.Equal(first.Bytes, again.Bytes);
        Assert.Equal("2026-11-28T02:00:00.000Z", first.Receipt.GetProperty("cycle").GetString());
        Assert.NotEqual(first.UsageDataId, next.UsageDataId);
    }

    [Fact]
    public async Task A_key_without_quotes_is_the_same_key()
    {
        Answer quoted = await PingAsync(SentPing.Of(), 201);

        Assert.Equal(quoted.Bytes, (await PingAsync(SentPing.Of() with { Key = $"{SentPing.SomeUuid}/2026-W48" }, 200)).Bytes);
    }

    [Fact]
    public async Task An_instance_is_known_by_its_first_key_and_a_ping_with_another_is_refused()
    {
        using InstanceSigner own = new();
        using InstanceSigner other = new();

        await PingAsync(WithKey(SentPing.Of(cycle: "1"), own), 201);
        await PingAsync(WithKey(SentPing.Of(cycle: "2"), own), 201);
        Answer refused = await PingAsync(WithKey(SentPing.Of(cycle: "3"), other), 403);

        Assert.Contains("key", refused.Detail, StringComparison.Ordinal);
        Assert.Equal(own.PublicKey, Convert.ToBase64String(await AskAsync<byte[]>("SELECT public_key FROM versions.instances")));
        await PingAsync(SentPing.Of(cycle: "4"), 201);
        Assert.Equal(3, await AskAsync<long>("SELECT count(*) FROM versions.pings"));
    }

    [Fact]
    public async Task Of_two_keys_at_once_one_is_the_instance_s()
    {
        using InstanceSigner one = new();
        using InstanceSigner two = new();
        for (int round = 0; round < 20; round++)
        {
            string uuid = Guid.NewGuid().ToString();
            Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(number =>
                Receiver.PingAsync(WithKey(SentPing.Of(uuid, cycle: $"{number}"), number % 2 == 0 ? one : two))));

            Assert.Equal(10, answers.Count(answer => answer.Status == 201));
            Assert.Equal(10, answers.Count(answer => answer.Status == 403));
        }
    }

    [Fact]
    public async Task Health_is_whether_the_database_answers()
    {
        using HttpResponseMessage response = await Receiver.Client.GetAsync(new Uri("/healthz", UriKind.Relative));

        Assert.Equal(200, (int)response.StatusCode);
    }

    private static SentPing WithKey(SentPing ping, InstanceSigner signer) =>
        ping with { Headers = new Dictionary<string, string> { ["ServicePing-Key"] = signer.PublicKey } };
}
