using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Export;

/// <summary>What a <c>query</c> block says; defaults are left out.</summary>
internal static class QueryFields
{
    private static readonly QueryDefinition Default = new();

    public static EquatableArray<Option> Of(QueryDefinition query) => new Fields()
        .Add("operation", query.Operation is { } operation ? Words.Of(Words.Operations, operation) : null)
        .Add("database", query.Database == Default.Database ? null : query.Database)
        .Add("from", query.From)
        .AddOneOrMany("joins", query.Joins)
        .AddOneOrMany("where", query.Where)
        .Add("when", query.When.Select(static filter => new Option(filter.Option, Fields.Text(filter.Where))).ToEquatableArray())
        .AddOneOrMany("column", query.Columns)
        .AddOneOrMany("group_by", query.GroupBy)
        .Add("timestamp_column", query.TimestampColumn == Default.TimestampColumn ? null : query.TimestampColumn)
        .Add("batch", query.Batch is { } batch ? Fields.Map(Batch(batch)) : null)
        .Add("buckets", query.Buckets is { } buckets ? FormattableString.Invariant($"{buckets.First}..{buckets.Last}") : null)
        .Add("sketch", query.Sketch)
        .Add("metrics", query.Metrics)
        .Add("parts", query.Parts.IsEmpty ? null : Fields.List(query.Parts.Select(static part => Fields.Map(Of(part)))))
        .Add("value", query.Value)
        .Add("promql", query.PromQl)
        .Entries;

    private static EquatableArray<Option> Batch(BatchDefinition batch) => new Fields()
        .Add("column", batch.Column)
        .Add("size", batch.Size)
        .Add("start", batch.Start)
        .Add("finish", batch.Finish)
        .Entries;
}
