using Npgsql;

namespace ServicePing;

/// <summary>What one statement tells of a fragment, which counts only once the statement has ended well.</summary>
internal sealed class StagedRows(FragmentState fragment)
{
    private readonly Dictionary<GroupPath, Accumulator> _groups = [];
    private Failure? _failure;

    internal FragmentState Fragment => fragment;

    /// <summary>Takes what a row tells of a group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="row">The row.</param>
    /// <param name="ordinal">Where the value is.</param>
    /// <param name="countOrdinal">Where the number of values is, which an average needs.</param>
    internal void Stage(GroupPath group, NpgsqlDataReader row, int ordinal, int countOrdinal)
    {
        if (_failure is not null)
        {
            return;
        }

        try
        {
            if (!_groups.TryGetValue(group, out Accumulator? accumulator))
            {
                accumulator = Accumulator.Create(fragment.Gathering);
                _groups.Add(group, accumulator);
            }

            accumulator.Add(row, ordinal, countOrdinal);
        }
        catch (Exception exception) when (exception is OverflowException or InvalidCastException)
        {
            _failure = Failure.Of(exception);
        }
    }

    internal void Commit()
    {
        if (_failure is not null)
        {
            fragment.Fail(_failure);
        }

        fragment.Add(_groups);
    }
}
