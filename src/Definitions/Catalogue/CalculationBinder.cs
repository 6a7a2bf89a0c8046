using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Prometheus;
using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Catalogue;

/// <summary>Finds the query of a metric: its own, or that of a shared calculation with the metric's options filled in.</summary>
internal sealed class CalculationBinder
{
    private readonly Dictionary<string, SharedCalculation> _calculations = new(StringComparer.Ordinal);

    public CalculationBinder(EquatableArray<SharedCalculation> calculations)
    {
        foreach (SharedCalculation calculation in calculations)
        {
            _calculations[calculation.InstrumentationClass] = calculation;
        }
    }

    /// <summary>The names of all shared calculations.</summary>
    public IEnumerable<string> Names => _calculations.Keys;

    /// <summary>The shared calculation that a metric names, or null.</summary>
    public SharedCalculation? Find(MetricDefinition metric) =>
        metric.InstrumentationClass is { } name && _calculations.TryGetValue(name, out SharedCalculation? calculation)
            ? calculation
            : null;

    /// <summary>The query, or what hinders it; neither where the metric has none.</summary>
    public BoundQuery Bind(MetricDefinition metric) => Bind(metric, "$1");

    /// <summary>The query as people read it, with the clock by its name; null where the metric has none that can be computed.</summary>
    public QueryDefinition? Shown(MetricDefinition metric) => Bind(metric, ":" + SqlText.RecordedAt).Query;

    private BoundQuery Bind(MetricDefinition metric, string clock)
    {
        if (metric.Query is { } own)
        {
            return new BoundQuery(Bind(own, clock, [], []), null);
        }

        if (Find(metric) is not { } calculation)
        {
            return default;
        }

        OptionMismatch? mismatch = Values(calculation, metric.Options, out Dictionary<string, OptionValue> values);
        if (mismatch is not null)
        {
            return new BoundQuery(null, mismatch.Message);
        }

        QueryDefinition query = Bind(calculation.Query, clock, values, metric.Options);
        string? missing = Parameters(query).FirstOrDefault(name => calculation.Parameters.Any(parameter => parameter.Name == name));
        return missing is null
            ? new BoundQuery(query, null)
            : new BoundQuery(null, $"The option '{missing}' of '{calculation.InstrumentationClass}' is missing.");
    }

    /// <summary>What stands like an open parameter; in the slice <c>a[:n]</c> it may be a column.</summary>
    private static IEnumerable<string> Parameters(QueryDefinition query)
    {
        IEnumerable<string> texts = query.Joins.Concat(query.Where).Concat(query.Columns).Concat(query.GroupBy)
            .Concat([query.From ?? "", query.TimestampColumn, query.Batch?.Column ?? ""]);
        return texts.SelectMany(SqlText.Parameters).Concat(OptionText.Parameters(query.Sketch)).Concat(PromText.Parameters(query.PromQl))
            .Concat(query.Parts.SelectMany(Parameters));
    }

    /// <summary>
    /// What every option stands for, or the first option that does not fit. A value that stands for nothing is as if the option
    /// were not there.
    /// </summary>
    public static OptionMismatch? Values(
        SharedCalculation calculation, EquatableArray<Option> options, out Dictionary<string, OptionValue> values)
    {
        values = new Dictionary<string, OptionValue>(StringComparer.Ordinal);
        foreach (Option option in options)
        {
            CalculationParameter? parameter = calculation.Parameters.FirstOrDefault(parameter => parameter.Name == option.Name);
            if (parameter is null)
            {
                return new OptionMismatch(
                    option.Name, option.Name, $"'{calculation.InstrumentationClass}' takes no option '{option.Name}'",
                    calculation.Parameters.Select(static known => known.Name).ToList());
            }

            OptionValue value = option.Value;
            if (!parameter.Values.IsEmpty)
            {
                string text = value.Kind == OptionKind.Null ? "null" : value.Text;
                ParameterValue? allowed = parameter.Values.FirstOrDefault(allowed => allowed.Option == text);
                if (allowed is null)
                {
                    return new OptionMismatch(
                        option.Name, text,
                        $"'{text}' is no value of the option '{option.Name}' of '{calculation.InstrumentationClass}'",
                        parameter.Values.Select(static known => known.Option).ToList());
                }

                if (allowed.Literal.Kind == OptionKind.Null)
                {
                    continue;
                }

                value = allowed.Literal;
            }

            if (SqlText.Literal(value) is null)
            {
                return new OptionMismatch(
                    option.Name, "", $"The option '{option.Name}' of '{calculation.InstrumentationClass}' is a single value", []);
            }

            values[option.Name] = value;
        }

        return calculation.Query.PromQl is { } promQl ? Unfit(calculation, promQl, values) : null;
    }

    private static OptionMismatch? Unfit(SharedCalculation calculation, string promQl, Dictionary<string, OptionValue> values)
    {
        PromText.Bind(promQl, values, out string? unfit);
        return unfit is null ? null : new OptionMismatch(
            unfit, "",
            $"The option '{unfit}' of '{calculation.InstrumentationClass}' is a text or a number, and a duration such as 5m where a range or an offset is "
            + "asked for",
            []);
    }

    private static QueryDefinition Bind(
        QueryDefinition query, string clock, Dictionary<string, OptionValue> values, EquatableArray<Option> options)
    {
        string? WordOf(string name) =>
            values.ContainsKey(name) ? options.FirstOrDefault(option => option.Name == name)?.Value.Text : null;
        string? LiteralOf(string name) =>
            name == SqlText.RecordedAt ? clock : values.TryGetValue(name, out OptionValue? value) ? SqlText.Literal(value) : null;
        EquatableArray<string> BindAll(IEnumerable<string> texts) => texts.Select(BindOne).ToEquatableArray();
        string BindOne(string sql) => SqlText.Bind(sql, LiteralOf);
        IEnumerable<string> when = query.When
            .Where(condition => values.ContainsKey(condition.Option))
            .Select(static condition => condition.Where);
        return query with
        {
            From = query.From is { } from ? BindOne(from) : null,
            Joins = BindAll(query.Joins),
            Where = BindAll(query.Where.Concat(when)),
            When = [],
            Columns = BindAll(query.Columns),
            GroupBy = query.PromQl is null ? BindAll(query.GroupBy) : query.GroupBy,
            TimestampColumn = BindOne(query.TimestampColumn),
            Batch = query.Batch is { Column: { } column } batch ? batch with { Column = BindOne(column) } : query.Batch,
            Sketch = query.Sketch is { } sketch ? OptionText.Bind(sketch, WordOf) : null,
            Parts = query.Parts.Select(part => Bind(part, clock, values, options)).ToEquatableArray(),
            PromQl = query.PromQl is { } promQl ? PromText.Bind(promQl, values, out _) : null,
        };
    }
}

/// <summary>A query with all parameters filled in, or what hinders it.</summary>
internal readonly record struct BoundQuery(QueryDefinition? Query, string? Hindrance);

/// <summary>An option that does not fit a shared calculation: why, and what would.</summary>
internal sealed record OptionMismatch(string Option, string Given, string Cause, IReadOnlyList<string> Allowed)
{
    public string Message => Cause + (Allowed.Count == 0 ? "." : $", which knows {string.Join(", ", Allowed)}.");
}
