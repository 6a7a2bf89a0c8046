using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Naming;
using ServicePing.Definitions.Planning;
using ServicePing.Generators.Emit;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Projection;

/// <summary>Turns key paths into nested classes and members, a file for each first segment.</summary>
internal static class MemberProjection
{
    public static EquatableArray<MemberFile> Files(EquatableArray<PlannedMetric> metrics, MetricSetName set)
    {
        Segment root = new("");
        for (int slot = 0; slot < metrics.Count; slot++)
        {
            root.Add(metrics[slot], slot);
        }

        MemberGroup outermost = Group(root, set.Metrics);
        List<MemberFile> files = [new(set, $"{set.Metrics}.g.cs", outermost.Members, null)];
        foreach (MemberGroup group in outermost.Groups)
        {
            files.Add(new MemberFile(set, $"{set.Metrics}.{group.Name}.g.cs", [], group));
        }

        return files.ToEquatableArray();
    }

    private static MemberGroup Group(Segment segment, string name)
    {
        NameScope memberNames = new([.. NameScope.ObjectMembers, name]);
        EquatableArray<MemberModel> members = segment.Metrics
            .Select(one => Member(one.Metric, one.Slot, memberNames.Claim(MemberName.Of(one.Name))))
            .ToEquatableArray();

        NameScope groupNames = new([.. NameScope.ObjectMembers, name, .. memberNames.Taken]);
        EquatableArray<MemberGroup> groups = segment.Below
            .Select(one => Group(one.Value, groupNames.Claim(MemberName.Of(one.Key))))
            .ToEquatableArray();
        return new MemberGroup(name, segment.Path, members, groups);
    }

    private static MemberModel Member(PlannedMetric planned, int slot, string name)
    {
        MetricDefinition definition = planned.Metric.Definition;
        return new MemberModel(
            name,
            TypeOf(planned.Shape),
            slot,
            Documentation.Text(definition.Description is "" ? planned.Metric.KeyPath : definition.Description),
            Remarks(planned.Metric),
            Obsolete(definition));
    }

    private static string TypeOf(ValueShape shape) => shape switch
    {
        ValueShape.Integer => "long",
        ValueShape.Double => "double",
        ValueShape.Decimal => "decimal",
        ValueShape.Text => "string",
        ValueShape.Boolean => "bool",
        _ => "global::System.Text.Json.JsonElement",
    };

    private static string Remarks(Metric metric)
    {
        MetricDefinition definition = metric.Definition;
        string[] facts =
        [
            Words.Of(Words.ValueTypes, definition.ValueType),
            Words.Of(Words.TimeFrames, metric.TimeFrame),
            Words.Of(Words.DataSources, definition.DataSource),
            definition.ProductGroup,
            Words.Of(Words.MetricStatuses, definition.Status),
            string.Join(", ", definition.Tiers),
            Words.Of(Words.DataCategories, definition.DataCategory),
            definition.SourceFile,
        ];
        string line = string.Join(" · ", facts.Where(fact => fact.Length > 0));
        return $"<c>{Documentation.Text(metric.KeyPath)}</c> · {Documentation.Text(line)}";
    }

    private static string? Obsolete(MetricDefinition definition)
    {
        string? state = definition.Status switch
        {
            MetricStatus.Removed when definition.MilestoneRemoved is { Length: > 0 } milestone => $"Removed in {milestone}.",
            MetricStatus.Removed => "Removed.",
            MetricStatus.Deprecated => "Deprecated.",
            _ => null,
        };
        return state is not null && definition.ReplacedBy is { Length: > 0 } other ? $"{state} Use {other} instead." : state;
    }

    /// <summary>A segment of key paths, while the tree grows.</summary>
    private sealed class Segment(string path)
    {
        public string Path => path;

        public List<(string Name, PlannedMetric Metric, int Slot)> Metrics { get; } = [];

        public SortedDictionary<string, Segment> Below { get; } = new(StringComparer.Ordinal);

        public void Add(PlannedMetric metric, int slot)
        {
            string[] names = metric.Metric.KeyPath.Split('.');
            Segment segment = this;
            for (int i = 0; i < names.Length - 1; i++)
            {
                if (!segment.Below.TryGetValue(names[i], out Segment? below))
                {
                    below = new Segment(segment.Path.Length == 0 ? names[i] : $"{segment.Path}.{names[i]}");
                    segment.Below.Add(names[i], below);
                }

                segment = below;
            }

            segment.Metrics.Add((names[names.Length - 1], metric, slot));
        }
    }
}
