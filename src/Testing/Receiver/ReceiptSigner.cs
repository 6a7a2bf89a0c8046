using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ServicePing.Testing;

/// <summary>The key of a <see cref="TestReceiver"/>, and the answers that it signs.</summary>
internal sealed class ReceiptSigner : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The public key, as it is written on the wire.</summary>
    internal string PublicKey => Convert.ToBase64String(_key.ExportSubjectPublicKeyInfo());

    /// <summary>The answer to a ping that was taken.</summary>
    internal byte[] Answer(ReceivedPing ping)
    {
        string digest = PingJudgement.DigestOf(ping.Bytes);
        string at = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture);
        string text = FormattableString.Invariant(
            $"ServicePing receipt 1\nuuid: {ping.Uuid}\ncycle: {ping.Cycle}\ndigest: {digest}\nusage_data_id: {ping.Number}\nreceived_at: {at}\n");
        string signature = Convert.ToBase64String(_key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256));
        return Encoding.UTF8.GetBytes(FormattableString.Invariant(
            $$$"""{"conv_index":{"usage_data_id":{{{ping.Number}}}},"receipt":{"uuid":{{{Json(ping.Uuid)}}},"cycle":{{{Json(ping.Cycle)}}},"digest":"{{{digest}}}","usage_data_id":{{{ping.Number}}},"received_at":"{{{at}}}","key":"{{{PublicKey}}}","signature":"{{{signature}}}"}}"""));
    }

    public void Dispose() => _key.Dispose();

    private static string Json(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
