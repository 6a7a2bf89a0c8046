using System.Globalization;
using System.Text;
using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Planning;
using Source = ServicePing.Definitions.Model.DataSource;

namespace ServicePing.Tool.Reports;

/// <summary>What browsers may track, as declarations that complete those of the npm package.</summary>
internal static class TypeScriptDeclarations
{
    private const string UsagePrefix = "USAGE_";
    private const string UniquePrefix = "{hll_counters}_";

    /// <summary>Writes the declarations.</summary>
    /// <param name="catalogue">The definitions of the program and of its libraries.</param>
    /// <param name="module">The name by which the module is imported.</param>
    internal static string Write(DefinitionCatalogue catalogue, string module)
    {
        Plan plan = Planner.Plan(catalogue);
        StringBuilder text = new();
        text.Append("// Written by `serviceping typescript` from the definitions of the program.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"import {Quoted(module)};\n\ndeclare module {Quoted(module)} {{\n");
        text.Append("  interface CompleteCatalogues {\n    areComplete: true;\n  }\n\n  interface EventCatalogue {\n");
        foreach (EventDefinition definition in catalogue.Events
            .Where(one => one is { InternalEvents: true, IsRemoved: false })
            .DistinctBy(one => one.Action, StringComparer.Ordinal)
            .OrderBy(one => one.Action, StringComparer.Ordinal))
        {
            WriteEvent(text, definition);
        }

        text.Append("  }\n\n");
        WriteNames(text, "CounterCatalogue", NamesOf(plan, Source.Redis, read => read.Keys.Select(NameOfTotal)));
        text.Append('\n');
        WriteNames(
            text,
            "UniqueEventCatalogue",
            NamesOf(plan, Source.RedisHll, read => read.Names.Count > 0 ? read.Names : read.Keys.Select(NameOfUnique))
                .Concat(catalogue.KnownEvents.Select(known => known.Name)));
        return text.Append("}\n").ToString();
    }

    private static void WriteEvent(StringBuilder text, EventDefinition definition)
    {
        WriteComment(text, "    ", definition.Description, definition.Deprecated is { } deprecation ? "@deprecated" + deprecation.Sentence["Deprecated".Length..] : null);
        if (definition.AdditionalProperties.Count == 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"    {Quoted(definition.Action)}: Record<string, never>;\n");
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"    {Quoted(definition.Action)}: {{\n");
        foreach (AdditionalProperty property in definition.AdditionalProperties)
        {
            WriteComment(text, "      ", property.Description);
            text.Append(CultureInfo.InvariantCulture, $"      {Quoted(property.Name)}?: {TypeOf(property)} | null;\n");
        }

        text.Append("    };\n");
    }

    private static void WriteNames(StringBuilder text, string catalogue, IEnumerable<string> names)
    {
        text.Append(CultureInfo.InvariantCulture, $"  interface {catalogue} {{\n");
        foreach (string name in names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"    {Quoted(name)}: true;\n");
        }

        text.Append("  }\n");
    }

    /// <summary>A comment of one line, or of two where there is a tag, which must begin one.</summary>
    private static void WriteComment(StringBuilder text, string indent, string description, string? tag = null)
    {
        string line = OneLine(description);
        if (tag is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"{indent}/**\n{indent} * {line}\n{indent} * {OneLine(tag)}\n{indent} */\n");
        }
        else if (line.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{indent}/** {line} */\n");
        }
    }

    private static string OneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace("*/", "*\\/", StringComparison.Ordinal);

    private static string TypeOf(AdditionalProperty property) => (property.Type, property.Name) switch
    {
        (PropertyType.Boolean, _) => "boolean",
        (PropertyType.Integer or PropertyType.Number, _) => property.Values.Count > 0 ? string.Join(" | ", property.Values) : "number",
        _ when property.Values.Count > 0 => string.Join(" | ", property.Values.Select(Quoted)),
        (PropertyType.String, _) or (_, "label" or "property") => "string",
        (_, "value") => "number",
        _ => "string | number | boolean",
    };

    private static IEnumerable<string> NamesOf(Plan plan, Source source, Func<CounterReadPlan, IEnumerable<string>> names) => plan.CounterReads
        .Where(read => plan.Metrics[read.Slot].Metric.Definition.DataSource == source)
        .SelectMany(names);

    private static string NameOfTotal(string key) =>
        (key.StartsWith(UsagePrefix, StringComparison.Ordinal) ? key[UsagePrefix.Length..] : key).ToLowerInvariant();

    private static string NameOfUnique(string key) =>
        key.StartsWith(UniquePrefix, StringComparison.Ordinal) ? key[UniquePrefix.Length..] : key;

    /// <summary>A text as a literal, whatever it holds.</summary>
    private static string Quoted(string text)
    {
        StringBuilder quoted = new("'");
        foreach (char one in text)
        {
            if (one is '\'' or '\\')
            {
                quoted.Append('\\').Append(one);
            }
            else if (char.IsControl(one) || one is '\u2028' or '\u2029')
            {
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)one:x4}");
            }
            else
            {
                quoted.Append(one);
            }
        }

        return quoted.Append('\'').ToString();
    }
}
