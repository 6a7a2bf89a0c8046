using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;

namespace ServicePing.Pages;

/// <summary>A file that pages load. Its name in addresses carries a hash of its bytes, hence it never changes under a name.</summary>
internal sealed class Asset
{
    private Asset(string file, string contentType, byte[] bytes)
    {
        ContentType = contentType;
        Bytes = bytes;
        Compressed = new Lazy<ReadOnlyMemory<byte>>(() => Compress(bytes));
        Hash = Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 6));
        Name = $"{Path.GetFileNameWithoutExtension(file)}-{Hash}{Path.GetExtension(file)}";
    }

    /// <summary>The one look.</summary>
    internal static Asset Style { get; } = Of(typeof(Asset).Assembly, "ServicePing.Pages", "look.css", "text/css; charset=utf-8");

    /// <summary>What makes pages quicker to use; each of them works without it.</summary>
    internal static Asset Script { get; } = Of(typeof(Asset).Assembly, "ServicePing.Pages", "look.js", "text/javascript; charset=utf-8");

    internal static IReadOnlyList<Asset> All { get; } = [Style, Script];

    /// <summary>The last segment of its address.</summary>
    internal string Name { get; }

    /// <summary>What tells its bytes from others.</summary>
    internal string Hash { get; }

    internal string ContentType { get; }

    internal ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The bytes by gzip.</summary>
    internal Lazy<ReadOnlyMemory<byte>> Compressed { get; }

    /// <summary>A file that an assembly carries.</summary>
    internal static Asset Of(Assembly assembly, string folder, string file, string contentType)
    {
        using Stream stream = assembly.GetManifestResourceStream($"{folder}.{file}")
            ?? throw new InvalidOperationException($"The assembly does not carry '{file}'.");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new Asset(file, contentType, bytes);
    }

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
