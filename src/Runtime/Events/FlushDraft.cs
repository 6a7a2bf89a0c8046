namespace ServicePing;

/// <summary>The writes of the next flush, and how many movements of counters each of them is.</summary>
internal sealed class FlushDraft
{
    private readonly List<CounterWrite> _writes = [];
    private readonly List<long> _moves = [];
    private string? _allTime;
    private string? _weekly;

    /// <summary>The flush.</summary>
    internal CounterFlush Flush => field ??= new CounterFlush(Guid.NewGuid(), _writes);

    /// <summary>The movements of each write.</summary>
    internal IReadOnlyList<long> Moves => _moves;

    /// <summary>The movements that found no memory since the last draft.</summary>
    internal long Dropped { get; set; }

    internal bool IsEmpty => _writes.Count == 0;

    /// <summary>Sets the keys of the cell that is drained next.</summary>
    internal void Begin(string? allTime, string? weekly) => (_allTime, _weekly) = (allTime, weekly);

    /// <summary>Adds a write under each key of the cell.</summary>
    internal void Add(long moves, Func<string, bool, CounterWrite> write)
    {
        if (_allTime is not null)
        {
            _writes.Add(write(_allTime, false));
            _moves.Add(moves);
        }

        if (_weekly is not null)
        {
            _writes.Add(write(_weekly, true));
            _moves.Add(moves);
        }
    }
}
