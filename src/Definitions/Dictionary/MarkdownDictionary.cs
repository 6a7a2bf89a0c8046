using System.Text;
using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Export;
using ServicePing.Definitions.GitLab;
using ServicePing.Definitions.Lineage;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Dictionary;

/// <summary>The dictionary of a project's metrics: what each is, where it comes from and who owns it, for people to read.</summary>
public static class MarkdownDictionary
{
    /// <summary>Writes the dictionary.</summary>
    /// <param name="catalogue">The definitions.</param>
    public static string Write(DefinitionCatalogue catalogue)
    {
        LineageGraph lineage = LineageGraph.Of(catalogue);
        ILookup<string, string> origins = lineage.Edges.ToLookup(
            static edge => edge.To.Name, static edge => $"`{edge.From.Name}`", StringComparer.Ordinal);
        CalculationBinder calculations = new(catalogue.Calculations);
        List<IGrouping<string, Metric>> sections =
            [.. catalogue.Metrics.GroupBy(static metric => metric.KeyPath.Split('.')[0], StringComparer.Ordinal)];
        StringBuilder page = new();
        page.Append("# Metrics\n\n");
        page.Append($"{Count(catalogue.Metrics.Count, "metric")}, {Count(catalogue.Events.Count, "event")}. ");
        page.Append("This page is written by `serviceping dictionary`; the definitions are its source.\n\n");
        page.Append("| section | metrics |\n|---|---|\n");
        foreach (IGrouping<string, Metric> section in sections)
        {
            page.Append($"| [{section.Key}](#{section.Key}) | {section.Count()} |\n");
        }

        if (!catalogue.Events.IsEmpty)
        {
            page.Append($"| [events](#events) | {catalogue.Events.Count} |\n");
        }

        foreach (IGrouping<string, Metric> section in sections)
        {
            page.Append($"\n## {section.Key}\n");
            foreach (Metric metric in section)
            {
                Write(metric, catalogue.Words, calculations, origins, page);
            }
        }

        WriteEvents(catalogue, lineage, page);
        WriteWords(catalogue, page);
        return page.ToString();
    }

    private static void Write(Metric metric, ProductWords words, CalculationBinder calculations, ILookup<string, string> origins, StringBuilder page)
    {
        MetricDefinition definition = metric.Definition;
        page.Append($"\n### {metric.KeyPath}\n\n{Text(definition.Description)}\n\n");
        string[] facts =
        [
            definition.Status switch
            {
                MetricStatus.Active => "",
                MetricStatus.Removed => $"**removed{In(definition.MilestoneRemoved)}**",
                MetricStatus.Broken => $"**broken**, see <{definition.RepairIssueUrl}>",
                _ => "**deprecated**",
            },
            definition.ReplacedBy is { } other ? $"replaced by `{other}`" : "",
            definition.Deprecated is { } deprecation ? $"**deprecated** since {deprecation.Since}{(deprecation.Until is { } until ? $" until {until}" : "")}: {Text(deprecation.Reason)}" : "",
            Words.Of(Words.ValueTypes, definition.ValueType) + (definition.Unit is { } unit ? $" of {unit}" : ""),
            $"time frame {Words.Of(Words.TimeFrames, metric.TimeFrame)}",
            Words.Of(Words.DataSources, definition.DataSource),
            Words.Of(Words.DataCategories, definition.DataCategory),
            definition.Tiers.IsEmpty ? "" : string.Join(", ", definition.Tiers),
            definition.ProductGroup.Length > 0 ? $"owned by {Text(definition.ProductGroup)}{ContactOf(definition.ProductGroup, words)}" : "",
            definition.Milestone.Length > 0 ? $"since {Text(definition.Milestone)}" : "",
            definition.AvailableWhen is { } predicate ? $"where `{predicate}`" : "",
            definition.Expires is { } expires ? $"until {Text(expires)}" : "",
        ];
        page.Append($"{string.Join(" · ", facts.Where(static fact => fact.Length > 0))}\n");
        if (calculations.Shown(definition) is { } query)
        {
            page.Append($"\n```yaml\n{YamlWriter.WriteMap(QueryFields.Of(query))}```\n");
        }

        if (origins.Contains(metric.KeyPath))
        {
            page.Append($"\nFrom {string.Join(", ", origins[metric.KeyPath].Distinct())}");
            page.Append(definition.InstrumentationClass is { } name ? $" by {name}.\n" : ".\n");
        }
        else if (definition.InstrumentationClass is { } name)
        {
            page.Append($"\nFrom {name}.\n");
        }

        if (definition.SourceFile.Length > 0)
        {
            page.Append($"\n`{definition.SourceFile}`\n");
        }
    }

    private static void WriteEvents(DefinitionCatalogue catalogue, LineageGraph lineage, StringBuilder page)
    {
        if (catalogue.Events.IsEmpty)
        {
            return;
        }

        page.Append("\n## events\n\n| event | what happened | identifiers and properties | metrics |\n|---|---|---|---|\n");
        foreach (EventDefinition @event in catalogue.Events)
        {
            IEnumerable<string> arguments =
                @event.Identifiers.Concat(@event.AdditionalProperties.Select(Property));
            IEnumerable<string> metrics = lineage.Edges
                .Where(edge => edge.From.Kind == LineageKind.Event && edge.From.Name == @event.Action)
                .Select(static edge => $"`{edge.To.Name}`");
            page.Append(
                $"| `{@event.Action}` | {Text(@event.Description)}{(@event.Deprecated is { } deprecation ? $" **Deprecated** since {deprecation.Since}: {Text(deprecation.Reason)}" : "")}{(@event.IsForwarded ? " **Forwarded**, each time." : "")} | {string.Join(", ", arguments)} | {string.Join(", ", metrics)} |\n");
        }
    }

    /// <summary>The product's own words, where it has owners or identifiers with types.</summary>
    private static void WriteWords(DefinitionCatalogue catalogue, StringBuilder page)
    {
        ProductWords words = catalogue.Words;
        if (!words.Owners.IsEmpty)
        {
            page.Append("\n## owners\n\n| owner | contact | metrics | events |\n|---|---|---|---|\n");
            foreach (Owner owner in words.Owners)
            {
                page.Append($"| {Text(owner.Name)} | {Text(owner.Contact)} | ")
                    .Append($"{catalogue.Metrics.Count(metric => metric.Definition.ProductGroup == owner.Name)} | ")
                    .Append($"{catalogue.Events.Count(one => one.ProductGroup == owner.Name)} |\n");
            }
        }

        if (words.Identifiers != GitLabWords.All.Identifiers && !words.Identifiers.IsEmpty)
        {
            page.Append("\n## identifiers\n\n| identifier | type | events |\n|---|---|---|\n");
            foreach (DeclaredIdentifier identifier in words.Identifiers)
            {
                page.Append($"| {Text(identifier.Name)} | {Text(WordFields.TypeOf(identifier))} | ")
                    .Append($"{catalogue.Events.Count(one => one.Identifiers.Contains(identifier.Name))} |\n");
            }
        }
    }

    private static string ContactOf(string owner, ProductWords words) =>
        words.Owners.FirstOrDefault(one => one.Name == owner) is { Contact: { Length: > 0 } contact } ? $" ({Text(contact)})" : "";

    private static string Property(AdditionalProperty property) => property.Values.IsEmpty
        ? property.Name
        : $"{property.Name} ({string.Join(", ", property.Values.Select(Text))})";

    private static string Count(int number, string noun) => $"{number} {noun}{(number == 1 ? "" : "s")}";

    private static string In(string? version) => version is null ? "" : $" in {version}";

    /// <summary>A text that Markdown takes for nothing but text.</summary>
    private static string Text(string text)
    {
        text = string.Join(" ", text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        StringBuilder escaped = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            bool isMark = text[i] is '\\' or '`' or '*' or '<' or '>' or '[' or ']' or '|' or '#'
                || (text[i] == '_' && !(IsWord(text, i - 1) && IsWord(text, i + 1)));
            escaped.Append(isMark ? "\\" : "").Append(text[i]);
        }

        return escaped.ToString();
    }

    /// <summary>Inside a word an underscore emphasises nothing.</summary>
    private static bool IsWord(string text, int at) => at >= 0 && at < text.Length && char.IsLetterOrDigit(text[at]);
}
