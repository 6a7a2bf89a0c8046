using ServicePing.Runtime.Counters;

namespace ServicePing.Runtime.Events.Spooling;

/// <summary>A record of a spool.</summary>
/// <param name="Flush">The number of the flush that it belongs to.</param>
/// <param name="At">When it was written, in UTC.</param>
internal abstract record SpoolRecord(long Flush, DateTime At)
{
    /// <summary>What was tracked since the record before.</summary>
    /// <param name="Flush">The number of the flush that it belongs to.</param>
    /// <param name="At">When it was written, in UTC.</param>
    /// <param name="Writes">The writes.</param>
    /// <param name="Moves">How many movements of counters each of them is.</param>
    internal sealed record Tracked(long Flush, DateTime At, IReadOnlyList<CounterWrite> Writes, IReadOnlyList<long> Moves)
        : SpoolRecord(Flush, At);

    /// <summary>The store has the flush.</summary>
    internal sealed record Settled(long Flush, DateTime At) : SpoolRecord(Flush, At);
}
