using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Yaml;
using static ServicePing.Definitions.Problems.Rules;
using static ServicePing.Definitions.Reading.QueryRules;

namespace ServicePing.Definitions.Reading;

/// <summary>Which keys an operation over other metrics takes, and which it needs: add, ratio and sites.</summary>
internal static class CompositeRules
{
    /// <summary>The keys that say of what other values one is computed.</summary>
    private static readonly Key[] OfMetrics = [QueryKeys.Metrics, QueryKeys.Parts, QueryKeys.Numerator, QueryKeys.Denominator];

    /// <summary>The keys that say of a table what is read of it.</summary>
    private static readonly Key[] OfTables =
        [.. QueryKeys.Map.Except([QueryKeys.Operation, .. OfMetrics, QueryKeys.Value, QueryKeys.PromQl])];

    public static void CheckAdd(MapReader reader)
    {
        foreach (Key key in OfTables)
        {
            Forbid(reader, key, "add", "write it in the 'parts'");
        }

        Forbid(reader, QueryKeys.Numerator, "add", "only ratio takes it");
        Forbid(reader, QueryKeys.Denominator, "add", "only ratio takes it");

        if (reader.Has(QueryKeys.Metrics) == reader.Has(QueryKeys.Parts))
        {
            reader.Report(
                QueryShape, QueryKeys.Operation,
                reader.Has(QueryKeys.Parts)
                    ? "'add' has both 'metrics' and 'parts': keep one of them."
                    : "'add' needs what to add: add 'metrics' with key paths, or 'parts' with queries.");
        }
        else if (reader.Map[reader.Has(QueryKeys.Parts) ? QueryKeys.Parts : QueryKeys.Metrics] is YamlList { Items.Length: 0 })
        {
            reader.Report(
                QueryShape, reader.Has(QueryKeys.Parts) ? QueryKeys.Parts : QueryKeys.Metrics,
                "'add' has nothing to add: name at least one metric or part.");
        }
    }

    public static void CheckRatio(MapReader reader)
    {
        foreach (Key key in OfTables)
        {
            Forbid(reader, key, "ratio", "make a metric of what is read, and name that");
        }

        Forbid(reader, QueryKeys.Metrics, "ratio", "write the two as 'numerator' and 'denominator'");
        Forbid(reader, QueryKeys.Parts, "ratio", "make metrics of the two, and write them as 'numerator' and 'denominator'");
        foreach (Key key in new[] { QueryKeys.Numerator, QueryKeys.Denominator })
        {
            if (!reader.Has(key))
            {
                reader.Report(QueryShape, QueryKeys.Operation, $"'ratio' needs '{key}': add the key path of a metric, without suffix.");
            }
        }
    }

    /// <summary>Each secondary site computes the metrics itself, so that nothing is read here.</summary>
    public static void CheckSites(QueryDefinition query, MapReader reader)
    {
        foreach (Key key in OfTables)
        {
            Forbid(reader, key, "sites", "make a metric of what is read on each site, and name that");
        }

        Forbid(reader, QueryKeys.Parts, "sites", "make metrics of them, and name those under 'metrics'");
        Forbid(reader, QueryKeys.Numerator, "sites", "only ratio takes it");
        Forbid(reader, QueryKeys.Denominator, "sites", "only ratio takes it");
        if (query.Metrics.IsEmpty)
        {
            reader.Report(
                QueryShape, reader.Has(QueryKeys.Metrics) ? QueryKeys.Metrics : QueryKeys.Operation,
                "'sites' needs what each site reports: add 'metrics' with the key paths of at least one metric.");
        }

        foreach (IGrouping<string, string> same in query.Metrics.Distinct(StringComparer.Ordinal).GroupBy(SiteMember, StringComparer.Ordinal).Where(static same => same.Skip(1).Any()))
        {
            reader.Report(
                QueryShape, QueryKeys.Metrics,
                $"'{string.Join("' and '", same)}' would both be the member '{same.Key}' of a site: metrics of one list end in different words.");
        }
    }

    /// <summary>What the last word of a key path is called in the object of a site.</summary>
    private static string SiteMember(string keyPath) => keyPath.Substring(keyPath.LastIndexOf('.') + 1);
}
