using ServicePing.Dictionary;
using ServicePing.Tests;
using ServicePing.Tool.Commands;

namespace ServicePing.Tool.Tests.Dictionary;

/// <summary>What docs/dictionary.md says there is, there is, and the other way round.</summary>
public sealed class DocumentTests
{
    private static readonly string Page = File.ReadAllText(Repository.PathOf("docs", "dictionary.md"));

    [Fact]
    public void Every_option_is_in_it() =>
        Assert.All(new SiteOptions().All.Select(option => option.Name).Append("--references"), name => Assert.Contains($"`{name} ", Page, StringComparison.Ordinal));

    [Fact]
    public void Every_prefix_of_the_search_is_in_it() =>
        Assert.All(Facet.All, facet => Assert.Contains($"`{facet.Name}`", Page, StringComparison.Ordinal));

    [Fact]
    public void Every_file_for_machines_is_in_it() =>
        Assert.All(TwinFiles.Described, file => Assert.Contains($"`{file.Name}`", Page, StringComparison.Ordinal));

    [Fact]
    public void The_policy_is_in_it() => Assert.Contains($"`{DictionarySite.Policy}`", Page, StringComparison.Ordinal);
}
