using System.Text.RegularExpressions;
using ServicePing.Tests;

namespace ServicePing.AspNetCore.Tests;

public sealed partial class ThreatModelTests
{
    [Fact]
    public async Task Every_test_that_the_page_names_exists()
    {
        string page = await File.ReadAllTextAsync(Repository.PathOf("docs", "threat-model.md"));
        Dictionary<string, string> files = Directory
            .EnumerateFiles(Repository.PathOf("tests"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .GroupBy(path => Path.GetFileNameWithoutExtension(path), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => string.Concat(group.Select(File.ReadAllText)), StringComparer.Ordinal);
        string everything = string.Concat(files.Values);
        string[] rows = [.. page.Split('\n').Where(line => line.StartsWith("| who ", StringComparison.Ordinal) || line.StartsWith("| between ", StringComparison.Ordinal))];

        Assert.True(rows.Length > 12);
        foreach (string row in rows)
        {
            string[] named = [.. Name().Matches(row.Split('|')[^2]).Select(match => match.Groups[1].Value)];
            Assert.True(named.Length > 0, row);
            foreach (string name in named)
            {
                bool exists = name.Split('.') switch
                {
                    ["ServicePing", ..] => Directory.Exists(Repository.PathOf("tests", name)),
                    [var type, var method] => files.Values.Any(text =>
                        text.Contains($"class {type}", StringComparison.Ordinal) && text.Contains($" {method}(", StringComparison.Ordinal)),
                    [var one] => files.ContainsKey(one) || everything.Contains($" {one}(", StringComparison.Ordinal),
                    _ => false,
                };
                Assert.True(exists, $"There is no test {name}: {row}");
            }
        }
    }

    [GeneratedRegex("`([A-Z][A-Za-z_.]+)`")]
    private static partial Regex Name();
}
