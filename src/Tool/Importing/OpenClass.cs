using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Dictionary;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Planning;
using Source = ServicePing.Definitions.Model.DataSource;

namespace ServicePing.Tool.Importing;

/// <summary>A class that metrics name and that nobody has written here.</summary>
internal sealed record OpenClass
{
    /// <summary>The name that definitions carry.</summary>
    public required string Name { get; init; }

    /// <summary><c>query</c> where the metrics are read from a database, <c>class</c> where the program must compute them, <c>promql</c> for Prometheus.</summary>
    public required string Needs { get; init; }

    /// <summary>The source of the metrics.</summary>
    public required string DataSource { get; init; }

    /// <summary>The key paths.</summary>
    public required IReadOnlyList<string> Metrics { get; init; }

    /// <summary>The options that the metrics give it, by name.</summary>
    public required IReadOnlyList<string> Options { get; init; }

    /// <summary>The Ruby file that has the calculation, in its tree; null where it is not there.</summary>
    public string? Ruby { get; init; }

    /// <summary>The open classes of a project: those with most metrics first.</summary>
    /// <param name="files">The definitions.</param>
    /// <param name="ruby">The files of classes, by their names.</param>
    internal static IReadOnlyList<OpenClass> Of(IEnumerable<DefinitionFile> files, IReadOnlyDictionary<string, string> ruby)
    {
        Plan plan = Planner.Plan(CatalogueBuilder.Build(files));
        return
        [
            .. plan.Facts.Select(fact => plan.Metrics[fact.Slot].Metric)
                .Where(metric => metric.Definition.InstrumentationClass is not null)
                .GroupBy(metric => (Name: metric.Definition.InstrumentationClass!, metric.Definition.DataSource))
                .OrderByDescending(group => group.Count()).ThenBy(group => group.Key.Name, StringComparer.Ordinal)
                .Select(group => new OpenClass
                {
                    Name = group.Key.Name,
                    Needs = group.Key.DataSource switch { Source.Database => "query", Source.Prometheus => "promql", _ => "class" },
                    DataSource = DefinitionWords.Of(group.Key.DataSource),
                    Metrics = [.. group.Select(metric => metric.KeyPath)],
                    Options = [.. group.SelectMany(metric => metric.Definition.Options).Select(option => option.Name).Distinct(StringComparer.Ordinal)],
                    Ruby = ruby.GetValueOrDefault(group.Key.Name[(group.Key.Name.LastIndexOf(':') + 1)..]),
                }),
        ];
    }
}
