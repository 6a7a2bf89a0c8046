using Microsoft.CodeAnalysis.Text;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Planning;
using ServicePing.Generators.CSharp;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Emit;

/// <summary>Prints a relation: the SQL fragments of the metrics that read it.</summary>
internal static class RelationEmitter
{
    public static SourceText Emit(RelationFile file)
    {
        RelationPlan plan = file.Plan;
        SourceWriter writer = new();
        writer.Namespace(file.Set.Plans);
        string source = Documentation.Text(plan.Schema is null ? plan.Table : $"{plan.Schema}.{plan.Table}");
        string database = Documentation.Text(plan.Database);
        writer.Write($"""
            /// <summary>The metrics that read <c>{source}</c> of the database <c>{database}</c>.</summary>
            {SourceWriter.GeneratedCode}
            """);
        writer.Open($"internal static class {file.Name}");
        writer.Open(
            $"internal static RelationPlan Plan {{ get; }} = new({Literals.Text(plan.Database)}, {Literals.Text(plan.Schema)}, "
                + $"{Literals.Text(plan.Table)}, {Literals.List(plan.Joins)},",
            "[");
        for (int i = 0; i < plan.Fragments.Count; i++)
        {
            FragmentPlan fragment = plan.Fragments[i];
            string properties = string.Join(", ", Properties(fragment));
            string initializer = properties.Length == 0 ? "" : $" {{ {properties} }}";
            writer.Write($"""
                // {Comment(file.KeyPaths[i])}
                new({fragment.Slot}, Operation.{fragment.Operation}){initializer},
                """);
        }

        writer.Close(plan.Rows is { } rows ? $"]) {{ Rows = {Literals.Text(rows)} }};"
            : plan.Alias is { } alias ? $"]) {{ Alias = {Literals.Text(alias)} }};"
            : "]);");
        writer.Close();
        return writer.ToSourceText();
    }

    /// <summary>What differs from the record's defaults.</summary>
    private static IEnumerable<string> Properties(FragmentPlan fragment)
    {
        if (fragment.Part != 0)
        {
            yield return $"Part = {fragment.Part}";
        }

        if (!fragment.Columns.IsEmpty)
        {
            yield return $"Columns = {Literals.List(fragment.Columns)}";
        }

        if (fragment.Filter is not null)
        {
            yield return $"Filter = {Literals.Text(fragment.Filter)}";
        }

        if (fragment.Window != TimeFrame.All)
        {
            yield return $"Window = TimeFrame.{fragment.Window}";
            yield return $"TimestampColumn = {Literals.Text(fragment.TimestampColumn)}";
        }

        if (!fragment.GroupBy.IsEmpty)
        {
            yield return $"GroupBy = {Literals.List(fragment.GroupBy)}";
        }

        if (!fragment.GroupValues.IsEmpty)
        {
            yield return $"GroupValues = {Literals.List(fragment.GroupValues)}";
        }

        if (fragment.MaxGroups is { } most)
        {
            yield return $"MaxGroups = {Literals.Integer(most)}";
        }

        if (!fragment.ListOf.IsEmpty)
        {
            yield return $"ListOf = {Literals.List(fragment.ListOf)}";
        }

        if (fragment.Batch?.Column is { } column)
        {
            yield return $"BatchColumn = {Literals.Text(column)}";
        }

        if (fragment.Batch?.Size is { } size)
        {
            yield return $"BatchSize = {Literals.Integer(size)}";
        }

        if (fragment.Batch?.Start is { } start)
        {
            yield return $"BatchStart = {Literals.Integer(start)}";
        }

        if (fragment.Batch?.Finish is { } finish)
        {
            yield return $"BatchFinish = {Literals.Integer(finish)}";
        }

        if (fragment.Percentile is { } percentile)
        {
            yield return $"Percentile = {Literals.Integer(percentile)}";
        }

        if (fragment.Buckets is { } buckets)
        {
            yield return $"FirstBucket = {Literals.Integer(buckets.First)}";
            yield return $"LastBucket = {Literals.Integer(buckets.Last)}";
        }

        if (fragment.Sketch is not null)
        {
            yield return $"Sketch = {Literals.Text(fragment.Sketch)}";
        }
    }

    /// <summary>A key path cannot end the comment that it stands in.</summary>
    private static string Comment(string keyPath) => new(keyPath.Where(character => !char.IsControl(character)).ToArray());
}
