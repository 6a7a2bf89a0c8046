using System.Text;
using System.Text.Json;
using ServicePing.Dictionary;

namespace ServicePing.Tool.Tests.Dictionary;

/// <summary>The index of the search has what the pages have.</summary>
public sealed class SearchIndexTests
{
    [Fact]
    public async Task Every_metric_and_event_is_in_it_with_its_words_and_facets()
    {
        MetricsDictionary dictionary = await new SmallProject().DictionaryAsync();
        JsonElement index = JsonElement.Parse(JsonOf(SmallProject.SiteOf(dictionary)));
        string[] names = [.. index.GetProperty("names").EnumerateArray().Select(name => name.GetString()!)];

        Assert.Equal([.. dictionary.Metrics.Select(metric => metric.KeyPath), "create_issue"], names);
        int issues = Array.IndexOf(names, "counts.issues_weekly");
        Assert.Equal(
            "What counts.issues says",
            index.GetProperty("texts")[index.GetProperty("text")[issues].GetInt32()].GetString());
        Assert.Equal(["issues"], ValuesOf(index, "table", issues));
        Assert.Equal(["7d"], ValuesOf(index, "time", issues));
        Assert.Equal(["free", "premium"], ValuesOf(index, "tier", issues));
        Assert.Equal(["removed"], ValuesOf(index, "status", Array.IndexOf(names, "counts.old")));
        Assert.Equal(["event"], ValuesOf(index, "kind", names.Length - 1));
        Assert.Empty(ValuesOf(index, "source", names.Length - 1));
    }

    [Fact]
    public async Task Only_folders_that_are_not_the_name_itself_are_in_it()
    {
        MetricsDictionary dictionary = await new SmallProject()
            .With("metrics/upper.yml", SmallProject.Metric("counts.upperCase", "system", "none", "instrumentation_class: A")).DictionaryAsync();
        JsonElement folders = JsonElement.Parse(JsonOf(SmallProject.SiteOf(dictionary))).GetProperty("folders");

        Assert.Equal(["m counts.upperCase"], folders.EnumerateObject().Select(one => one.Name));
    }

    /// <summary>What the script assigns.</summary>
    internal static string JsonOf(SortedDictionary<string, byte[]> site)
    {
        string script = Encoding.UTF8.GetString(site[DictionarySite.IndexFile]);
        Assert.StartsWith("window.servicePingDictionary=", script, StringComparison.Ordinal);
        Assert.EndsWith(";\n", script, StringComparison.Ordinal);
        return script["window.servicePingDictionary=".Length..^2];
    }

    private static IEnumerable<string> ValuesOf(JsonElement index, string name, int row)
    {
        JsonElement facet = index.GetProperty("facets").EnumerateArray().Single(one => one.GetProperty("name").GetString() == name);
        JsonElement places = facet.GetProperty("rows")[row];
        IEnumerable<int> all = places.ValueKind == JsonValueKind.Array ? places.EnumerateArray().Select(place => place.GetInt32()) : [places.GetInt32()];
        return [.. all.Where(place => place >= 0).Select(place => facet.GetProperty("values")[place].GetString()!)];
    }
}
