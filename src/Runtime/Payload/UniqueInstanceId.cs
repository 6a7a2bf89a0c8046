using System.Security.Cryptography;
using System.Text;

namespace ServicePing.Runtime.Payload;

/// <summary>
/// A second identifier of an installation, which follows from its <c>uuid</c> and does not tell it: a UUID of version 8, made of SHA-256.
/// </summary>
internal static class UniqueInstanceId
{
    private static readonly Guid Space = new("5f1d3c0a-6a0e-4b52-8a53-0d3f1f5b7c11");

    internal static Guid Of(string uuid)
    {
        byte[] hash = SHA256.HashData([.. Space.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(uuid)]);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }
}
