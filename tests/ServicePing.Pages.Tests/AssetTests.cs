using System.IO.Compression;
using System.Security.Cryptography;

namespace ServicePing.Pages.Tests;

public sealed class AssetTests
{
    [Fact]
    public void The_name_of_an_asset_carries_the_hash_of_its_bytes()
    {
        foreach (Asset asset in Asset.All)
        {
            Assert.Contains($"-{Convert.ToHexStringLower(SHA256.HashData(asset.Bytes.Span))[..12]}.", asset.Name, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_script_is_small() => Assert.InRange(Asset.Script.Bytes.Length, 1, 10_240);

    [Fact]
    public void What_is_compressed_is_the_asset()
    {
        foreach (Asset asset in Asset.All)
        {
            using GZipStream gzip = new(new MemoryStream(asset.Compressed.Value.ToArray()), CompressionMode.Decompress);
            using MemoryStream plain = new();
            gzip.CopyTo(plain);
            Assert.Equal(asset.Bytes.ToArray(), plain.ToArray());
        }
    }
}
