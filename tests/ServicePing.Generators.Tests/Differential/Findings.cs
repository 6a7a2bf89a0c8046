using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ServicePing.Generators.Tests.Differential;

/// <summary>What the comparisons have found so far, and how many there were of each kind.</summary>
internal sealed class Findings
{
    /// <summary>One standard error of a HyperLogLog of 2^14 registers.</summary>
    private const double StandardError = 1.04 / 128;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _compared = [];
    private readonly Dictionary<string, int> _refused = [];

    public List<string> Wrong { get; } = [];

    public HashSet<string> Statements { get; } = [];

    public HashSet<string> Settings { get; } = [];

    /// <summary>The settings that could be drawn.</summary>
    public IReadOnlyList<string> KnownSettings { get; init; } = [];

    public int Estimates { get; private set; }

    public int FarEstimates { get; private set; }

    /// <summary>How many values of a kind were compared, and how many were refused for their reason.</summary>
    public (int Compared, int Refused) Of(string kind)
    {
        lock (_lock)
        {
            return (_compared.GetValueOrDefault(kind), _refused.GetValueOrDefault(kind));
        }
    }

    public override string ToString() => string.Join(
        ", ",
        _compared.Keys.Union(_refused.Keys).Order()
            .Select(kind => $"{kind}: {_compared.GetValueOrDefault(kind)} compared, {_refused.GetValueOrDefault(kind)} refused"));

    public void Add(RandomDefinition definition, string what)
    {
        lock (_lock)
        {
            Wrong.Add($"{what}\n{definition.Yaml}\n{definition.Sql}");
        }
    }

    public void Refuse(params IEnumerable<string> kinds) => Count(_refused, kinds);

    public void See(IEnumerable<SentStatement> sent, IEnumerable<string> settings)
    {
        lock (_lock)
        {
            Statements.UnionWith(sent.Select(statement => StrategyOf(statement.Sql)));
            Settings.UnionWith(settings);
        }
    }

    /// <summary>Compares a value with plain SQL's.</summary>
    public void Compare(RandomDefinition definition, JsonElement expected, JsonElement value, params IEnumerable<string> kinds)
    {
        Count(_compared, kinds);
        if (definition.Precision == Precision.Estimate)
        {
            (int estimates, int far) = CompareEstimates(definition, expected, value);
            lock (_lock)
            {
                Estimates += estimates;
                FarEstimates += far;
            }
        }
        else if (!AreEqual(value, expected, definition.Precision == Precision.Exact ? 0 : 1e-12))
        {
            Add(definition, $"{value} instead of {expected}, {string.Join(", ", kinds)}");
        }
    }

    public static bool AreEqual(JsonElement one, JsonElement other, double tolerance)
    {
        if (one.ValueKind != other.ValueKind)
        {
            return false;
        }

        return one.ValueKind switch
        {
            JsonValueKind.Number when tolerance == 0 => Number(one) == Number(other),
            JsonValueKind.Number => Math.Abs(one.GetDouble() - other.GetDouble()) <= tolerance * Math.Abs(other.GetDouble()),
            JsonValueKind.Object => one.EnumerateObject().Count() == other.EnumerateObject().Count()
                && one.EnumerateObject().All(member =>
                    other.TryGetProperty(member.Name, out JsonElement match) && AreEqual(member.Value, match, tolerance)),
            JsonValueKind.Array => one.GetArrayLength() == other.GetArrayLength()
                && one.EnumerateArray().Zip(other.EnumerateArray()).All(pair => AreEqual(pair.First, pair.Second, tolerance)),
            _ => one.ToString() == other.ToString(),
        };
    }

    private static decimal Number(JsonElement number) =>
        decimal.Parse(number.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static string StrategyOf(string sql) =>
        sql.Contains("different_values", StringComparison.Ordinal) ? "value range" :
        sql.Contains("CASE WHEN", StringComparison.Ordinal) ? "masked" :
        Regex.IsMatch(sql, @"(created|closed)_at >= \$6 ") ? "window" :
        sql.Contains(" < $7 OR ", StringComparison.Ordinal) ? "key of a view" :
        sql.Contains(".ctid >= $6", StringComparison.Ordinal)
            ? sql.Contains("count(*)", StringComparison.Ordinal)
                ? sql.Contains("GROUP BY", StringComparison.Ordinal) ? "grouped" : "page"
                : "streamed"
            : Regex.IsMatch(sql, @"\) (>=|<) \(\$6") ? "key" : "at once";

    private void Count(Dictionary<string, int> counts, IEnumerable<string> kinds)
    {
        lock (_lock)
        {
            foreach (string kind in kinds)
            {
                counts[kind] = counts.GetValueOrDefault(kind) + 1;
            }
        }
    }

    /// <summary>Each group is an estimate of its own; the groups themselves are exact.</summary>
    private (int Estimates, int Far) CompareEstimates(RandomDefinition definition, JsonElement expected, JsonElement value)
    {
        if (expected.ValueKind != JsonValueKind.Object)
        {
            return (1, AreEqual(value, expected, 3 * StandardError) ? 0 : 1);
        }

        if (!expected.EnumerateObject().Select(member => member.Name).Order().SequenceEqual(
            value.EnumerateObject().Select(member => member.Name).Order()))
        {
            Add(definition, $"{value} instead of {expected}");
            return (0, 0);
        }

        (int Estimates, int Far) sum = (0, 0);
        foreach (JsonProperty member in expected.EnumerateObject())
        {
            (int estimates, int far) = CompareEstimates(definition, member.Value, value.GetProperty(member.Name));
            sum = (sum.Estimates + estimates, sum.Far + far);
        }

        return sum;
    }
}
