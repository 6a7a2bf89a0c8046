using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Prometheus;
using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Locking;

/// <summary>Says in a few digits how a metric is computed. Equal on every machine, and for ever.</summary>
internal static class CalculationHash
{
    private const int Bytes = 8;

    /// <summary>The hash: 16 hexadecimal digits.</summary>
    public static string Of(Metric metric, CalculationBinder calculations)
    {
        using SHA256 algorithm = SHA256.Create();
        byte[] hash = algorithm.ComputeHash(Encoding.UTF8.GetBytes(TextOf(metric, calculations)));
        StringBuilder digits = new(Bytes * 2);
        for (int i = 0; i < Bytes; i++)
        {
            digits.Append(hash[i].ToString("x2", CultureInfo.InvariantCulture));
        }

        return digits.ToString();
    }

    /// <summary>The calculation as lines of text, without what changes no value: spelling, and order where it says nothing.</summary>
    private static string TextOf(Metric metric, CalculationBinder calculations)
    {
        StringBuilder text = new();
        MetricDefinition definition = metric.Definition;
        if (calculations.Bind(definition).Query is { } query)
        {
            bool hasWindow = metric.TimeFrame is TimeFrame.SevenDays or TimeFrame.TwentyEightDays;
            text.Append(TextOf(query, hasWindow));
        }
        else if (!definition.Events.IsEmpty)
        {
            foreach (string line in definition.Events.Select(TextOf).OrderBy(static line => line, StringComparer.Ordinal))
            {
                Line(text, "event", line);
            }
        }
        else
        {
            Line(text, "class", definition.InstrumentationClass);
        }

        // A shared calculation has its options filled in.
        if (definition.Query is null && calculations.Find(definition) is null)
        {
            Members(text, definition.Options);
        }

        return text.ToString();
    }

    private static string TextOf(QueryDefinition query, bool hasWindow)
    {
        StringBuilder text = new();
        string table = CanonicalSql.Table(query.From ?? "");
        Line(text, "database", query.Database);
        Line(text, "operation", query.Operation is { } operation ? Words.Of(Words.Operations, operation) : null);
        Line(text, "from", table);
        Line(text, "alias", query.Alias is { } alias ? SqlName.Quote(alias) : null);
        Lines(text, "join", query.Joins.Select(CanonicalSql.Of));
        Lines(text, "where", CanonicalSql.Conditions(query.Where));
        Lines(text, "column", query.Columns.Select(Column));
        Lines(text, "group_by", query.GroupBy.Select(by => query.PromQl is null ? Column(by) : Quoted(by)));
        Lines(text, "value_of_group", query.GroupValues.OrderBy(static value => value, StringComparer.Ordinal).Select(Quoted));
        Line(text, "max_groups", query.MaxGroups is { } most ? FormattableString.Invariant($"{most}") : null);
        Lines(text, "member", query.ListOf.Select(Quoted));
        Line(text, "window", hasWindow && query.From is not null ? Column(query.TimestampColumn) : null);
        if (query.Batch is { } batch && (batch.Start ?? batch.Finish) is not null)
        {
            Line(text, "keys", FormattableString.Invariant($"{Column(batch.Column ?? "id")} {batch.Start}..{batch.Finish}"));
        }

        if (query.Buckets is { } buckets)
        {
            Line(text, "buckets", FormattableString.Invariant($"{buckets.First}..{buckets.Last}"));
        }

        Line(text, "percentile", query.Percentile is { } percentile ? FormattableString.Invariant($"{percentile}") : null);
        Lines(text, "metric", query.Metrics.OrderBy(static name => name, StringComparer.Ordinal));
        Line(text, "numerator", query.Numerator);
        Line(text, "denominator", query.Denominator);
        Lines(
            text, "part",
            query.Parts.Select(part => TextOf(part, hasWindow)).OrderBy(static part => part, StringComparer.Ordinal));
        Line(text, "promql", query.PromQl is { } promQl ? PromText.Canonical(promQl) : null);
        if (query.Value is { } value)
        {
            Value(text.Append("value "), value);
            text.Append('\n');
        }

        return text.ToString();

        string Column(string column) => CanonicalSql.Of(SqlName.Column(column, query.Alias is { } alias ? SqlName.Quote(alias) : table));
    }

    private static string TextOf(EventSelection selection)
    {
        StringBuilder text = new(selection.Name);
        text.Append(' ').Append(selection.Unique).Append(' ').Append(selection.Operator switch
        {
            EventOperator.Count => "",
            _ => Words.Of(Words.EventOperators, selection.Operator),
        });
        foreach (EventFilter filter in selection.Filter)
        {
            text.Append(' ').Append(filter.Property).Append(filter.IsPlain ? "" : " in");
            foreach (FilterValue value in filter.Values)
            {
                text.Append(value.IsNumber ? "==" : "=").Append(value.IsRange ? $"{value.From}..{value.To}" : Quoted(value.Text));
            }
        }

        return text.ToString();
    }

    private static void Members(StringBuilder text, IEnumerable<Option> members)
    {
        foreach (Option member in members.OrderBy(static member => member.Name, StringComparer.Ordinal))
        {
            text.Append("option ").Append(Quoted(member.Name)).Append(": ");
            Value(text, member.Value);
            text.Append('\n');
        }
    }

    private static void Value(StringBuilder text, OptionValue value)
    {
        switch (value.Kind)
        {
            case OptionKind.Null:
                text.Append("null");
                break;
            case OptionKind.String:
                text.Append(Quoted(value.Text));
                break;
            case OptionKind.List:
                text.Append('[');
                foreach (OptionValue item in value.Items)
                {
                    Value(text, item);
                    text.Append(',');
                }

                text.Append(']');
                break;
            case OptionKind.Map:
                text.Append("{\n");
                Members(text, value.Members);
                text.Append('}');
                break;
            default:
                text.Append(value.Text);
                break;
        }
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "''")}'";

    private static void Lines(StringBuilder text, string word, IEnumerable<string> values)
    {
        foreach (string value in values)
        {
            Line(text, word, value);
        }
    }

    private static void Line(StringBuilder text, string word, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            text.Append(word).Append(' ').Append(value).Append('\n');
        }
    }
}
