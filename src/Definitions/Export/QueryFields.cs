using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Export;

/// <summary>What a <c>query</c> block says; defaults are left out.</summary>
internal static class QueryFields
{
    private static readonly QueryDefinition Default = new();

    public static EquatableArray<Option> Of(QueryDefinition query) => new Fields()
        .Add(QueryKeys.Operation, query.Operation is { } operation ? Words.Of(Words.Operations, operation) : null)
        .Add(QueryKeys.Database, query.Database == Default.Database ? null : query.Database)
        .Add(QueryKeys.From, query.From is { } from ? new FromItem(from, query.Alias).ToString() : null)
        .AddOneOrMany(QueryKeys.Joins, query.Joins)
        .AddOneOrMany(QueryKeys.Where, query.Where)
        .Add(QueryKeys.When, query.When.Select(static filter => new Option(filter.Option, Fields.Text(filter.Where))).ToEquatableArray())
        .AddOneOrMany(QueryKeys.Column, query.Columns)
        .AddOneOrMany(QueryKeys.GroupBy, query.GroupBy)
        .Add(QueryKeys.Values, query.GroupValues)
        .Add(QueryKeys.MaxGroups, query.MaxGroups)
        .Add(QueryKeys.ListOf, query.ListOf)
        .Add(QueryKeys.TimestampColumn, query.TimestampColumn == Default.TimestampColumn ? null : query.TimestampColumn)
        .Add(QueryKeys.Batch, query.Batch is { } batch ? Fields.Map(Batch(batch)) : null)
        .Add(QueryKeys.Buckets, query.Buckets is { } buckets ? FormattableString.Invariant($"{buckets.First}..{buckets.Last}") : null)
        .Add(QueryKeys.Percentile, query.Percentile)
        .Add(QueryKeys.Sketch, query.Sketch)
        .Add(QueryKeys.Metrics, query.Metrics)
        .Add(QueryKeys.Numerator, query.Numerator)
        .Add(QueryKeys.Denominator, query.Denominator)
        .Add(QueryKeys.Parts, query.Parts.IsEmpty ? null : Fields.List(query.Parts.Select(static part => Fields.Map(Of(part)))))
        .Add(QueryKeys.Value, query.Value)
        .Add(QueryKeys.PromQl, query.PromQl)
        .Entries;

    private static EquatableArray<Option> Batch(BatchDefinition batch) => new Fields()
        .Add(BatchKeys.Column, batch.Column)
        .Add(BatchKeys.Size, batch.Size)
        .Add(BatchKeys.Start, batch.Start)
        .Add(BatchKeys.Finish, batch.Finish)
        .Entries;
}
