using System.Globalization;
using System.Text;

namespace ServicePing.Dictionary;

/// <summary>What there is and where, for language models that are given the folder (llms.txt).</summary>
internal static class LanguageModelText
{
    internal static string Write(MetricsDictionary dictionary)
    {
        int present = dictionary.Metrics.Count(metric => !metric.IsRemoved);
        StringBuilder text = new();
        text.Append("# Metrics dictionary of ").Append(Line(dictionary.Product)).Append("\n\n> ")
            .Append(present.ToString(CultureInfo.InvariantCulture)).Append(" metrics and ")
            .Append(dictionary.Events.Count(one => one.Status == "active").ToString(CultureInfo.InvariantCulture))
            .Append(" events that installations of the product count, how each number is made, and what leaves.\n\n")
            .Append("Each metric has a page at metrics/KEY_PATH/index.html and the same as JSON at metrics/KEY_PATH/index.json; each event at events/NAME/. ")
            .Append("In folder names, what is no small letter, digit, dot, hyphen or underscore is written ~CODE~.\n\n## Files\n\n");
        foreach ((string name, string says) in TwinFiles.Described.Where(file => file.Name != "llms.txt"))
        {
            text.Append($"- [{name}]({name}): {says}\n");
        }

        text.Append("\n## Lists\n\n");
        foreach ((string folder, string title) in ((string, string)[])
            [
                ("metrics/", "metrics"), ("events/", "events"), ("owners/", "owners"), ("categories/", "product categories"), ("privacy/", "privacy"),
                ("tables/", "tables, and what breaks if a column goes"), ("releases/", "releases"), ("expiries/", "coming expiries"),
                ("removed/", "removed metrics"),
            ])
        {
            text.Append($"- [{title}]({folder}index.html)\n");
        }

        text.Append("\n## Owners\n\n");
        foreach (OwnerEntry owner in dictionary.Owners)
        {
            text.Append($"- [{Line(owner.Name)}]({Place.OfOwner(owner.Name)}index.html)\n");
        }

        return text.ToString();
    }

    private static string Line(string text) => text.ReplaceLineEndings(" ").Replace("[", "(", StringComparison.Ordinal).Replace("]", ")", StringComparison.Ordinal);
}
