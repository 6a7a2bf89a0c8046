using ServicePing.Tests;

namespace ServicePing.Generators.Tests.Support;

/// <summary>Compares texts with files in <c>Snapshots/</c>; the environment variable <c>UPDATE_SNAPSHOTS=1</c> writes them.</summary>
internal static class Snapshot
{
    public static void Matches(string folder, IReadOnlyDictionary<string, string> texts)
    {
        string root = Repository.PathOf("tests", "ServicePing.Generators.Tests", "Snapshots", folder);
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            Write(root, texts);
        }

        Assert.Equal(
            texts.Keys.Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(root).Select(path => Path.GetFileName(path)[..^".txt".Length]).Order(StringComparer.Ordinal));
        Assert.All(texts, text => Assert.Equal(File.ReadAllText(Path.Combine(root, text.Key + ".txt")), text.Value));
    }

    private static void Write(string root, IReadOnlyDictionary<string, string> texts)
    {
        if (Directory.Exists(root))
        {
            Directory.Delete(root, recursive: true);
        }

        Directory.CreateDirectory(root);
        foreach ((string name, string text) in texts)
        {
            File.WriteAllText(Path.Combine(root, name + ".txt"), text);
        }
    }
}
