using System.Text.Json;

namespace ServicePing.Versions.Tests;

/// <summary>On the administrator's word everything of an instance is gone, and the receiver signs for it.</summary>
public sealed class EraseTests(PostgresServer postgres) : ReceiverTest(postgres)
{
    private const string RequestedAt = "2026-11-28T04:00:00.000Z";

    [Fact]
    public async Task All_rows_are_removed_counted_and_signed_for_and_others_stay()
    {
        await FillAsync(SentPing.SomeUuid);
        await FillAsync("other");

        Answer answer = await EraseAsync(Signed(), 200);

        JsonElement erasure = answer.Json.GetProperty("erasure");
        Assert.Equal(
            (2, 1, 1, 1),
            (Count(erasure, "pings"), Count(erasure, "metadata"), Count(erasure, "errors"), Count(erasure, "refusals")));
        Assert.True(ReceiptTests.Verifies(erasure, Text(erasure)));
        foreach (string table in new[] { "instances", "metadata", "errors", "refusals" })
        {
            Assert.Equal(0, await AskAsync<long>($"SELECT count(*) FROM versions.{table} WHERE uuid = '{SentPing.SomeUuid}'"));
            Assert.Equal(1, await AskAsync<long>($"SELECT count(*) FROM versions.{table} WHERE uuid = 'other'"));
        }

        Assert.Equal(2, await AskAsync<long>("SELECT count(*) FROM versions.pings"));
        Assert.DoesNotContain(
            SentPing.SomeUuid, await AskAsync<string>("SELECT row_to_json(e)::text FROM versions.erasures e"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repeated_request_gets_the_same_answer_also_twenty_at_once()
    {
        await FillAsync(SentPing.SomeUuid);

        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => EraseAsync(Signed(), 200)));
        Receiver.Clock.Advance(TimeSpan.FromDays(1));
        Answer later = await EraseAsync(Signed(), 200);

        Assert.All(answers, answer => Assert.Equal(later.Bytes, answer.Bytes));
        Assert.Equal(2, Count(later.Json.GetProperty("erasure"), "pings"));
    }

    [Fact]
    public async Task Whoever_does_not_have_the_key_of_the_instance_erases_nothing()
    {
        using InstanceSigner other = new();
        await FillAsync(SentPing.SomeUuid);

        await EraseAsync($$"""{"uuid":"{{SentPing.SomeUuid}}","requested_at":"{{RequestedAt}}"}""", 403);
        await EraseAsync(Signed(other), 403);
        await EraseAsync(Signed().Replace("04:00", "05:00", StringComparison.Ordinal), 403);

        Assert.Equal(2, await AskAsync<long>("SELECT count(*) FROM versions.pings"));
    }

    [Fact]
    public async Task An_instance_without_a_key_is_erased_on_its_uuid_alone()
    {
        await PingAsync(SentPing.Of(), 201);

        Answer answer = await EraseAsync($$"""{"uuid":"{{SentPing.SomeUuid}}","requested_at":"{{RequestedAt}}","reason":"Moved away"}""", 200);

        Assert.Equal(1, Count(answer.Json.GetProperty("erasure"), "pings"));
        Assert.Equal(0, await AskAsync<long>("SELECT count(*) FROM versions.instances"));
    }

    [Fact]
    public async Task An_erased_instance_may_begin_anew()
    {
        await FillAsync(SentPing.SomeUuid);
        await EraseAsync(Signed(), 200);

        Answer answer = await PingAsync(SentPing.Of(cycle: "1", rest: ""","active_user_count":5"""), 201);

        Assert.Equal(["usage_data_id"], Names(answer.Json.GetProperty("conv_index")));
    }

    [Fact]
    public async Task Unless_it_asked_that_later_input_is_refused()
    {
        await FillAsync(SentPing.SomeUuid);
        await EraseAsync(Signed(refuseLater: true), 200);

        await PingAsync(SentPing.Of(cycle: "9"), 410);
        Assert.Equal(410, (await PostAsync("/usage_ping_metadata", Metadata(SentPing.SomeUuid))).Status);
        Assert.Equal(410, (await PostAsync("/usage_ping_errors", Error(SentPing.SomeUuid))).Status);

        Assert.Equal(0, await AskAsync<long>("""
            SELECT (SELECT count(*) FROM versions.pings) + (SELECT count(*) FROM versions.metadata)
                 + (SELECT count(*) FROM versions.errors) + (SELECT count(*) FROM versions.refusals)
            """));
    }

    [Fact]
    public async Task Pings_that_come_while_their_instance_is_erased_are_stored_whole_or_not_at_all()
    {
        for (int round = 0; round < 5; round++)
        {
            Task<Answer>[] pings = [.. Enumerable.Range(0, 20).Select(number => Receiver.PingAsync(SentPing.Of(cycle: $"{round}-{number}")))];
            Answer erased = await EraseAsync(
                $$"""{"uuid":"{{SentPing.SomeUuid}}","requested_at":"2026-11-28T04:00:00.00{{round}}Z"}""", 200);
            Answer[] answers = await Task.WhenAll(pings);

            Assert.All(answers, answer => Assert.True(answer.Status == 201, answer.ToString()));
            // Those before the erasure are in its receipt, and those after it are there.
            long left = await AskAsync<long>($"SELECT count(*) FROM versions.pings WHERE cycle LIKE '{round}-%'");
            Assert.Equal(20, Count(erased.Json.GetProperty("erasure"), "pings") + left);
            await EraseAsync($$"""{"uuid":"{{SentPing.SomeUuid}}","requested_at":"2026-11-28T05:00:00.00{{round}}Z"}""", 200);
        }
    }

    [Fact]
    public async Task A_request_that_is_none_is_refused()
    {
        (int Status, string Json)[] cases =
        [
            (400, "garbage"),
            (422, "[]"),
            (422, $$"""{"requested_at":"{{RequestedAt}}"}"""),
            (422, """{"uuid":"a"}"""),
            (422, """{"uuid":"a","requested_at":"now"}"""),
            (422, $$"""{"uuid":"a","requested_at":"{{RequestedAt}}","reason":"two\nlines"}"""),
            (422, $$"""{"uuid":"a","requested_at":"{{RequestedAt}}","refuse_later":"yes"}"""),
            (422, $$"""{"uuid":"a","requested_at":"{{RequestedAt}}","key":"{{Signer.PublicKey}}"}"""),
            (400, $$"""{"uuid":"a","uuid":"b","requested_at":"{{RequestedAt}}"}"""),
        ];
        foreach ((int status, string json) in cases)
        {
            await EraseAsync(json, status);
        }
    }

    private async Task FillAsync(string uuid)
    {
        Dictionary<string, string> key = new() { ["ServicePing-Key"] = Signer.PublicKey };
        await PingAsync(SentPing.Of(uuid, "1") with { Headers = key }, 201);
        await PingAsync(SentPing.Of(uuid, "2"), 201);
        await PingAsync(SentPing.Of(uuid, "2", ""","more":1"""), 409);
        Assert.Equal(201, (await PostAsync("/usage_ping_metadata", Metadata(uuid))).Status);
        Assert.Equal(201, (await PostAsync("/usage_ping_errors", Error(uuid))).Status);
    }

    private async Task<Answer> EraseAsync(string json, int status)
    {
        Answer answer = await PostAsync("/erase", json);
        Assert.True(answer.Status == status, $"Expected {status} for {json}: {answer}");
        return answer;
    }

    private string Signed(InstanceSigner? signer = null, bool refuseLater = false)
    {
        InstanceSigner own = signer ?? Signer;
        string later = refuseLater ? "true" : "false";
        string text = $"ServicePing erase 1\nuuid: {SentPing.SomeUuid}\nrequested_at: {RequestedAt}\nrefuse_later: {later}\nreason: Für immer\n";
        return $$"""
            {"uuid":"{{SentPing.SomeUuid}}","requested_at":"{{RequestedAt}}","refuse_later":{{later}},"reason":"Für immer",
             "key":"{{own.PublicKey}}","signature":"{{own.Sign(text)}}"}
            """;
    }

    private static string Metadata(string uuid) => $$$"""{"metadata":{"uuid":"{{{uuid}}}","metrics":[]}}""";

    private static string Error(string uuid) => $$$"""{"error":{"uuid":"{{{uuid}}}","message":"It failed"}}""";

    private static long Count(JsonElement erasure, string name) => erasure.GetProperty(name).GetInt64();

    /// <summary>The canonical text of docs/wire.md.</summary>
    private static string Text(JsonElement erasure) =>
        $"ServicePing erasure 1\nuuid: {erasure.GetProperty("uuid")}\nrequested_at: {erasure.GetProperty("requested_at")}\n"
        + $"refuse_later: {(erasure.GetProperty("refuse_later").GetBoolean() ? "true" : "false")}\nerased_at: {erasure.GetProperty("erased_at")}\n"
        + $"pings: {erasure.GetProperty("pings")}\nmetadata: {erasure.GetProperty("metadata")}\nerrors: {erasure.GetProperty("errors")}\n"
        + $"refusals: {erasure.GetProperty("refusals")}\n";
}
