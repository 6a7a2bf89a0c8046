using System.IO.Compression;

namespace ServicePing.Runtime.Wire;

/// <summary>Bytes as one gzip member.</summary>
internal static class Gzip
{
    /// <summary>Compresses; the same bytes give the same each time.</summary>
    internal static byte[] Compress(ReadOnlySpan<byte> bytes)
    {
        using MemoryStream compressed = new();
        using (GZipStream gzip = new(compressed, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return compressed.ToArray();
    }
}
