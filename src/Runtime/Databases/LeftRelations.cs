using ServicePing.Runtime.Databases.Connections;
using ServicePing.Runtime.Databases.Gathering;
using ServicePing.Runtime.Databases.Passes;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Databases;

/// <summary>The relations of a database that are still to be read, how each is to be read, and what the others have come to.</summary>
/// <param name="database">The name of the database.</param>
/// <param name="relations">All relations.</param>
/// <param name="settled">Those that an earlier process has read.</param>
internal sealed class LeftRelations(string database, IReadOnlyList<RelationPlan> relations, SettledRelations settled)
{
    // What connections were lost in so often is divided to find the culprit, or given up where it stands alone.
    private const int MostLosses = 2;

    private readonly List<FragmentResult> _results = [.. relations.SelectMany(relation => settled.ResultsOf(relation) ?? [])];
    private readonly List<RelationPlan> _left = [.. relations.Where(relation => settled.ResultsOf(relation) is null)];
    private readonly Dictionary<RelationPlan, int> _losses = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<RelationPlan, int> _rowsOfKeyStep = new(ReferenceEqualityComparer.Instance);

    internal IReadOnlyList<FragmentResult> Results => _results;

    internal bool AreNone => _left.Count == 0;

    /// <summary>Those that share a snapshot; where there are none any more, those that do without.</summary>
    /// <param name="isShared">Whether they share one.</param>
    internal IReadOnlyList<RelationPlan> Next(out bool isShared)
    {
        bool shares = _left.Exists(relation => RowsOfKeyStep(relation) is null);
        isShared = shares;
        return [.. _left.Where(relation => RowsOfKeyStep(relation) is null == shares)];
    }

    /// <summary>How many rows a step has of a relation that goes by its key, each step of its own moment; null for one by pages.</summary>
    internal int? RowsOfKeyStep(RelationPlan relation) => _rowsOfKeyStep.TryGetValue(relation, out int rows) ? rows : null;

    /// <summary>A table is not the one any more that had the key: this one is read in the next shared snapshot.</summary>
    internal void NoteKeyless(RelationPlan relation) => _rowsOfKeyStep.Remove(relation);

    internal void Settle(RelationPlan relation, IEnumerable<FragmentResult> results)
    {
        _results.AddRange(results);
        _left.Remove(relation);
    }

    /// <summary>Takes what a pass has come to; one that could not be finished is begun anew, but not for ever.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="lost">What a connection was lost by meanwhile.</param>
    internal void Settle(RelationPass pass, Exception? lost)
    {
        if (pass.Results is { } results)
        {
            Settle(pass.Relation, results);
            return;
        }

        pass.Forget();
        if (pass.IsTooLong || (lost is not null && SqlFailure.IsConflict(lost) && pass.Table.HasKey))
        {
            _rowsOfKeyStep[pass.Relation] = pass.RowsOfKeyStep;
        }
        else if (pass.IsBegun && !pass.IsLate && (_losses[pass.Relation] = _losses.GetValueOrDefault(pass.Relation) + 1) >= MostLosses)
        {
            Divide(pass.Relation, lost is null
                ? new Failure(ReadingStatus.Failed, "The table was replaced again and again while it was read.")
                : SqlFailure.OfLost(database, lost));
        }
    }

    internal void GiveUp(Exception cause)
    {
        Failure unreachable = SqlFailure.Unreachable(database, cause);
        foreach (RelationPlan relation in _left.ToArray())
        {
            Settle(relation, FragmentResult.None(relation, unreachable));
        }
    }

    /// <summary>A metric whose SQL ends the server's process takes nobody down: halves are read on their own until it stands alone.</summary>
    private void Divide(RelationPlan relation, Failure failure)
    {
        int half = relation.Fragments.Count / 2;
        if (half == 0)
        {
            Settle(relation, FragmentResult.None(relation, failure));
            return;
        }

        _left.Remove(relation);
        foreach (IEnumerable<QueryFragment> part in new[] { relation.Fragments.Take(half), relation.Fragments.Skip(half) })
        {
            RelationPlan divided = relation with { Fragments = [.. part] };
            _losses[divided] = MostLosses - 1;
            _left.Add(divided);
        }
    }
}
