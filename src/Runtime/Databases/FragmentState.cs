using Npgsql;
using ServicePing.Runtime.Plans;

namespace ServicePing;

/// <summary>A fragment in a pass: what it takes, and what it has come to so far.</summary>
/// <param name="plan">The fragment.</param>
/// <param name="condition">Which rows it takes; null for all.</param>
internal sealed class FragmentState(QueryFragment plan, string? condition)
{
    private readonly Dictionary<string, Accumulator> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Accumulator> _staged = new(StringComparer.Ordinal);

    internal QueryFragment Plan => plan;

    internal string? Condition => condition;

    /// <summary>Why the fragment has left the pass.</summary>
    internal Failure? Failure { get; private set; }

    internal bool IsLive => Failure is null;

    internal TimeSpan Duration { get; private set; }

    /// <summary>Whether what is counted is a whole number; learnt from the database.</summary>
    internal bool IsInteger { get; set; }

    internal void Fail(Failure failure) => Failure ??= failure;

    internal void Spend(TimeSpan time) => Duration += time;

    /// <summary>Takes a row of a statement whose rows count only once the statement has ended well.</summary>
    internal void Stage(string group, NpgsqlDataReader row, int ordinal) => Take(_staged, group, row, ordinal);

    /// <summary>Takes a row that does no harm when it is taken again.</summary>
    internal void Take(string group, NpgsqlDataReader row, int ordinal) => Take(_groups, group, row, ordinal);

    internal void Discard() => _staged.Clear();

    internal void Commit()
    {
        try
        {
            foreach ((string group, Accumulator staged) in _staged)
            {
                GroupOf(_groups, group).Add(staged);
            }
        }
        catch (OverflowException exception)
        {
            Fail(Failure.Of(exception));
        }

        _staged.Clear();
    }

    internal FragmentResult Finish()
    {
        MetricValue value = default;
        if (IsLive)
        {
            value = (plan.Operation, plan.GroupBy.Count) switch
            {
                (Operation.Histogram, _) => HistogramBuckets.Sort(
                    _groups.Values.Select(group => ((CountAccumulator)group).Count),
                    plan.FirstBucket!.Value,
                    plan.LastBucket!.Value),
                (_, 0) => GroupOf(_groups, "").Value,
                _ => GroupTree.ToJson(_groups.Select(group => KeyValuePair.Create(group.Key, group.Value.Value))),
            };

            if (value.Kind == MetricValueKind.Null)
            {
                Fail(plan.Operation == Operation.Average
                    ? new Failure(ReadingStatus.NoData, "There is nothing to take the average of.")
                    : new Failure(ReadingStatus.Failed, "The value is not a finite number."));
            }
        }

        return new FragmentResult(plan, value, Failure, Duration) { Sketch = IsLive && plan.Sketch is not null ? Sketch() : null };
    }

    /// <summary>The different values of all groups.</summary>
    private HyperLogLog Sketch()
    {
        HyperLogLog sketch = new();
        foreach (Accumulator group in _groups.Values)
        {
            group.AddTo(sketch);
        }

        return sketch;
    }

    private void Take(Dictionary<string, Accumulator> groups, string group, NpgsqlDataReader row, int ordinal)
    {
        if (!IsLive)
        {
            return;
        }

        try
        {
            GroupOf(groups, group).Add(row, ordinal);
        }
        catch (Exception exception) when (exception is OverflowException or InvalidCastException)
        {
            Fail(Failure.Of(exception));
        }
    }

    private Accumulator GroupOf(Dictionary<string, Accumulator> groups, string group)
    {
        if (!groups.TryGetValue(group, out Accumulator? accumulator))
        {
            accumulator = Accumulator.Create(plan.Operation, IsInteger);
            groups.Add(group, accumulator);
        }

        return accumulator;
    }
}

/// <summary>What a fragment has come to.</summary>
internal sealed record FragmentResult(QueryFragment Plan, MetricValue Value, Failure? Failure, TimeSpan Duration)
{
    /// <summary>The different values, where the fragment keeps them for aggregates.</summary>
    internal HyperLogLog? Sketch { get; init; }

    internal static IEnumerable<FragmentResult> None(RelationPlan relation, Failure failure) =>
        relation.Fragments.Select(fragment => new FragmentResult(fragment, default, failure, TimeSpan.Zero));
}
