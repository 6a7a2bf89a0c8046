using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ServicePing.Tests;

/// <summary>The key of a receiver and the answers that it signs, from docs/wire.md alone.</summary>
internal sealed class SigningReceiver : IDisposable
{
    private readonly ECDsa _key;

    internal SigningReceiver()
        : this(ECCurve.NamedCurves.nistP256)
    {
    }

    internal SigningReceiver(ECCurve curve) => _key = ECDsa.Create(curve);

    internal string PublicKey => Convert.ToBase64String(_key.ExportSubjectPublicKeyInfo());

    public void Dispose() => _key.Dispose();

    internal string Sign(string text) => Convert.ToBase64String(_key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256));

    /// <summary>The answer to a ping or a file.</summary>
    internal string Answer(string uuid, string cycle, byte[] bytes, long id = 3) => string.Create(
        CultureInfo.InvariantCulture, $$$"""{"conv_index":{"usage_data_id":{{{id}}}},"receipt":{{{Receipt(uuid, cycle, bytes, id)}}}}""");

    internal string Receipt(string uuid, string cycle, byte[] bytes, long id = 3)
    {
        string digest = $"sha-256=:{Convert.ToBase64String(SHA256.HashData(bytes))}:";
        const string At = "2026-11-28T02:15:00.123Z";
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"ServicePing receipt 1\nuuid: {uuid}\ncycle: {cycle}\ndigest: {digest}\nusage_data_id: {id}\nreceived_at: {At}\n");
        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {"uuid":"{{uuid}}","cycle":"{{cycle}}","digest":"{{digest}}","usage_data_id":{{id}},"received_at":"{{At}}","key":"{{PublicKey}}","signature":"{{Sign(text)}}"}
            """);
    }
}
