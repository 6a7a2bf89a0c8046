using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Reading;

namespace ServicePing.Tool.Coverage;

/// <summary>Which of a root's definitions tests have exercised.</summary>
/// <param name="All">The definitions that can be: events, known events, aggregates and metrics that are in use, ordered by file and place.</param>
/// <param name="Unknown">What tests have called by a name that no definition has, in ordinal order.</param>
internal sealed record DefinitionCoverage(IReadOnlyList<CoveredDefinition> All, IReadOnlyList<string> Unknown)
{
    /// <summary>How many of them were exercised.</summary>
    internal int Exercised => All.Count(one => one.IsExercised);

    /// <summary>Whether at least so many of a hundred were; of none, all were.</summary>
    internal bool Reaches(decimal percent) => Exercised * 100m >= percent * All.Count;

    /// <param name="files">The files of the root.</param>
    /// <param name="run">What tests have exercised.</param>
    /// <param name="owner">The only owner whose definitions count; null for all.</param>
    internal static DefinitionCoverage Of(IEnumerable<ReadFile> files, RecordedRun run, string? owner)
    {
        IEnumerable<CoveredDefinition> all = files.SelectMany(file => Of(file, run));
        return new DefinitionCoverage(
            [.. all.Where(one => owner is null || one.Owner == owner)], [.. run.Unknown.Order(StringComparer.Ordinal)]);
    }

    private static IEnumerable<CoveredDefinition> Of(ReadFile file, RecordedRun run)
    {
        foreach ((int i, EventDefinition one) in file.Meaning.Events.Index())
        {
            if (one.InternalEvents && !one.IsRemoved)
            {
                yield return Of(file, i, "event", one.Action, one.ProductGroup, run.Exercised.Contains("event " + one.Action));
            }
        }

        foreach ((int i, KnownEventDefinition one) in file.Meaning.KnownEvents.Index())
        {
            yield return Of(file, i, "known event", one.Name, one.Category ?? "", run.Exercised.Contains("known_event " + one.Name));
        }

        foreach ((int i, AggregateDefinition one) in file.Meaning.Aggregates.Index())
        {
            yield return Of(file, i, "aggregate", one.Name, "", IsExercised(one, run));
        }

        foreach ((int i, MetricDefinition one) in file.Meaning.Metrics.Index())
        {
            // A metric of an older form of deprecation is not computed, so that no test can show its value.
            if (one.Status is not (Definitions.Model.MetricStatus.Removed or Definitions.Model.MetricStatus.Deprecated))
            {
                yield return Of(file, i, "metric", one.KeyPath, one.ProductGroup, IsExercised(one, run));
            }
        }
    }

    /// <summary>One of its periods is enough.</summary>
    private static bool IsExercised(MetricDefinition metric, RecordedRun run) => metric.HasTimeFrameList
        ? metric.TimeFrames.Any(frame => run.Exercised.Contains($"metric {metric.KeyPath}{Suffix(frame)}"))
        : run.Exercised.Contains("metric " + metric.KeyPath);

    /// <summary>One of its events is enough, or one of its periods; a sketch of a database is no event.</summary>
    private static bool IsExercised(AggregateDefinition aggregate, RecordedRun run) =>
        aggregate.TimeFrames.Any(frame => aggregate.KeyPathOf(frame) is { } keyPath && run.Exercised.Contains("metric " + keyPath))
        || (aggregate.Source != AggregateSource.Database
            && aggregate.Events.Any(name => run.Exercised.Contains("known_event " + name) || run.Exercised.Contains("event " + name)));

    private static string Suffix(Definitions.Model.TimeFrame frame) => frame switch
    {
        Definitions.Model.TimeFrame.SevenDays => "_weekly",
        Definitions.Model.TimeFrame.TwentyEightDays => "_monthly",
        _ => "",
    };

    private static CoveredDefinition Of(ReadFile file, int position, string kind, string name, string owner, bool isExercised)
    {
        SourceSpan place = isExercised ? default : NamePlace.Of(file.File, position);
        return new CoveredDefinition(kind, name, owner, file.File.Path, place.StartLine + 1, place.StartColumn + 1, isExercised);
    }
}

/// <summary>A definition that tests can exercise.</summary>
/// <param name="Kind">What it is, in a word or two.</param>
/// <param name="Name">Its name, or its key path without suffix.</param>
/// <param name="Owner">The group that owns it; empty where nothing says it.</param>
/// <param name="Path">Its file.</param>
/// <param name="Line">The line of its name, from 1 on; of one that was exercised nobody asks.</param>
/// <param name="Column">The column of its name, from 1 on.</param>
/// <param name="IsExercised">Whether a test has exercised it.</param>
internal sealed record CoveredDefinition(string Kind, string Name, string Owner, string Path, int Line, int Column, bool IsExercised);
