using System.Text.Json.Nodes;

namespace ServicePing.Versions.Tests;

/// <summary>A ping that comes as a file is stored and answered as if it had been sent.</summary>
public sealed class OfflineTests(PostgresServer postgres) : ReceiverTest(postgres)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_is_stored_as_its_bytes_and_gets_a_receipt(bool isGzip)
    {
        SentPing ping = SentPing.Of() with { IsGzip = isGzip };
        JsonObject file = ExportFile.Of(ping, Signer);

        Answer answer = await OfflineAsync(file, 201);

        Assert.True(ReceiptTests.Verifies(answer.Receipt, ReceiptTests.Text(answer.Receipt)));
        Assert.Equal(ping.Bytes, await AskAsync<byte[]>("SELECT body FROM versions.pings WHERE is_offline"));
        Assert.Equal("Forge/1.2.3", await AskAsync<string>("SELECT product FROM versions.pings"));
        Assert.Equal(Signer.PublicKey, Convert.ToBase64String(await AskAsync<byte[]>("SELECT public_key FROM versions.instances")));
        Assert.Equal(answer.Bytes, (await OfflineAsync(file, 200)).Bytes);
        Assert.Equal(answer.Bytes, (await PingAsync(ping, 200)).Bytes);
    }

    [Fact]
    public async Task A_file_that_was_changed_anywhere_is_refused()
    {
        SentPing ping = SentPing.Of();
        (string Name, JsonNode? Value, int Status)[] cases =
        [
            ("cycle", "2026-W47", 403),
            ("uuid", "other", 403),
            ("product", "Forge/9", 403),
            ("catalogue", "c0ffee", 403),
            ("previous", SentPing.DigestOf([]), 403),
            ("digest", SentPing.DigestOf([]), 403),
            ("exported_at", "2026-11-28T03:00:00.001Z", 403),
            ("content", Convert.ToBase64String(SentPing.Of(rest: ""","more":1""").Content), 422),
            ("content", "%", 422),
            ("content_encoding", "gzip", 400),
            ("content_encoding", "br", 415),
            ("signature", Signer.Sign("another text"), 403),
            ("signature", "%", 403),
            ("key", "AAAA", 400),
            ("serviceping_export", 2, 422),
        ];
        foreach ((string name, JsonNode? value, int status) in cases)
        {
            JsonObject file = ExportFile.Of(ping, Signer);
            file[name] = value;
            await OfflineAsync(file, status);
        }

        foreach (string name in new[] { "uuid", "cycle", "digest", "exported_at", "content", "key", "signature", "serviceping_export" })
        {
            JsonObject file = ExportFile.Of(ping, Signer);
            file.Remove(name);
            await OfflineAsync(file, 422);
        }

        Assert.Equal(0, await AskAsync<long>("SELECT count(*) FROM versions.pings"));
        Assert.Equal(
            cases.Length + 8, await AskAsync<long>("SELECT count(*) FROM versions.refusals WHERE path = '/usage_data/offline'"));
    }

    [Fact]
    public async Task A_file_of_another_key_than_the_instance_s_is_refused()
    {
        using InstanceSigner other = new();
        await OfflineAsync(ExportFile.Of(SentPing.Of(), Signer), 201);

        await OfflineAsync(ExportFile.Of(SentPing.Of(cycle: "2026-W49"), other, cycle: "2026-W49"), 403);
    }

    private async Task<Answer> OfflineAsync(JsonObject file, int status)
    {
        Answer answer = await PostAsync("/usage_data/offline", file.ToJsonString());
        Assert.True(answer.Status == status, $"Expected {status} for {file.ToJsonString()}: {answer}");
        return answer;
    }
}
