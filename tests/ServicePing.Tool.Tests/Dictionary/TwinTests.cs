using System.Text;
using System.Text.Json;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Reading;
using ServicePing.Dictionary;
using ServicePing.Pages.Tests;
using ServicePing.Tool.Dictionary;

namespace ServicePing.Tool.Tests.Dictionary;

/// <summary>The forms for machines say what the pages say.</summary>
public sealed class TwinTests
{
    [Fact]
    public async Task A_page_s_json_is_its_entry_in_the_whole_and_its_line()
    {
        SortedDictionary<string, byte[]> site = SmallProject.SiteOf(await new SmallProject().DictionaryAsync());
        JsonElement all = JsonElement.Parse(site["all.json"]);
        string[] lines = Encoding.UTF8.GetString(site["metrics.jsonl"]).TrimEnd('\n').Split('\n');
        JsonElement[] metrics = [.. all.GetProperty("metrics").EnumerateArray()];

        Assert.Equal(metrics.Length, lines.Length);
        for (int at = 0; at < metrics.Length; at++)
        {
            JsonElement page = JsonElement.Parse(site[$"metrics/{metrics[at].GetProperty("key_path").GetString()}/index.json"]);
            Assert.True(JsonElement.DeepEquals(metrics[at], page));
            Assert.True(JsonElement.DeepEquals(metrics[at], JsonElement.Parse(lines[at])));
        }

        Assert.True(JsonElement.DeepEquals(
            all.GetProperty("events").EnumerateArray().Single(), JsonElement.Parse(site["events/create_issue/index.json"])));
        Assert.Equal("include_optional_metrics", metrics[0].GetProperty("privacy").GetProperty("setting").GetString());
    }

    [Fact]
    public async Task What_a_program_brings_with_it_makes_the_same_site()
    {
        MetricsDictionary dictionary = await new SmallProject().DictionaryAsync() with { Version = "2.0", SourceAddress = "https://git.example.com/{file}" };

        MetricsDictionary read = Twins.Read(Twins.Packed(dictionary).Span);

        Assert.Equal(SmallProject.SiteOf(dictionary), SmallProject.SiteOf(read));
    }

    [Fact]
    public async Task What_a_metric_is_made_from_is_not_told_where_that_may_not_be_shown()
    {
        MetricsDictionary dictionary = await new SmallProject().DictionaryAsync();
        PermittedDictionary permitted = new(keyPath => keyPath is not ("counts.joined" or "counts.created_weekly"), keyPath => keyPath == "counts.sum" ? "42" : null);

        SortedDictionary<string, byte[]> site = SmallProject.SiteOf(permitted.Of(dictionary));

        Assert.DoesNotContain(site, file => Encoding.UTF8.GetString(file.Value).Contains("counts.joined", StringComparison.Ordinal));
        Assert.DoesNotContain(site, file => Encoding.UTF8.GetString(file.Value).Contains("counts.created_weekly", StringComparison.Ordinal));
        string sum = Encoding.UTF8.GetString(site["metrics/counts.sum/index.html"]);
        Assert.Contains("some of which are not permitted here", sum, StringComparison.Ordinal);
        Assert.Contains("&quot;sum&quot;: 42", sum, StringComparison.Ordinal);
        Assert.Contains("create_issue", Encoding.UTF8.GetString(site["metrics/counts.created_monthly/index.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_yaml_is_read_back_as_the_definitions_that_it_was_made_from()
    {
        SmallProject project = new();
        string yaml = Encoding.UTF8.GetString(SmallProject.SiteOf(await project.DictionaryAsync())["metrics.yml"]);

        ReadFile read = DefinitionReader.ReadAt("metrics.yml", "metrics/metrics.yml", () => yaml)!;

        Assert.Empty(read.Problems);
        Assert.Equal(
            project.Input().Files.SelectMany(file => file.Metrics).Select(Without).OrderBy(metric => metric.KeyPath, StringComparer.Ordinal),
            read.Meaning.Metrics.Select(Without).OrderBy(metric => metric.KeyPath, StringComparer.Ordinal));

        static MetricDefinition Without(MetricDefinition metric) => metric with { SourceFile = "" };
    }

    [Fact]
    public void A_cell_is_quoted_and_is_no_formula()
    {
        MetricsDictionary dictionary = HostileDictionary.Of("=1+1,\"a\"\nb", "https://example.com/");
        string csv = MetricsCsv.Write(dictionary);

        Assert.StartsWith("key_path,description,status,", csv, StringComparison.Ordinal);
        Assert.Contains("\r\n\"'=1+1,\"\"a\"\"\nb\",", csv, StringComparison.Ordinal);
        Assert.EndsWith("\r\n", csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_schema_of_the_payload_has_every_key_that_may_be_in_it()
    {
        JsonElement schema = JsonElement.Parse(SmallProject.SiteOf(await new SmallProject().DictionaryAsync())["payload.schema.json"]);
        JsonElement counts = schema.GetProperty("properties").GetProperty("counts").GetProperty("properties");

        Assert.Equal("number", counts.GetProperty("issues").GetProperty("type")[0].GetString());
        Assert.Equal("What counts.issues says", counts.GetProperty("issues_weekly").GetProperty("description").GetString());
        Assert.False(counts.TryGetProperty("old", out _));
    }

    [Fact]
    public async Task A_version_with_a_day_is_an_event_of_the_calendar_and_one_without_is_something_to_do()
    {
        DictionaryInput input = new SmallProject()
            .With("metrics/late.yml", SmallProject.Metric("counts.late", "system", "none", "instrumentation_class: A", "expires: \"10.0\""))
            .Input() with
        {
            Dates = new Dictionary<string, DateOnly> { ["3.0"] = new(2026, 12, 17) },
        };
        string[] lines = ExpiryCalendar.Write(await DictionaryMaker.MakeAsync(input)).Split("\r\n");

        Assert.Equal("BEGIN:VCALENDAR", lines[0]);
        Assert.Equal(["END:VCALENDAR", ""], lines[^2..]);
        int day = Array.IndexOf(lines, "BEGIN:VEVENT");
        Assert.Contains("DTSTART;VALUE=DATE:20261217", lines[day..]);
        Assert.Contains("SUMMARY:Shop 3.0: 1 metric expires", lines);
        Assert.Contains("DESCRIPTION:settings.seats", lines);
        Assert.Contains("BEGIN:VTODO", lines);
    }

    [Fact]
    public async Task What_is_deprecated_says_so_on_its_page_in_every_twin_and_on_its_last_day()
    {
        SmallProject project = new();
        SortedDictionary<string, byte[]> site = SmallProject.SiteOf(await project
            .With("metrics/seats.yml", SmallProject.Metric(
                "counts.bytes", "system", "none", "instrumentation_class: A", "unit: bytes", "deprecated: { reason: Weights count more, since: 2026-11-30, until: 2027-06-30 }"))
            .With("events/create_issue.yml", project.Files["events/create_issue.yml"].Replace(
                "tiers: [free]", "tiers: [free]\ndeprecated: { reason: Use open_issue., since: 2026-11-29 }", StringComparison.Ordinal))
            .DictionaryAsync());
        string Read(string path) => Encoding.UTF8.GetString(site[path]);

        Assert.Contains("Weights count more. It may be relied on until 2027-06-30.", Read("metrics/counts.bytes/index.html"), StringComparison.Ordinal);
        Assert.Contains("Deprecated since 2026-11-29", Read("events/create_issue/index.html"), StringComparison.Ordinal);
        Assert.Contains("<p>Use open_issue.</p>", Read("events/create_issue/index.html"), StringComparison.Ordinal);
        Assert.Contains("2027-06-30", Read("expiries/index.html"), StringComparison.Ordinal);
        Assert.Contains("DTSTART;VALUE=DATE:20270630\r\nSUMMARY:Shop: the last day of what is deprecated\r\nDESCRIPTION:counts.bytes", Read("expiries.ics"), StringComparison.Ordinal);
        Assert.Contains("number of bytes", Read("metrics.md"), StringComparison.Ordinal);
        Assert.Contains(",bytes,", Read("metrics.csv"), StringComparison.Ordinal);
        Assert.Contains(",2026-11-30,2027-06-30,", Read("metrics.csv"), StringComparison.Ordinal);
        JsonElement bytes = Assert.Single(JsonElement.Parse(Read("payload.schema.json")).GetProperty("properties").GetProperty("counts").GetProperty("properties")
            .EnumerateObject(), one => one.Value.TryGetProperty("deprecated", out _)).Value;
        Assert.True(bytes.GetProperty("deprecated").GetBoolean());
        MetricsDictionary dictionary = await project.DictionaryAsync();
        Assert.All(dictionary.Metrics, metric => Assert.Null(metric.Deprecated));
    }

    [Fact]
    public void A_long_or_strange_line_of_the_calendar_is_folded_and_escaped()
    {
        string calendar = ExpiryCalendar.Write(HostileDictionary.Of(string.Concat(Enumerable.Repeat("ä;,\\\r\n", 40)), ""));

        Assert.All(calendar.Split("\r\n"), line => Assert.True(Encoding.UTF8.GetByteCount(line) <= 75));
        Assert.Contains("ä\\;\\,\\\\\\n", calendar.Replace("\r\n ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_a_text_is_the_files_can_be_read()
    {
        foreach (string text in Hostile.Texts)
        {
            SortedDictionary<string, byte[]> site = SmallProject.SiteOf(HostileDictionary.Of(text, text));
            foreach ((string _, byte[] json) in site.Where(file => file.Key.EndsWith(".json", StringComparison.Ordinal)))
            {
                JsonElement.Parse(json);
            }

            Assert.Single(Encoding.UTF8.GetString(site["metrics.jsonl"]).TrimEnd('\n').Split('\n'));
            JsonElement.Parse(SearchIndexTests.JsonOf(site));
        }
    }

    [Fact]
    public async Task Markdown_and_the_text_for_language_models_name_what_there_is()
    {
        SortedDictionary<string, byte[]> site = SmallProject.SiteOf(await new SmallProject().DictionaryAsync());

        Assert.Contains("### counts.creators\\_monthly\n", Encoding.UTF8.GetString(site["metrics.md"]), StringComparison.Ordinal);
        string text = Encoding.UTF8.GetString(site["llms.txt"]);
        Assert.StartsWith("# Metrics dictionary of Shop\n", text, StringComparison.Ordinal);
        Assert.All(TwinFiles.Described, file => Assert.Contains(file.Name, site.Keys));
    }
}
