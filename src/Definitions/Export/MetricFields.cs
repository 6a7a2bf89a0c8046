using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Export;

/// <summary>What a metric definition says, by GitLab's names and in the order of its files.</summary>
internal static class MetricFields
{
    public static EquatableArray<Option> Of(MetricDefinition metric)
    {
        bool isRemoved = metric.Status == MetricStatus.Removed;
        Fields fields = new();
        fields
            .Add(MetricKeys.DataCategory, metric.DataCategory)
            .Add(MetricKeys.KeyPath, metric.KeyPath)
            .Add(MetricKeys.Description, Fields.Text(metric.Description))
            .Add(MetricKeys.ProductGroup, Fields.Text(metric.ProductGroup))
            .Add(MetricKeys.ProductCategories, metric.ProductCategories)
            .Add(MetricKeys.PerformanceIndicatorType, metric.PerformanceIndicatorTypes)
            .Add(MetricKeys.ValueType, metric.ValueType)
            .Add(MetricKeys.Unit, metric.Unit)
            .Add(MetricKeys.Status, metric.Status == MetricStatus.Deprecated ? "deprecated" : Words.Of(Words.MetricStatuses, metric.Status))
            .AddUnlessEmpty(MetricKeys.Milestone, metric.Milestone)
            .Add(MetricKeys.MilestoneRemoved, metric.MilestoneRemoved)
            .Add(MetricKeys.IntroducedByUrl, metric.IntroducedByUrl);
        if (isRemoved)
        {
            fields.AddOrNull(MetricKeys.RemovedByUrl, metric.RemovedByUrl);
        }
        else
        {
            fields.Add(MetricKeys.RemovedByUrl, metric.RemovedByUrl);
        }

        return fields
            .Add(MetricKeys.RepairIssueUrl, metric.RepairIssueUrl)
            .Add(MetricKeys.TimeFrame, TimeFrames(metric))
            .Add(MetricKeys.DataSource, metric.DataSource)
            .Add(MetricKeys.InstrumentationClass, metric.InstrumentationClass)
            .Add(MetricKeys.Options, metric.Options)
            .Add(MetricKeys.Query, metric.Query is { } query ? Fields.Map(QueryFields.Of(query)) : null)
            .Add(MetricKeys.Events, metric.Events.IsEmpty ? null : Fields.List(metric.Events.Select(Selection)))
            .Add(MetricKeys.ValueJsonSchema, metric.ValueJsonSchema)
            .Add(MetricKeys.Name, metric.Name)
            .Add(MetricKeys.Tiers, Fields.List(metric.Tiers.Select(Fields.Text)))
            .Add(MetricKeys.ReplacedBy, metric.ReplacedBy)
            .Add(MetricKeys.Expires, metric.Expires)
            .Add(MetricKeys.Deprecated, OtherFields.Of(metric.Deprecated))
            .Add(MetricKeys.AvailableWhen, metric.AvailableWhen)
            .Entries;
    }

    private static OptionValue? TimeFrames(MetricDefinition metric)
    {
        IEnumerable<OptionValue> frames = metric.TimeFrames.Select(frame => Fields.Text(Words.Of(Words.TimeFrames, frame)));
        return metric.HasTimeFrameList ? Fields.List(frames) : frames.FirstOrDefault();
    }

    private static OptionValue Selection(EventSelection selection) => Fields.Map(new Fields()
        .Add(SelectionKeys.Name, selection.Name)
        .Add(SelectionKeys.Unique, selection.Unique)
        .Add(SelectionKeys.Operator, selection.Operator == EventOperator.Count ? null : Words.Of(Words.EventOperators, selection.Operator))
        .Add(SelectionKeys.Filter, selection.Filter
            .Select(static filter => new Option(
                filter.Property, filter.Values.Count == 1 ? Value(filter.Values[0]) : Fields.List(filter.Values.Select(Value))))
            .ToEquatableArray())
        .Entries);

    private static OptionValue Value(FilterValue value) => value.IsRange
        ? Fields.Map(new Fields().Add(RangeKeys.From, Number(value.From)).Add(RangeKeys.To, Number(value.To)).Entries)
        : value.IsNumber ? Number(value.Text)! : Fields.Text(value.Text);

    private static OptionValue? Number(string? written) =>
        written is null ? null : new OptionValue { Kind = OptionKind.Number, Text = written };
}
