using System.Collections.Frozen;
using System.Reflection;
using ServicePing.Runtime.Catalogue;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Values;

namespace ServicePing;

/// <summary>What the definitions of all metric sets of the program say, the standard set among them.</summary>
/// <remarks>
/// The definitions are read from the assemblies when somebody asks for the first time, and kept until hot reload edits them. What known events and aggregates
/// give without a definition of its own is in the payload, but not here. Safe for use from several threads.
/// </remarks>
public sealed class ServicePingCatalogue
{
    private readonly IReadOnlyList<MetricSet> _sets;
    private readonly MetricSet? _standard;
    private readonly Func<MetricSet, IEnumerable<string>> _textsOf;
    private Definitions _definitions;

    /// <param name="sets">The sets of the product.</param>
    /// <param name="standard">The standard set; of its ready-made sets, those count that the product has chosen.</param>
    /// <param name="textsOf">Gives what the definitions of a set say; by default what its class carries.</param>
    internal ServicePingCatalogue(
        IReadOnlyList<MetricSet> sets, MetricSet? standard = null, Func<MetricSet, IEnumerable<string>>? textsOf = null)
    {
        _sets = sets;
        _standard = standard;
        _textsOf = textsOf ?? (static set => set.GetType().GetCustomAttributes<MetricCatalogueAttribute>().Select(static one => one.Text));
        _definitions = new Definitions(sets, standard, _textsOf);
    }

    /// <summary>Every key path that is defined, in the order of the payload; those of removed metrics too.</summary>
    /// <exception cref="FormatException">An assembly carries a catalogue of a later version.</exception>
    public IReadOnlyList<CatalogueMetric> Metrics => Current.Metrics.Value;

    /// <summary>Every event that is defined, in ordinal order of the names.</summary>
    /// <exception cref="FormatException">An assembly carries a catalogue of a later version.</exception>
    public IReadOnlyList<CatalogueEvent> Events => Current.Events.Value;

    /// <summary>The definition of a key path; null where none has it.</summary>
    /// <param name="keyPath">The whole key path, with the suffix that a list of time frames gives.</param>
    /// <exception cref="FormatException">An assembly carries a catalogue of a later version.</exception>
    public CatalogueMetric? FindMetric(string keyPath) => Current.MetricsByPath.Value.GetValueOrDefault(keyPath);

    /// <summary>The definition of an event; null where none has that name.</summary>
    /// <param name="action">The event's name.</param>
    /// <exception cref="FormatException">An assembly carries a catalogue of a later version.</exception>
    public CatalogueEvent? FindEvent(string action) => Current.EventsByAction.Value.GetValueOrDefault(action);

    /// <summary>
    /// All metric definitions as one YAML list, of every status, as GitLab's <c>GET usage_data/metric_definitions</c> answers: the
    /// program's set first, the standard metrics last, each ordered by file.
    /// </summary>
    /// <param name="includePaths">Whether each has <c>file_path</c>, relative to the definitions root of its project.</param>
    /// <exception cref="FormatException">An assembly carries a catalogue of a later version.</exception>
    public string ToYaml(bool includePaths = false) =>
        CatalogueYaml.Write(Current.RowsOf(CatalogueRow.Metric).Select(one => one.Row), includePaths);

    /// <summary>What was read, and anew after an edit that hot reload has applied.</summary>
    private Definitions Current
    {
        get
        {
            if (_definitions.Edits != CatalogueUpdate.Count)
            {
                _definitions = new Definitions(_sets, _standard, _textsOf);
            }

            return _definitions;
        }
    }

    /// <summary>What the assemblies say between two edits.</summary>
    private sealed class Definitions
    {
        private readonly Lazy<IReadOnlyList<(string Set, CatalogueRow Row)>> _rows;

        public Definitions(IReadOnlyList<MetricSet> sets, MetricSet? standard, Func<MetricSet, IEnumerable<string>> textsOf)
        {
            _rows = new(() => [.. sets.SelectMany(set => Decode(set, textsOf)), .. standard is null ? [] : Chosen(Decode(standard, textsOf), sets)]);
            // Where a program redefines a standard metric, its own definition comes first.
            MetricsByPath = new(() => RowsOf(CatalogueRow.Metric)
                .SelectMany(one => CatalogueMetric.Of(one.Row, one.Set))
                .DistinctBy(metric => metric.KeyPath, StringComparer.Ordinal)
                .ToFrozenDictionary(metric => metric.KeyPath, StringComparer.Ordinal));
            EventsByAction = new(() => RowsOf(CatalogueRow.Event)
                .Select(one => CatalogueEvent.Of(one.Row, one.Set))
                .OrderBy(one => !one.IsTracked)
                .DistinctBy(one => one.Action, StringComparer.Ordinal)
                .ToFrozenDictionary(one => one.Action, StringComparer.Ordinal));
            Metrics = new(() => [.. MetricsByPath.Value.Values.OrderBy(metric => metric.KeyPath, KeyPathOrder.Instance)]);
            Events = new(() => [.. EventsByAction.Value.Values.OrderBy(one => one.Action, StringComparer.Ordinal)]);
        }

        public int Edits { get; } = CatalogueUpdate.Count;

        public Lazy<FrozenDictionary<string, CatalogueMetric>> MetricsByPath { get; }

        public Lazy<FrozenDictionary<string, CatalogueEvent>> EventsByAction { get; }

        public Lazy<IReadOnlyList<CatalogueMetric>> Metrics { get; }

        public Lazy<IReadOnlyList<CatalogueEvent>> Events { get; }

        public IEnumerable<(string Set, CatalogueRow Row)> RowsOf(char kind) => _rows.Value.Where(one => one.Row.Kind == kind);

        private static IEnumerable<(string Set, CatalogueRow Row)> Decode(MetricSet set, Func<MetricSet, IEnumerable<string>> textsOf) =>
            textsOf(set).SelectMany(CatalogueText.Read)
                .OrderBy(row => row.Text(CatalogueRow.FilePath), StringComparer.Ordinal)
                .Select(row => (set.Name, row));

        /// <summary>What every product reports, and of ready-made sets, which <c>available_when</c> names, those that the product has chosen.</summary>
        private static IEnumerable<(string Set, CatalogueRow Row)> Chosen(
            IEnumerable<(string Set, CatalogueRow Row)> standard, IReadOnlyList<MetricSet> sets)
        {
            HashSet<string> chosen = [.. sets.SelectMany(set => set.ReadyMade)];
            return standard.Where(one => one.Row.TextOrNull("available_when") is not { } name || chosen.Contains(name));
        }
    }
}
