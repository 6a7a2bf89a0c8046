using System.Security.Cryptography;
using System.Text.Json;

namespace ServicePing.Versions.Tests;

/// <summary>What the receiver says that it holds can be verified by anybody.</summary>
public sealed class ReceiptTests(PostgresServer postgres) : ReceiverTest(postgres)
{
    [Fact]
    public async Task A_receipt_verifies_and_a_changed_one_does_not()
    {
        JsonElement receipt = (await PingAsync(SentPing.Of(), 201)).Receipt;
        string text = Text(receipt);

        Assert.True(Verifies(receipt, text));
        Assert.False(Verifies(receipt, text.Replace("2026-W48", "2026-W47", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_key_outlives_the_receiver()
    {
        JsonElement first = (await PingAsync(SentPing.Of(cycle: "1"), 201)).Receipt;
        await using Receiver later = await Receiver.StartAsync(ConnectionString);

        JsonElement second = (await later.PingAsync(SentPing.Of(cycle: "2"))).Receipt;

        Assert.Equal(first.GetProperty("key").GetString(), second.GetProperty("key").GetString());
        Assert.True(Verifies(second, Text(second)));
    }

    [Fact]
    public async Task A_key_of_a_file_signs_instead()
    {
        string file = Path.GetTempFileName();
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(file, key.ExportPkcs8PrivateKeyPem());
        try
        {
            await using Receiver own = await Receiver.StartAsync(ConnectionString, options => options.SigningKeyFile = file);

            JsonElement receipt = (await own.PingAsync(SentPing.Of())).Receipt;

            Assert.Equal(Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()), receipt.GetProperty("key").GetString());
            Assert.True(Verifies(receipt, Text(receipt)));
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The canonical text of docs/wire.md.</summary>
    internal static string Text(JsonElement receipt) =>
        $"ServicePing receipt 1\nuuid: {receipt.GetProperty("uuid")}\ncycle: {receipt.GetProperty("cycle")}\n"
        + $"digest: {receipt.GetProperty("digest")}\nusage_data_id: {receipt.GetProperty("usage_data_id")}\n"
        + $"received_at: {receipt.GetProperty("received_at")}\n";

    internal static bool Verifies(JsonElement receipt, string text) => InstanceSigner.Verifies(
        receipt.GetProperty("key").GetString()!, text, receipt.GetProperty("signature").GetString()!);
}
