using ServicePing.Runtime.Databases.Gathering;
using ServicePing.Runtime.Plans;

namespace ServicePing.Runtime.Databases;

/// <summary>The relations of a collection that this process or an earlier one has read. Safe for several connections.</summary>
/// <param name="earlier">Those that an earlier process has read.</param>
/// <param name="keep">Keeps one for a later process; null where one metric is computed alone.</param>
internal sealed class SettledRelations(
    IReadOnlyList<SettledRelation> earlier, Func<SettledRelation, CancellationToken, Task>? keep = null)
{
    private readonly Lock _lock = new();
    private readonly List<SettledRelation> _relations = [.. earlier];

    /// <summary>What the fragments of a relation have come to; null where it is still to be read.</summary>
    internal IReadOnlyList<FragmentResult>? ResultsOf(RelationPlan relation)
    {
        lock (_lock)
        {
            return _relations.Find(settled => ReferenceEquals(settled.Plan, relation))?.Results;
        }
    }

    /// <summary>
    /// Notes that a relation has been read, which is not said of one whose database could not be reached; may be told several
    /// times. Only cancellation throws.
    /// </summary>
    internal async Task AddAsync(SettledRelation relation, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_relations.Exists(settled => ReferenceEquals(settled.Plan, relation.Plan)))
            {
                return;
            }

            _relations.Add(relation);
        }

        if (keep is not null)
        {
            await keep(relation, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What was read in one snapshot shares a moment; a relation that was read in key ranges shares none.</summary>
    internal IReadOnlyList<CollectionMoment> Moments(IReadOnlyList<MetricPlan> metrics) =>
    [
        .. from relation in _relations
           let alone = relation.InKeyRanges ? relation : null
           group relation by (relation.Plan.Database, relation.TakenAt, relation.IsResumed, alone) into moment
           orderby moment.Key.TakenAt, moment.Key.Database
           let parts = moment.Select(one => Part(one, metrics)).ToArray()
           select new CollectionMoment(moment.Key.Database, moment.Key.TakenAt, parts)
           {
               InKeyRanges = moment.Key.alone is not null,
               IsResumed = moment.Key.IsResumed,
           },
    ];

    private static MomentRelation Part(SettledRelation relation, IReadOnlyList<MetricPlan> metrics) => new(
        relation.Name,
        [.. relation.Plan.Fragments.Select(fragment => fragment.Slot).Distinct().Order().Select(slot => metrics[slot].KeyPath)]);
}
