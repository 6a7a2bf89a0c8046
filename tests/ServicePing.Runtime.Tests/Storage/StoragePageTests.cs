using System.Text.RegularExpressions;
using ServicePing.Runtime.Storage;

namespace ServicePing.Tests;

/// <summary>The page of storage says under what names an installation keeps facts about itself.</summary>
public sealed partial class StoragePageTests
{
    [Fact]
    public void The_page_has_every_name_and_no_other() => Assert.Equal(
        InstanceNames.All.Order(StringComparer.Ordinal),
        Section().Match(File.ReadAllText(Repository.PathOf("docs", "storage.md"))).Groups[1].Captures
            .Select(row => row.Value).Order(StringComparer.Ordinal));

    [Fact]
    public void The_page_has_every_table_and_no_other() => Assert.Equal(
        Directory.EnumerateFiles(Repository.PathOf("src", "Runtime"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Created().Matches(File.ReadAllText(file))).Select(table => table.Groups[1].Value)
            .Append("migrations").Order(StringComparer.Ordinal),
        Table().Match(File.ReadAllText(Repository.PathOf("docs", "storage.md"))).Groups[1].Captures
            .Select(row => row.Value).Order(StringComparer.Ordinal));

    /// <summary>A name that is written where it is used is one that the page does not know.</summary>
    [Fact]
    public void Nothing_is_kept_under_a_name_that_is_written_elsewhere() => Assert.Empty(
        Directory.EnumerateFiles(Repository.PathOf("src", "Runtime"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Written().Matches(File.ReadAllText(file)).Select(match => $"{Path.GetFileName(file)}: {match.Value}")));

    [GeneratedRegex(@"\| name \| value \|\n\|---\|---\|\n(?:\| `([^`]+)` \|[^\n]*\n)+")]
    private static partial Regex Section();

    [GeneratedRegex(@"\| table \| a row is \| \|\n\|---\|---\|---\|\n(?:\| `([^`]+)` \|[^\n]*\n)+")]
    private static partial Regex Table();

    [GeneratedRegex(@"CREATE TABLE service_ping\.(\w+)")]
    private static partial Regex Created();

    [GeneratedRegex(@"\b(?:KeepOnce|FindKept|FindFact|Facts|Exchange|Replace|Forget)Async\((?:store, )?\$?""[^""]*""")]
    private static partial Regex Written();
}
