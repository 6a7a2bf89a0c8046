namespace ServicePing.Definitions.Prometheus;

/// <summary>The functions, aggregations and keywords of PromQL, as of Prometheus 3.</summary>
internal static class PromFunctions
{
    private const int Any = int.MaxValue;

    private static readonly Dictionary<string, (int Least, int Most)> s_functions = new(StringComparer.Ordinal)
    {
        ["abs"] = (1, 1), ["absent"] = (1, 1), ["absent_over_time"] = (1, 1), ["acos"] = (1, 1), ["acosh"] = (1, 1), ["asin"] = (1, 1),
        ["asinh"] = (1, 1), ["atan"] = (1, 1), ["atanh"] = (1, 1), ["avg_over_time"] = (1, 1), ["ceil"] = (1, 1), ["changes"] = (1, 1),
        ["clamp"] = (3, 3), ["clamp_max"] = (2, 2), ["clamp_min"] = (2, 2), ["cos"] = (1, 1), ["cosh"] = (1, 1), ["count_over_time"] = (1, 1),
        ["day_of_month"] = (0, 1), ["day_of_week"] = (0, 1), ["day_of_year"] = (0, 1), ["days_in_month"] = (0, 1), ["deg"] = (1, 1),
        ["delta"] = (1, 1), ["deriv"] = (1, 1), ["double_exponential_smoothing"] = (3, 3), ["exp"] = (1, 1), ["first_over_time"] = (1, 1),
        ["floor"] = (1, 1), ["histogram_avg"] = (1, 1), ["histogram_count"] = (1, 1), ["histogram_fraction"] = (3, 3),
        ["histogram_quantile"] = (2, 2), ["histogram_quantiles"] = (3, Any), ["histogram_stddev"] = (1, 1), ["histogram_stdvar"] = (1, 1),
        ["histogram_sum"] = (1, 1), ["holt_winters"] = (3, 3), ["hour"] = (0, 1), ["idelta"] = (1, 1), ["increase"] = (1, 1), ["info"] = (1, 2),
        ["irate"] = (1, 1), ["label_join"] = (3, Any), ["label_replace"] = (5, 5), ["last_over_time"] = (1, 1), ["ln"] = (1, 1),
        ["log10"] = (1, 1), ["log2"] = (1, 1), ["mad_over_time"] = (1, 1), ["max_over_time"] = (1, 1), ["min_over_time"] = (1, 1),
        ["minute"] = (0, 1), ["month"] = (0, 1), ["pi"] = (0, 0), ["predict_linear"] = (2, 2), ["present_over_time"] = (1, 1),
        ["quantile_over_time"] = (2, 2), ["rad"] = (1, 1), ["rate"] = (1, 1), ["resets"] = (1, 1), ["round"] = (1, 2), ["scalar"] = (1, 1),
        ["sgn"] = (1, 1), ["sin"] = (1, 1), ["sinh"] = (1, 1), ["sort"] = (1, 1), ["sort_by_label"] = (1, Any),
        ["sort_by_label_desc"] = (1, Any), ["sort_desc"] = (1, 1), ["sqrt"] = (1, 1), ["stddev_over_time"] = (1, 1),
        ["stdvar_over_time"] = (1, 1), ["sum_over_time"] = (1, 1), ["tan"] = (1, 1), ["tanh"] = (1, 1), ["time"] = (0, 0),
        ["timestamp"] = (1, 1), ["ts_of_first_over_time"] = (1, 1), ["ts_of_last_over_time"] = (1, 1), ["ts_of_max_over_time"] = (1, 1),
        ["ts_of_min_over_time"] = (1, 1), ["vector"] = (1, 1), ["year"] = (0, 1),
    };

    private static readonly Dictionary<string, int> s_aggregations = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sum"] = 1, ["avg"] = 1, ["min"] = 1, ["max"] = 1, ["count"] = 1, ["group"] = 1, ["stddev"] = 1, ["stdvar"] = 1,
        ["topk"] = 2, ["bottomk"] = 2, ["quantile"] = 2, ["count_values"] = 2, ["limitk"] = 2, ["limit_ratio"] = 2,
    };

    // Whose series have the labels of their 'by' and no others.
    private static readonly HashSet<string> s_reducing =
        new(["sum", "avg", "min", "max", "count", "group", "stddev", "stdvar", "quantile"], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> s_labelLists =
        new(["by", "without", "on", "ignoring", "group_left", "group_right"], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> s_keywords = new(
        ["and", "or", "unless", "bool", "offset", "atan2", "anchored", "smoothed", "fill", "fill_left", "fill_right", "trim_upper", "trim_lower"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The names of all that can be called.</summary>
    public static IEnumerable<string> Names => s_functions.Keys.Concat(s_aggregations.Keys);

    /// <summary>How many arguments a function or an aggregation takes; null for one that is not known.</summary>
    public static (int Least, int Most)? Arity(string name) =>
        s_functions.TryGetValue(name, out (int Least, int Most) arity) ? arity
        : s_aggregations.TryGetValue(name, out int count) ? (count, count)
        : null;

    public static bool IsAggregation(string name) => s_aggregations.ContainsKey(name);

    /// <summary>Whether the series of an aggregation have the labels of its <c>by</c>, and no others.</summary>
    public static bool IsReducing(string name) => s_reducing.Contains(name);

    /// <summary>Whether a list of labels follows in parentheses.</summary>
    public static bool TakesLabels(string name) => s_labelLists.Contains(name);

    /// <summary>Whether it is a word of the language that nothing is called by.</summary>
    public static bool IsKeyword(string name) => s_keywords.Contains(name) || s_labelLists.Contains(name);
}
