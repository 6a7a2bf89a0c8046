using System.Globalization;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using ServicePing.Dictionary;
using ServicePing.Pages.Tests;
using ServicePing.Tool.Dictionary;

namespace ServicePing.Tool.Tests.Dictionary;

/// <summary>The files of a site, as a browser that opens them from a disk finds them.</summary>
public sealed class SiteTests
{
    private static readonly string[] Addresses = ["href", "src", "action", "content"];

    [Fact]
    public async Task There_is_a_page_for_everything_at_its_own_address()
    {
        SortedDictionary<string, byte[]> site = SmallProject.SiteOf(await new SmallProject().DictionaryAsync());

        foreach (string path in new[]
        {
            "index.html", "metrics/index.html", "metrics/counts.issues/index.html", "metrics/counts.issues_weekly/index.html", "metrics/counts.old/index.html",
            "metrics/counts.issues/index.json", "events/index.html", "events/create_issue/index.html", "known-events/g_compliance_view/index.html",
            "aggregates/compliance_users/index.html", "tables/issues/index.html", "owners/planning/index.html", "owners/growth/index.html",
            "categories/team_planning/index.html", "privacy/optional/index.html", "releases/1.2/index.html", "removed/index.html",
            "expiries/index.html", "by/source/database/index.html", "by/time/28d/index.html", "all.json", "llms.txt",
        })
        {
            Assert.Contains(path, site.Keys);
        }
    }

    [Fact]
    public async Task No_link_is_dead_and_every_anchor_is_there()
    {
        SortedDictionary<string, byte[]> site = SmallProject.SiteOf(await new SmallProject().DictionaryAsync());
        Dictionary<string, IDocument> pages = site.Where(file => file.Key.EndsWith(".html", StringComparison.Ordinal))
            .ToDictionary(file => file.Key, file => Parsed(file.Value));
        List<string> dead = [];
        int followed = 0;
        foreach ((string path, IDocument page) in pages)
        {
            foreach (string address in page.All.SelectMany(element => element.Attributes)
                .Where(attribute => attribute.Name is "href" or "src" or "action")
                .Select(attribute => attribute.Value)
                .Where(address => !address.Contains(':', StringComparison.Ordinal)))
            {
                followed++;
                string[] parts = address.Split('#');
                string target = parts[0].Length == 0 ? path : Resolved(path, parts[0]);
                if (!site.ContainsKey(target))
                {
                    dead.Add($"{path}: {address}");
                }
                else if (parts.Length > 1 && pages[target].GetElementById(parts[1]) is null)
                {
                    dead.Add($"{path}: {address} has no such part");
                }
            }
        }

        Assert.True(followed > 500);
        Assert.Empty(dead);
    }

    [Fact]
    public async Task Every_page_has_the_policy_and_needs_nothing_that_it_forbids()
    {
        foreach ((string path, byte[] bytes) in SmallProject.SiteOf(await new SmallProject().DictionaryAsync())
            .Where(file => file.Key.EndsWith(".html", StringComparison.Ordinal)))
        {
            IDocument page = Parsed(bytes);
            IElement head = page.QuerySelector("meta[http-equiv=Content-Security-Policy]")!;
            Assert.Equal("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:", head.GetAttribute("content"));

            // A policy holds for what stands behind it alone.
            Assert.Equal("charset", head.PreviousElementSibling!.Attributes.Single().Name);
            Assert.All(page.Scripts, script => Assert.False(string.IsNullOrEmpty(script.Source) || script.Type == "module", path));
            Assert.Empty(page.QuerySelectorAll("style, [style], iframe, object, embed, base"));
            Assert.DoesNotContain(page.All.SelectMany(element => element.Attributes), attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Hostile_texts_are_nothing_but_text_on_every_page()
    {
        string[] expected = [.. Shapes(SmallProject.SiteOf(HostileDictionary.Of("x", "https://example.com/")))];
        foreach (string text in Hostile.Texts.Where(text => text.Trim().Length > 0))
        {
            Assert.Equal(expected, Shapes(SmallProject.SiteOf(HostileDictionary.Of(text + "x", "https://example.com/"))));
            SortedDictionary<string, byte[]> site = SmallProject.SiteOf(HostileDictionary.Of(text, text));
            foreach (IAttr address in site.Where(file => file.Key.EndsWith(".html", StringComparison.Ordinal))
                .SelectMany(file => Parsed(file.Value).All).SelectMany(element => element.Attributes).Where(one => Addresses.Contains(one.Name)))
            {
                Assert.DoesNotMatch("(?i)^\\s*(javascript|vbscript|data:text)", address.Value);
            }
        }
    }

    [Fact]
    public async Task The_order_of_files_and_the_culture_change_no_byte()
    {
        SortedDictionary<string, byte[]> first = SmallProject.SiteOf(await DictionaryMaker.MakeAsync(new SmallProject().Input()));
        CultureInfo culture = Thread.CurrentThread.CurrentCulture;
        CultureInfo strange = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        strange.NumberFormat.NumberGroupSeparator = "'";
        strange.NumberFormat.NumberDecimalSeparator = ",";
        strange.NumberFormat.NegativeSign = "~";
        strange.DateTimeFormat.DateSeparator = "!";
        strange.DateTimeFormat.TimeSeparator = "?";
        try
        {
            Thread.CurrentThread.CurrentCulture = strange;
            SortedDictionary<string, byte[]> second = SmallProject.SiteOf(await DictionaryMaker.MakeAsync(new SmallProject().Input(isReversed: true)));

            Assert.Equal(first.Keys, second.Keys);
            Assert.Empty(first.Where(file => !file.Value.AsSpan().SequenceEqual(second[file.Key])).Select(file => file.Key));
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = culture;
        }
    }

    [Fact]
    public async Task A_name_without_a_metric_of_its_own_leads_to_one_that_has_its_suffix()
    {
        SortedDictionary<string, byte[]> site = SmallProject.SiteOf(await new SmallProject().DictionaryAsync());
        IDocument page = Parsed(site["metrics/counts.created/index.html"]);

        string target = page.QuerySelector("meta[http-equiv=refresh]")!.GetAttribute("content")!;
        Assert.Equal("0; url=../../metrics/counts.created_monthly/index.html", target);
        Assert.Equal("counts.created_monthly", page.QuerySelector("a")!.TextContent);
    }

    [Fact]
    public async Task A_removed_metric_is_left_out_of_lists_with_its_number_and_names_its_replacement()
    {
        SortedDictionary<string, byte[]> site = SmallProject.SiteOf(await new SmallProject().DictionaryAsync());

        IDocument list = Parsed(site["metrics/index.html"]);
        Assert.DoesNotContain(list.QuerySelectorAll("[data-list] .entries a"), link => link.TextContent == "counts.old");
        Assert.Equal("1 removed metric is not shown: show", list.QuerySelector("[data-list] .hidden-count")!.TextContent.Trim());
        Assert.Equal("counts.old", Assert.Single(Parsed(site["removed/index.html"]).QuerySelectorAll(".entries a")).TextContent);
        Assert.Contains(
            "Use counts.issues instead.", Parsed(site["metrics/counts.old/index.html"]).QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_metric_s_page_says_everything_at_lasting_anchors()
    {
        IDocument page = Parsed(SmallProject.SiteOf(await new SmallProject().DictionaryAsync())["metrics/counts.authors/index.html"]);

        foreach (string id in new[] { "meaning", "sql", "payload", "lineage", "privacy", "life", "definition" })
        {
            Assert.NotNull(page.GetElementById(id));
        }

        Assert.Contains("COUNT(DISTINCT", page.GetElementById("sql")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("left_out_metrics = counts.authors", page.GetElementById("privacy")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("#planning", page.GetElementById("life")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(
            ["issues", "counts.authors", "gmau"], page.QuerySelectorAll("svg.lineage text").Select(text => text.TextContent));
    }

    [Fact]
    public void A_payload_nests_what_a_key_path_says() =>
        Assert.Equal("{\n  \"a\": {\n    \"b\\u0022\": 1\n  }\n}\n", PayloadExcerpt.Of("a.b\"", "1"));

    /// <summary>Elements and names of attributes of every page, in the order of the paths.</summary>
    private static IEnumerable<string> Shapes(SortedDictionary<string, byte[]> site) => site
        .Where(file => file.Key.EndsWith(".html", StringComparison.Ordinal))
        .Select(file => string.Join('\n', Parsed(file.Value).All.Select(element => $"{element.LocalName} {string.Join(' ', element.Attributes.Select(one => one.Name))}")))
        .Order(StringComparer.Ordinal);

    private static IDocument Parsed(byte[] page) => new HtmlParser().ParseDocument(Encoding.UTF8.GetString(page));

    private static string Resolved(string page, string address) =>
        Uri.UnescapeDataString(new Uri(new Uri("https://here.example/" + page), address).AbsolutePath[1..]);
}
