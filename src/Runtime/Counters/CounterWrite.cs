namespace ServicePing;

/// <summary>What a flush writes, and the id under which the store remembers that it was applied.</summary>
/// <param name="Id">The id; a repetition has the same.</param>
/// <param name="Writes">The writes; a repetition has the same in the same order.</param>
internal sealed record CounterFlush(Guid Id, IReadOnlyList<CounterWrite> Writes);

/// <summary>What a counter has to be moved by.</summary>
/// <param name="Key">The whole key.</param>
/// <param name="Expires">Whether the key is a week's, which is kept for six weeks after the last write.</param>
internal abstract record CounterWrite(string Key, bool Expires)
{
    /// <summary>So many more events.</summary>
    internal sealed record Count(string Key, bool Expires, long By) : CounterWrite(Key, Expires);

    /// <summary>So much more in sum.</summary>
    internal sealed record Amount(string Key, bool Expires, double By) : CounterWrite(Key, Expires);

    /// <summary>Values that were seen.</summary>
    internal sealed record Values(string Key, bool Expires, IReadOnlyList<EventValue> Seen) : CounterWrite(Key, Expires);

    /// <summary>Values that were seen, as a HyperLogLog string of Redis ("HYLL"), dense or sparse, that is merged into the key.</summary>
    internal sealed record Registers(string Key, bool Expires, byte[] Dense) : CounterWrite(Key, Expires);

    /// <summary>So many more events of one value.</summary>
    internal sealed record Field(string Key, bool Expires, EventValue Value, long By) : CounterWrite(Key, Expires);
}

/// <summary>What became of a write.</summary>
internal enum WriteOutcome
{
    /// <summary>It was applied.</summary>
    Applied,

    /// <summary>It was not applied, or nobody knows: the flush must be tried again, as a whole and under the same id.</summary>
    Retry,

    /// <summary>It can never be applied, for example because the key holds something else.</summary>
    Rejected,
}
