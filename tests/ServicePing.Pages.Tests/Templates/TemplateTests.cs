using ServicePing.Tests;

namespace ServicePing.Pages.Tests;

/// <summary>What no encoding helps against cannot be written: each template of the sources is looked at.</summary>
public sealed class TemplateTests
{
    private static readonly string[] Rooms = ["Pages", "AspNetCore", "Versions", "Tool", "Dictionary"];

    [Fact]
    public void No_hole_is_in_a_script_a_style_a_comment_an_unquoted_or_a_run_attribute_or_an_address_of_its_own()
    {
        List<Template> templates = [.. Sources().SelectMany(file => Template.Of(File.ReadAllText(file), Path.GetFileName(file)))];

        Assert.True(templates.Count > 40, $"Only {templates.Count} templates were found.");
        Assert.Empty(templates.SelectMany(template =>
            TemplateRules.ProblemsOf(template).Select(problem => $"{template.Place}: {problem}")));
    }

    [Theory]
    [InlineData("""<script>var x = "{x}";</script>""")]
    [InlineData("""<style>p { color: {x} }</style>""")]
    [InlineData("""<!-- {x} -->""")]
    [InlineData("""<p class={x}>""")]
    [InlineData("""<p class=a>""")]
    [InlineData("""<p onclick="{x}">""")]
    [InlineData("""<p style="{x}">""")]
    [InlineData("""<iframe srcdoc="{x}"></iframe>""")]
    [InlineData("""<a href="{x}">""")]
    [InlineData("""<a href="/a/{x}">""")]
    [InlineData("""<a href="/a/{x:url}">""")]
    [InlineData("""<form action="{x:part}">""")]
    [InlineData("""<a {x}>""")]
    [InlineData("""<a{x:href}>""")]
    [InlineData("""<a{x:onclick}>""")]
    [InlineData("""<{x}>""")]
    [InlineData("""<p title="{x:url}">""")]
    [InlineData("""<p>{x:N0}</p>""")]
    [InlineData("""<p title="{x}""")]
    [InlineData("""<p><script src="/a.js"></script><script>{x}</script>""")]
    public void A_template_with_a_hole_in_the_wrong_place_is_found(string template) =>
        Assert.NotEmpty(TemplateRules.ProblemsOf(Read(template)));

    [Theory]
    [InlineData("""<p title="{x}" class='a {y}'>{x}</p>""")]
    [InlineData("""<a href="{x:url}">{x}</a> 1 < 2""")]
    [InlineData("""<a href="{x:url}/metrics/{y:part}?q={z:part}">{x}</a>""")]
    [InlineData("""<input type="checkbox"{x:checked}{y:aria-current}>""")]
    [InlineData("""<p><script src="{x:url}" defer></script>{y}<!-- a --></p>{z}""")]
    [InlineData("""<rect x="0" rx="4"/>{x}""")]
    public void A_template_with_its_holes_in_place_is_good(string template) =>
        Assert.Empty(TemplateRules.ProblemsOf(Read(template)));

    [Fact]
    public void Markup_reaches_the_output_through_templates_alone()
    {
        string[] offenders =
        [
            .. Sources()
                .Where(file => Path.GetFileName(Path.GetDirectoryName(file)) != "Writing")
                .Where(file => File.ReadAllText(file) is var text && (text.Contains("HtmlTemplate", StringComparison.Ordinal)
                    || text.Contains("html.Output", StringComparison.Ordinal)))
                .Select(file => Path.GetFileName(file)),
        ];
        Assert.Empty(offenders);
    }

    private static IEnumerable<string> Sources() => Rooms
        .SelectMany(room => Directory.EnumerateFiles(Repository.PathOf("src", room), "*.cs", SearchOption.AllDirectories))
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private static Template Read(string template) =>
        Assert.Single(Template.Of($"html.Write($\"\"\"\n{template}\n\"\"\");", "test"));
}
