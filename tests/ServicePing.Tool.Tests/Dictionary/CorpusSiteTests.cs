using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using ServicePing.Dictionary;
using ServicePing.Tests;
using ServicePing.Tool.Dictionary;

namespace ServicePing.Tool.Tests.Dictionary;

/// <summary>The site of a large product: what it weighs, and that all of it is reached.</summary>
public sealed partial class CorpusSiteTests
{
    [CorpusFact]
    public async Task Pages_of_thousands_of_metrics_are_light_and_no_link_is_dead()
    {
        MetricsDictionary dictionary = await DictionaryMaker.MakeAsync(new DictionaryInput
        {
            Product = "GitLab",
            Files = [.. DefinitionFolder.Read(new DirectoryInfo(CorpusFiles.GitLab), mayBeEmpty: false, CancellationToken.None).Select(read => read.Meaning)],
        });
        Dictionary<string, byte[]> site = DictionarySite.Files(dictionary).AsParallel()
            .Select(file => (file.Path, Bytes: file.Bytes().ToArray())).ToDictionary(file => file.Path, file => file.Bytes, StringComparer.Ordinal);

        Assert.True(dictionary.Metrics.Count > 2_500);
        Assert.True(dictionary.Events.Count > 800);
        Assert.True(site.Values.Sum(bytes => (long)bytes.Length) < 300_000_000);
        Assert.True(Compressed(site["index.html"]) < 50_000);
        Assert.True(Compressed(site[DictionarySite.IndexFile]) < 150_000);
        Assert.DoesNotContain(dictionary.Metrics.Select(metric => Place.OfMetric(metric.KeyPath) + "index.html"), page => Compressed(site[page]) > 20_000);
        Assert.Empty(site.Where(file => file.Key.EndsWith(".html", StringComparison.Ordinal)).AsParallel().SelectMany(file => DeadLinks(file.Key, file.Value, site)));
    }

    private static IEnumerable<string> DeadLinks(string page, byte[] bytes, Dictionary<string, byte[]> site) => Address().Matches(Encoding.UTF8.GetString(bytes))
        .Select(link => link.Groups[1].Value)
        .Where(address => address.Length > 0 && !address.Contains(':', StringComparison.Ordinal))
        .Distinct()
        .Where(address => !site.ContainsKey(Uri.UnescapeDataString(new Uri(new Uri("https://here.example/" + page), address).AbsolutePath[1..])))
        .Select(address => $"{page}: {address}");

    private static long Compressed(byte[] bytes)
    {
        using MemoryStream output = new();
        using (GZipStream gzip = new(output, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return output.Length;
    }

    [GeneratedRegex("(?:href|src|action)=\"([^\"#]*)")]
    private static partial Regex Address();
}
