using Microsoft.CodeAnalysis.Text;
using ServicePing.Definitions.Counters;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Planning;
using ServicePing.Generators.CSharp;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Emit;

/// <summary>
/// Prints parts of tables: text where nobody looks, from which the runtime makes plan records when somebody asks.
/// <c>ServicePing.Runtime.Plans.PlanTables</c> says how the rows are written.
/// </summary>
internal static class TableEmitter
{
    public static SourceText Emit(TablePart<MetricRow> part)
    {
        string before = "";
        Dictionary<string, int> reasons = new(StringComparer.Ordinal);
        return Emit("MetricTable", part, (text, row) =>
        {
            int shared = SharedLength(before, row.KeyPath);
            before = row.KeyPath;
            text.Row().Field(shared).Field(row.KeyPath.Substring(shared))
                .Raw($"{(int)row.Shape}{(int)row.Status}{(int)row.TimeFrame}{(int)row.DataSource}{(int)row.DataCategory}");
            if (row.Unplanned is not { } reason)
            {
                return;
            }

            if (reasons.TryGetValue(reason, out int known))
            {
                text.Field(known);
            }
            else
            {
                reasons.Add(reason, reasons.Count);
                text.Field(reason);
            }
        });
    }

    public static SourceText Emit(TablePart<CounterRow> part) => Emit("CounterTable", part, static (text, row) =>
    {
        text.Row().Raw(string.Join(";", row.Slots.Select(static slot => $"{slot.Slot}:{(int)slot.Window}")))
            .Field((int)row.Kind).Field(row.Keys, CounterKeys.TagOf(row.Kind));
        if (!row.Names.IsEmpty)
        {
            text.Field(row.Names);
        }
    });

    public static SourceText Emit(TablePart<AggregatePlan> part) => Emit("AggregateTable", part, static (text, row) =>
    {
        text.Row().Field(row.Slot).Raw($"{(int)row.Operator}{(int)row.Window}")
            .Raw(string.Join(";", row.Sets.Select(static set => $"{(int)set.Source};{TableText.Escape(set.Name)}")));
        if (row.FeatureFlag is not null)
        {
            text.Field(row.FeatureFlag);
        }
    });

    public static SourceText Emit(TablePart<KnownEventDefinition> part) => Emit("KnownEventTable", part, static (text, row) =>
    {
        text.Row().Field(row.Name).Field((int)row.Aggregation).Field(row.Category).Field(row.Slot);
        _ = row.ExpiryDays is { } days ? text.Field(days) : text.Raw("\\-");
        text.Field(row.FeatureFlag);
    });

    public static SourceText Emit(TablePart<EventRow> part) => Emit("EventTable", part, static (text, row) =>
    {
        text.Row().Field(row.Name).Field(row.Arguments);
        if (!row.Values.IsEmpty || row.Identifiers is not null)
        {
            text.Field(row.Values.SelectMany(static one =>
                new[] { Literals.Integer(one.Argument), Literals.Integer(one.Values.Count) }.Concat(one.Values)));
        }

        if (row.Identifiers is { } count)
        {
            text.Field(count);
        }

        foreach (CounterRule rule in row.Rules)
        {
            text.Row(isIndented: true).Raw($"{(int)rule.Kind}{(rule.IsWeekly ? 1 : 0)}").Field(rule.Key, CounterKeys.TagOf(rule.Kind) + row.Name);
            if (rule.Argument >= 0 || !rule.Filter.IsEmpty)
            {
                text.Field(rule.Argument);
            }

            if (!rule.Filter.IsEmpty)
            {
                text.Raw(string.Join(";", rule.Filter.Select(Condition)));
            }
        }
    });

    public static SourceText Emit(TablePart<FactPlan> part) => Emit("FactTable", part, static (text, row) =>
        text.Row().Field(row.Slot).Field(row.InstrumentationClass).Field(row.OptionsJson));

    public static SourceText Emit(TablePart<CompositePlan> part) => Emit("CompositeTable", part, static (text, row) =>
        text.Row().Field(row.Slot).Field((int)row.Operation).Raw(string.Join(";", row.Parts)));

    public static SourceText Emit(TablePart<ConstantPlan> part) => Emit("ConstantTable", part, static (text, row) =>
        text.Row().Field(row.Slot).Field(row.Json));

    public static SourceText Emit(TablePart<PrometheusPlan> part) => Emit("PrometheusTable", part, static (text, row) =>
    {
        text.Row().Field(row.Slot).Field(row.Query);
        if (!row.Labels.IsEmpty)
        {
            text.Field(row.Labels);
        }

        if (!row.Members.IsEmpty)
        {
            text.Field(row.Members);
        }
    });

    private static SourceText Emit<TRow>(string table, TablePart<TRow> part, Action<TableText, TRow> write)
    {
        TableText rows = new();
        foreach (TRow row in part.Rows)
        {
            write(rows, row);
        }

        string quotes = Literals.RawQuotes(rows.ToString());
        SourceWriter writer = new();
        writer.Namespace(part.Set.Plans);
        writer.Open($"internal static partial class {table}");
        writer.Write($"private static global::System.ReadOnlySpan<byte> Part{part.Number} => {quotes}");
        writer.WriteText($"{rows}\n{quotes}u8;");
        writer.Close();
        return writer.ToSourceText();
    }

    private static int SharedLength(string before, string keyPath)
    {
        int length = 0;
        while (length < before.Length && length < keyPath.Length && before[length] == keyPath[length])
        {
            length++;
        }

        // A pair of surrogates is one character in UTF-8.
        return length > 0 && char.IsHighSurrogate(keyPath[length - 1]) ? length - 1 : length;
    }

    private static string Condition(ArgumentFilter filter) =>
        filter.Value.IsRange ? $"{filter.Argument}<{End(filter.Value.From)}..{End(filter.Value.To)}"
        : filter.Value.IsNumber && Literals.IsNumber(filter.Value.Text) ? $"{filter.Argument}#{TableText.Escape(filter.Value.Text)}"
        : $"{filter.Argument}={TableText.Escape(filter.Value.Text)}";

    private static string End(string? written) => written is null ? "" : Literals.Plain(written);
}
