using System.Text;
using System.Text.RegularExpressions;
using ServicePing.Tests;

namespace ServicePing.Package.Tests.Contents;

/// <summary>Links in packed pages open where the package is read.</summary>
public partial class LinkTests
{
    [Theory]
    [InlineData("ServicePing")]
    [InlineData("ServicePing.Testing")]
    [InlineData("ServicePing.Tool")]
    public async Task Every_link_in_a_packed_page_opens(string id)
    {
        using PackageFile package = await PackageFile.OpenAsync(id);
        HashSet<string> paths = [.. package.Paths];
        string[] pages = [.. paths.Where(path => path.EndsWith(".md", StringComparison.Ordinal))];

        Assert.Contains("README.md", pages);
        Assert.Empty(pages.SelectMany(page => DeadLinks(page, Encoding.UTF8.GetString(package.Read(page)), paths)));
    }

    [Theory]
    [InlineData("ServicePing", "docs/rules/")]
    [InlineData("ServicePing.Tool", "tools/net10.0/any/docs/rules/")]
    public async Task The_page_of_every_rule_travels_along(string id, string folder)
    {
        using PackageFile package = await PackageFile.OpenAsync(id);

        string[] pages = [.. Directory.EnumerateFiles(Repository.PathOf("docs", "rules"), "SP*.md").Select(page => Path.GetFileName(page))];
        Assert.NotEmpty(pages);
        Assert.Superset(pages.Select(page => folder + page).ToHashSet(), package.Paths.ToHashSet());
    }

    [Fact]
    public void A_link_to_what_is_not_there_is_dead()
    {
        HashSet<string> paths = ["README.md", "docs/tool.md", "docs/rules/SP0001.md"];

        Assert.Equal(
            ["docs/rules/SP0001.md: ../gone.md", "docs/rules/SP0001.md: /tool.md"],
            DeadLinks("docs/rules/SP0001.md", "[a](../gone.md) [b](../tool.md#part) [c](/tool.md) [d](https://nuget.org)", paths));
        Assert.Equal(["README.md: samples"], DeadLinks("README.md", "[a](samples) [b](docs/rules/SP0001.md) `[c](code)`", paths));
    }

    private static IEnumerable<string> DeadLinks(string page, string text, HashSet<string> paths) => Link().Matches(Code().Replace(text, ""))
        .Select(link => link.Groups[1].Value)
        .Where(target => !Uri.TryCreate(target, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
        .Where(target => !paths.Contains(Resolve(page, target)))
        .Select(target => $"{page}: {target}");

    private static string Resolve(string page, string target) =>
        new Uri(new Uri("package:///" + page), target.Split('#')[0]).AbsolutePath.TrimStart('/');

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("(?s)```.*?```|`[^`\n]*`(?!\\])")]
    private static partial Regex Code();
}
