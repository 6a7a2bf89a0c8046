using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Export;

/// <summary>Definitions of a project as one list, by GitLab's field names; the reader reads it back to the same meaning.</summary>
public sealed class DefinitionList
{
    private readonly List<EquatableArray<Option>> _maps;

    private DefinitionList(IEnumerable<EquatableArray<Option>> maps) => _maps = [.. maps];

    /// <summary>The definitions of one kind, in the order of their files.</summary>
    /// <param name="files">The files of the project.</param>
    /// <param name="kind">Metrics, events, shared calculations, known events, aggregates or old keys.</param>
    /// <param name="includesPaths">Whether each has <c>file_path</c>, as GitLab's REST API adds it on demand.</param>
    public static DefinitionList Of(IEnumerable<DefinitionFile> files, DefinitionKind kind, bool includesPaths = false) =>
        new(files.SelectMany(file => Of(file, kind)).OrderBy(static one => one.Path, StringComparer.Ordinal)
            .Select(one => includesPaths ? [.. one.Fields, new Option(Tables.FilePath, Fields.Text(one.Path))] : one.Fields));

    /// <summary>YAML in block style.</summary>
    public string ToYaml() => YamlWriter.WriteList(_maps);

    /// <summary>A JSON array, one definition a line.</summary>
    public string ToJson() => _maps.Count == 0 ? "[]\n" : "[\n" + string.Join(",\n", _maps.Select(Json.Write)) + "\n]\n";

    private static IEnumerable<(string Path, EquatableArray<Option> Fields)> Of(DefinitionFile file, DefinitionKind kind) => kind switch
    {
        DefinitionKind.Metric => file.Metrics.Select(static metric => (metric.SourceFile, MetricFields.Of(metric))),
        DefinitionKind.Event => file.Events.Select(static @event => (@event.SourceFile, OtherFields.Of(@event))),
        DefinitionKind.KnownEvent => file.KnownEvents.Select(static known => (known.SourceFile, OtherFields.Of(known))),
        DefinitionKind.Aggregate => file.Aggregates.Select(static aggregate => (aggregate.SourceFile, OtherFields.Of(aggregate))),
        DefinitionKind.Query => file.Calculations.Select(static shared => (shared.SourceFile, CalculationFields.Of(shared))),
        _ => file.KeyOverrides.Select(static old => (old.SourceFile, OtherFields.Of(old))),
    };
}
