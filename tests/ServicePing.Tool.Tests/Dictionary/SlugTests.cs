using ServicePing.Dictionary;

namespace ServicePing.Tool.Tests.Dictionary;

/// <summary>Names become folders that no file system confuses.</summary>
public sealed class SlugTests
{
    [Theory]
    [InlineData("counts.issues_monthly", "counts.issues_monthly")]
    [InlineData("counts.Issues", "counts.~49~ssues")]
    [InlineData("a/b", "a~2f~b")]
    [InlineData("..", "~2e~~2e~")]
    [InlineData("main.", "main~2e~")]
    [InlineData("con", "~63~on")]
    [InlineData("nul.x", "~6e~ul.x")]
    [InlineData("", "~")]
    [InlineData("geo:nodes", "geo~3a~nodes")]
    [InlineData("~61~", "~7e~61~7e~")]
    [InlineData("Ä", "~c4~")]
    public void What_is_not_plain_is_written_by_its_code(string name, string slug) => Assert.Equal(slug, Slug.Of(name));

    [Fact]
    public void Long_names_are_cut_and_kept_apart()
    {
        string[] names = [new string('a', 400), new string('a', 401), new string('Ä', 100), new string('Ä', 101)];
        string[] slugs = [.. names.Select(Slug.Of)];

        Assert.Equal(names.Length, slugs.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(slugs, slug => Assert.True(slug.Length <= 160));
    }

    [Fact]
    public void Two_names_never_share_a_folder_on_a_disk_that_ignores_case()
    {
        char[] letters = ['a', 'A', '.', '~', '6', '1', '/', '\\', ' ', 'é', '\uD83D', '\uDE00'];
        string[] names = [.. from first in letters from second in letters from third in letters select new string([first, second, third])];

        Assert.Equal(names.Length, names.Select(Slug.Of).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }
}
