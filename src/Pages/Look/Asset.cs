using System.IO.Compression;
using System.Security.Cryptography;

namespace ServicePing.Pages;

/// <summary>A file that pages load. Its name in addresses carries a hash of its bytes, hence it never changes under a name.</summary>
internal sealed class Asset
{
    private Asset(string file, string contentType)
    {
        using Stream stream = typeof(Asset).Assembly.GetManifestResourceStream($"ServicePing.Pages.{file}")
            ?? throw new InvalidOperationException($"The assembly does not carry '{file}'.");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        Bytes = bytes;
        Compressed = new Lazy<ReadOnlyMemory<byte>>(() => Compress(bytes));
        ContentType = contentType;
        string hash = Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 6));
        Name = $"{Path.GetFileNameWithoutExtension(file)}-{hash}{Path.GetExtension(file)}";
    }

    /// <summary>The one look.</summary>
    internal static Asset Style { get; } = new("look.css", "text/css; charset=utf-8");

    /// <summary>What makes pages quicker to use; each of them works without it.</summary>
    internal static Asset Script { get; } = new("look.js", "text/javascript; charset=utf-8");

    internal static IReadOnlyList<Asset> All { get; } = [Style, Script];

    /// <summary>The last segment of its address.</summary>
    internal string Name { get; }

    internal string ContentType { get; }

    internal ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The bytes by gzip.</summary>
    internal Lazy<ReadOnlyMemory<byte>> Compressed { get; }

    private static ReadOnlyMemory<byte> Compress(byte[] bytes)
    {
        using MemoryStream output = new();
        using (GZipStream gzip = new(output, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return output.ToArray();
    }
}
