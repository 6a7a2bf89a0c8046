using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Export;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Embedding;

/// <summary>Turns the definitions of a file into rows of an embedded catalogue.</summary>
public static class CatalogueEncoder
{
    /// <summary>The rows of one file, which depend on nothing else; null where it defines nothing.</summary>
    public static CatalogueRows? Rows(DefinitionFile file)
    {
        List<CatalogueRow> rows = [];
        string? path = null;
        void Add(DefinitionKind kind, EquatableArray<Option> fields, string sourceFile)
        {
            path ??= sourceFile;
            rows.Add(Row(kind, fields, sourceFile));
        }

        foreach (MetricDefinition metric in file.Metrics)
        {
            Add(DefinitionKind.Metric, MetricFields.Of(metric), metric.SourceFile);
        }

        foreach (SharedCalculation shared in file.Calculations)
        {
            Add(DefinitionKind.Query, CalculationFields.Of(shared), shared.SourceFile);
        }

        foreach (EventDefinition @event in file.Events)
        {
            Add(DefinitionKind.Event, OtherFields.Of(@event), @event.SourceFile);
        }

        foreach (KnownEventDefinition known in file.KnownEvents)
        {
            Add(DefinitionKind.KnownEvent, OtherFields.Of(known), known.SourceFile);
        }

        foreach (AggregateDefinition aggregate in file.Aggregates)
        {
            Add(DefinitionKind.Aggregate, OtherFields.Of(aggregate), aggregate.SourceFile);
        }

        foreach (KeyOverride old in file.KeyOverrides)
        {
            Add(
                DefinitionKind.Override,
                [new Option(OverrideKeys.Path, Fields.Text(old.Path)), new Option(OverrideKeys.Replacement, Fields.Text(old.Replacement))],
                old.SourceFile);
        }

        if (file.Words is { } words)
        {
            Add(DefinitionKind.Vocabulary, WordFields.Of(words), ProductWords.FileName);
        }

        return path is null ? null : new CatalogueRows(path, rows.ToEquatableArray());
    }

    private static CatalogueRow Row(DefinitionKind kind, EquatableArray<Option> fields, string sourceFile)
    {
        string[] columns = CatalogueText.ColumnsOf(kind);
        string[] cells = new string[columns.Length];
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = "";
        }

        foreach (Option field in fields)
        {
            cells[Array.IndexOf(columns, field.Name)] = CatalogueText.Write(field.Value);
        }

        cells[cells.Length - 1] = CatalogueText.Text(sourceFile);
        string name = RowName.Of(cells);
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = RowName.TakeOut(name, cells[i]);
        }

        cells[0] = name.Length > 0 ? CatalogueText.Text(name) : "";
        return new CatalogueRow(kind, cells.ToEquatableArray());
    }
}
