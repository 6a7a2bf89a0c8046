using ServicePing.Definitions.Collections;
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
            .Add("data_category", Words.Of(Words.DataCategories, metric.DataCategory))
            .Add("key_path", metric.KeyPath)
            .Add("description", Fields.Text(metric.Description))
            .Add("product_group", Fields.Text(metric.ProductGroup))
            .Add("product_categories", metric.ProductCategories)
            .Add("performance_indicator_type", metric.PerformanceIndicatorTypes)
            .Add("value_type", Words.Of(Words.ValueTypes, metric.ValueType))
            .Add("status", metric.Status == MetricStatus.Deprecated ? "deprecated" : Words.Of(Words.MetricStatuses, metric.Status))
            .AddUnlessEmpty("milestone", metric.Milestone)
            .Add("milestone_removed", metric.MilestoneRemoved)
            .Add("introduced_by_url", metric.IntroducedByUrl);
        if (isRemoved)
        {
            fields.AddOrNull("removed_by_url", metric.RemovedByUrl);
        }
        else
        {
            fields.Add("removed_by_url", metric.RemovedByUrl);
        }

        return fields
            .Add("repair_issue_url", metric.RepairIssueUrl)
            .Add("time_frame", TimeFrames(metric))
            .Add("data_source", Words.Of(Words.DataSources, metric.DataSource))
            .Add("instrumentation_class", metric.InstrumentationClass)
            .Add("options", metric.Options)
            .Add("query", metric.Query is { } query ? Fields.Map(QueryFields.Of(query)) : null)
            .Add("events", metric.Events.IsEmpty ? null : Fields.List(metric.Events.Select(Selection)))
            .Add("value_json_schema", metric.ValueJsonSchema)
            .Add("name", metric.Name)
            .Add("tiers", Fields.List(metric.Tiers.Select(Fields.Text)))
            .Add("replaced_by", metric.ReplacedBy)
            .Add("expires", metric.Expires)
            .Add("available_when", metric.AvailableWhen)
            .Entries;
    }

    private static OptionValue? TimeFrames(MetricDefinition metric)
    {
        IEnumerable<OptionValue> frames = metric.TimeFrames.Select(frame => Fields.Text(Words.Of(Words.TimeFrames, frame)));
        return metric.HasTimeFrameList ? Fields.List(frames) : frames.FirstOrDefault();
    }

    private static OptionValue Selection(EventSelection selection) => Fields.Map(new Fields()
        .Add("name", selection.Name)
        .Add("unique", selection.Unique)
        .Add("operator", selection.Operator == EventOperator.Count ? null : Words.Of(Words.EventOperators, selection.Operator))
        .Add("filter", selection.Filter
            .Select(filter => new Option(
                filter.Property,
                new OptionValue { Kind = filter.IsNumber ? OptionKind.Number : OptionKind.String, Text = filter.Value }))
            .ToEquatableArray())
        .Entries);
}
