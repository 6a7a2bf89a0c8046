using System.Globalization;
using ServicePing.Runtime.Databases.Pieces;
using ServicePing.Runtime.Databases.Tables;
using ServicePing.Runtime.Labels;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Sketches;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Databases.Gathering;

/// <summary>A fragment in a pass: what it takes, and what it has come to so far. Safe for all connections of the pass.</summary>
/// <param name="plan">The fragment.</param>
/// <param name="conditions">Which rows it takes: those for which all of these hold.</param>
/// <param name="memory">How many bytes its different values and groups may take.</param>
internal sealed class FragmentState(QueryFragment plan, IReadOnlyList<string> conditions, long memory)
{
    private readonly Lock _lock = new();
    private readonly GroupNames _names = new();
    private readonly HyperLogLog _sketch = new();
    private bool _isSettled;

    /// <summary>A fragment that is about to be walked; failed where the definition alone tells that it cannot be.</summary>
    internal static FragmentState Begin(QueryFragment plan, WalkedTable table, long memory = long.MaxValue)
    {
        try
        {
            if (plan is { Operation: Operation.DistinctCount or Operation.EstimateBatchDistinctCount, Columns.Count: 0 })
            {
                plan = plan with { Columns = [table.PrimaryKeyColumn()] };
            }

            if (plan is { GroupValues.Count: > 0, GroupBy: [var group] })
            {
                plan = plan with { GroupBy = [Sql.Listed(group, plan.GroupValues)] };
            }

            FragmentState state = new(plan, FragmentConditions.Of(plan, table), memory);
            if (plan is
                {
                    Operation: Operation.Sum or Operation.Average or Operation.Max or Operation.Min or Operation.Percentile or Operation.Histogram,
                    Columns.Count: not 1,
                })
            {
                state.Fail(new Failure(ReadingStatus.Failed, $"The definition has to name one column for {plan.Operation}."));
            }
            else if (plan is { Operation: Operation.Percentile, Percentile: not (>= 1 and <= 99) })
            {
                state.Fail(new Failure(ReadingStatus.Failed, "A percentile is a whole number from 1 to 99."));
            }
            else if (plan is { GroupValues.Count: > 0, GroupBy.Count: not 1 })
            {
                state.Fail(new Failure(ReadingStatus.Failed, "The definition has to group by one expression for its listed values."));
            }
            else if (plan.Operation == Operation.Histogram && !HistogramBuckets.AreValid(plan, out string? problem))
            {
                state.Fail(new Failure(ReadingStatus.Failed, problem));
            }

            return state;
        }
        catch (InvalidOperationException exception)
        {
            FragmentState state = new(plan, conditions: [], memory);
            state.Fail(new Failure(ReadingStatus.Failed, exception.Message));
            return state;
        }
    }

    internal QueryFragment Plan => plan;

    /// <summary>What fragments have in common that are counted alike: the values they tell apart, and by what these are grouped.</summary>
    internal (bool IsDistinct, string Columns, string GroupBy) Kind => plan.Operation switch
    {
        Operation.DistinctCount or Operation.EstimateBatchDistinctCount => (true, Joined(plan.Columns), Joined(plan.GroupBy)),
        Operation.Histogram => (false, Joined(plan.Columns), ""),
        _ => (false, "", Joined(plan.GroupBy)),
    };

    internal IReadOnlyList<string> Conditions => conditions;

    /// <summary>All conditions in one; null where all rows are taken.</summary>
    internal string? Condition { get; } = Sql.All(conditions);

    /// <summary>By what the rows are grouped; learnt from the database.</summary>
    internal IReadOnlyList<GroupKey> Keys { get; set; } = [];

    /// <summary>Why the fragment has left the pass.</summary>
    internal Failure? Failure { get; private set; }

    internal bool IsLive => Failure is null;

    /// <summary>Whether further rows may change its value.</summary>
    internal bool IsOpen => IsLive && !Volatile.Read(ref _isSettled);

    /// <summary>Whether it has a value that no further row changes.</summary>
    internal bool IsSettled => IsLive && Volatile.Read(ref _isSettled);

    internal TimeSpan Duration { get; private set; }

    /// <summary>How values are gathered; learnt from the database.</summary>
    internal AccumulatorKind Gathering { get; private set; } = AccumulatorKinds.Of(plan);

    /// <summary>What of its rows is told apart, where a statement of aggregates has the values of a slice in one; else null.</summary>
    internal ComparedValue? Streamed { get; private set; }

    /// <summary>Whether the texts of its values go into a sketch, to be counted with those of events.</summary>
    internal bool KeepsTexts => plan.Sketch is not null && Gathering != AccumulatorKind.Integers;

    /// <summary>Learns how its different values are gathered.</summary>
    /// <param name="value">What is told apart.</param>
    /// <param name="isCut">Whether slices hold few enough values to be sent in one.</param>
    internal void Tell(ComparedValue value, bool isCut)
    {
        Gathering = AccumulatorKinds.OfDistinct(plan, value.IsInteger);
        Streamed = isCut && plan.GroupBy.Count == 0 && !KeepsTexts ? value : null;
    }

    internal void Fail(Failure failure)
    {
        lock (_lock)
        {
            Failure ??= failure;
        }
    }

    internal void Spend(TimeSpan time)
    {
        lock (_lock)
        {
            Duration += time;
        }
    }

    /// <summary>Takes what a slice tells, in one step.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="names">The names of their keys.</param>
    /// <param name="values">Values of what is not grouped: whole numbers, or hashes of two halves.</param>
    /// <param name="texts">Texts that identify somebody in events.</param>
    internal void Add(GroupValues groups, GroupNames names, ReadOnlySpan<long> values, HyperLogLog texts)
    {
        lock (_lock)
        {
            try
            {
                Values.Add(groups);
                _names.Add(names);
                if (values.Length > 0)
                {
                    Values.Add(values);
                }

                _sketch.Merge(texts);
                Volatile.Write(ref _isSettled, plan.GroupBy.Count == 0 && Values.All.IsSettled);
                Failure ??= Hold(Values, _names);
            }
            catch (Exception exception)
            {
                Failure ??= Failure.Of(exception);
            }

            if (Failure is not null)
            {
                Values.Clear();
            }
        }
    }

    /// <summary>Why values and their groups cannot be held; null where there is memory for them.</summary>
    internal Failure? Hold(GroupValues values, GroupNames names) => values.Bytes + names.Bytes <= memory
        ? null
        : new Failure(
            ReadingStatus.Failed,
            string.Create(CultureInfo.InvariantCulture, $"Its different values or groups take more than {memory:N0} bytes of memory. ")
                + plan.Operation switch
                {
                    Operation.DistinctCount => "Let it count fewer, estimate them (estimate_batch_distinct_count), or raise MetricMemory.",
                    Operation.Percentile => "Let it have fewer, by a filter or a column that is rounded, or raise MetricMemory.",
                    _ => "Let it have fewer, by a filter or a coarser group, or raise MetricMemory.",
                });

    /// <summary>What the fragment has come to; whatever goes wrong now fails it alone.</summary>
    /// <param name="limits">What its groups are held to.</param>
    internal FragmentResult Finish(LabelLimits limits)
    {
        try
        {
            return Result(limits);
        }
        catch (Exception exception)
        {
            Fail(Failure.Of(exception));
            return new FragmentResult(plan, default, Failure, Duration);
        }
    }

    private FragmentResult Result(LabelLimits limits)
    {
        // Groups are united in place, which changes nothing of what all of them have seen.
        HyperLogLog? sketch = IsLive && plan.Sketch is not null ? Sketch() : null;
        MetricValue value = default;
        string? note = null;
        if (IsLive)
        {
            value = (plan.Operation, plan.GroupBy.Count) switch
            {
                (Operation.Histogram, _) => HistogramBuckets.Sort(
                    ((CountedValues)Values.All).Counts,
                    plan.FirstBucket!.Value,
                    plan.LastBucket!.Value),
                (_, 0) => ValueOf(Values.All),
                _ => Groups(limits, out note),
            };

            if (value.Kind == MetricValueKind.Null)
            {
                Fail(Values.All.IsEmpty
                    ? new Failure(ReadingStatus.NoData, $"There is nothing to take the {Word} of.")
                    : new Failure(ReadingStatus.Failed, "The value is not a finite number."));
            }
        }

        return new FragmentResult(plan, value, Failure, Duration) { Sketch = IsLive ? sketch : null, Note = note };
    }

    private MetricValue ValueOf(Accumulator values) =>
        values is RankedNumbers numbers ? numbers.At(plan.Percentile!.Value) : values.Value;

    private string Word => plan.Operation switch
    {
        Operation.Max => "maximum",
        Operation.Min => "minimum",
        Operation.Percentile => "percentile",
        _ => "average",
    };

    private MetricValue Groups(LabelLimits limits, out string? note)
    {
        // A group that is listed is there, though no row is in it.
        IEnumerable<KeyValuePair<GroupPath, Accumulator>> listed =
            plan.GroupValues.Select(value => KeyValuePair.Create(new GroupPath(value), Accumulator.Of(Gathering)));
        HeldGroups<Accumulator> held = HeldGroups<Accumulator>.Of(
            Values.Groups.Select(group => KeyValuePair.Create(_names.NameOf(group.Key), group.Value)).Concat(listed),
            limits with { Most = (int)Math.Min(limits.Most, plan.MaxGroups ?? long.MaxValue) },
            (first, second) =>
            {
                first.Add(second);
                return first;
            },
            group => ValueOf(group).AsDouble());
        string limit = plan.MaxGroups < limits.Most ? "the definition's max_groups" : nameof(ServicePingOptions.MaxLabels);
        note = held.Beyond == 0 ? null : LabelLimits.NoteOn(limit, held.Beyond, held.Groups.Count);
        var groups = held.Groups.Select(group => KeyValuePair.Create(group.Key, ValueOf(group.Value)));
        return plan.ListOf.Count > 0 ? GroupTree.ToList(groups, plan.ListOf) : GroupTree.ToJson(groups);
    }

    /// <summary>The different values of all groups.</summary>
    private HyperLogLog Sketch()
    {
        // The texts went into it as they came.
        if (!KeepsTexts)
        {
            foreach (Accumulator group in Values.Groups.Values)
            {
                group.AddTo(_sketch);
            }
        }

        return _sketch;
    }

    // How values are gathered is not known before the walk begins.
    private GroupValues Values => field ??= new(Gathering);

    private static string Joined(IReadOnlyList<string> expressions) => string.Join('\n', expressions);
}
