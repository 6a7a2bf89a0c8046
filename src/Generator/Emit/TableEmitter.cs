using Microsoft.CodeAnalysis.Text;
using ServicePing.Definitions.Planning;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Emit;

/// <summary>Prints tables of plan records: data where nobody looks, filled when somebody asks.</summary>
internal static class TableEmitter
{
    public static SourceText Emit(MetricTable table) =>
        Emit(table.Set, "MetricTable", "MetricPlan", "Every key path; a metric's slot is its position.", table.Rows.Select(Row));

    public static SourceText Emit(RelationTable table) => Emit(
        table.Set, "RelationTable", "RelationPlan", "The relations to walk.", table.Names.Select(name => $"{name}.Plan"));

    public static SourceText Emit(CounterTable table) =>
        Emit(table.Set, "CounterTable", "CounterReadPlan", "The counters to read.", table.Rows.Select(Row));

    public static SourceText Emit(AggregateTable table) => Emit(
        table.Set, "AggregateTable", "AggregatePlan", "The sets of identifiers to count together.", table.Rows.Select(Row));

    public static SourceText Emit(SumTable table) => Emit(
        table.Set, "SumTable", "SumPlan", "The sums of other metrics.",
        table.Rows.Select(sum => $"new({sum.Slot}, {Literals.List(sum.Parts)})"));

    public static SourceText Emit(ConstantTable table) => Emit(
        table.Set, "ConstantTable", "ConstantPlan", "The constants.",
        table.Rows.Select(constant => $"new({constant.Slot}, {Literals.Json(constant.Json)})"));

    private static SourceText Emit(MetricSetName set, string name, string type, string summary, IEnumerable<string> rows)
    {
        SourceWriter writer = new();
        writer.Namespace(set.Plans);
        writer.Write($"""
            /// <summary>{summary}</summary>
            {SourceWriter.GeneratedCode}
            """);
        writer.Open($"internal static class {name}");
        writer.Open($"internal static readonly {type}[] Rows =", "[");
        foreach (string row in rows)
        {
            writer.Write(row + ",");
        }

        writer.Close("];");
        writer.Close();
        return writer.ToSourceText();
    }

    private static string Row(MetricRow row)
    {
        string unplanned = row.Unplanned is null ? "" : $", {Literals.Text(row.Unplanned)}";
        return $"new({Literals.Text(row.KeyPath)}, ValueShape.{row.Shape}, MetricStatus.{row.Status}, TimeFrame.{row.TimeFrame}, "
            + $"DataSource.{row.DataSource}, DataCategory.{row.DataCategory}{unplanned})";
    }

    private static string Row(CounterReadPlan read)
    {
        string names = read.Names.IsEmpty ? "" : $", {Literals.List(read.Names)}";
        return $"new({read.Slot}, CounterKind.{read.Kind}, TimeFrame.{read.Window}, {Literals.List(read.Keys)}{names})";
    }

    private static string Row(AggregatePlan plan)
    {
        string sets = string.Join(", ", plan.Sets.Select(set => $"new(SetSource.{set.Source}, {Literals.Text(set.Name)})"));
        string flag = plan.FeatureFlag is null ? "" : $", {Literals.Text(plan.FeatureFlag)}";
        return $"new({plan.Slot}, AggregateOperator.{plan.Operator}, TimeFrame.{plan.Window}, [{sets}]{flag})";
    }
}
