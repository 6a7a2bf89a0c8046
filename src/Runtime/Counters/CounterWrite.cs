using System.Security.Cryptography;

namespace ServicePing.Runtime.Counters;

/// <summary>What a flush writes, and the id under which the store remembers that it was applied.</summary>
/// <param name="Id">The id; a repetition has the same.</param>
/// <param name="Writes">The writes; a repetition has the same in the same order.</param>
internal sealed record CounterFlush(Guid Id, IReadOnlyList<CounterWrite> Writes)
{
    /// <summary>
    /// Who writes it, and of whom a store may remember the last flush alone: the next one comes when the outcome of this one is known. By
    /// default nobody else writes under the id.
    /// </summary>
    internal Guid Writer { get; init; } = Id;

    /// <summary>The number of the flush among those of its writer, from 1.</summary>
    internal long Number { get; init; } = 1;

    /// <summary>A flush of a writer; its id is that of its writer and number wherever it is made.</summary>
    internal static CounterFlush Of(Guid writer, long number, IReadOnlyList<CounterWrite> writes) => new(
        new Guid(SHA256.HashData([.. writer.ToByteArray(), .. BitConverter.GetBytes(number)]).AsSpan(0, 16)), writes)
    {
        Writer = writer,
        Number = number,
    };
}

/// <summary>What a counter has to be moved by.</summary>
/// <param name="Key">The whole key.</param>
/// <param name="Lifetime">
/// How long the key is kept, for ever where null: sets of values from the last write on, other counters from the first.
/// </param>
internal abstract record CounterWrite(string Key, TimeSpan? Lifetime)
{
    /// <summary>How long the counter of a week is kept.</summary>
    internal static readonly TimeSpan SixWeeks = TimeSpan.FromDays(42);

    /// <summary>So many more events.</summary>
    internal sealed record Count(string Key, TimeSpan? Lifetime, long By) : CounterWrite(Key, Lifetime);

    /// <summary>So much more in sum.</summary>
    internal sealed record Amount(string Key, TimeSpan? Lifetime, double By) : CounterWrite(Key, Lifetime);

    /// <summary>Values that were seen.</summary>
    internal sealed record Values(string Key, TimeSpan? Lifetime, IReadOnlyList<EventValue> Seen) : CounterWrite(Key, Lifetime);

    /// <summary>Values that were seen, as a HyperLogLog string of Redis ("HYLL"), dense or sparse, that is merged into the key.</summary>
    internal sealed record Registers(string Key, TimeSpan? Lifetime, byte[] Dense) : CounterWrite(Key, Lifetime);

    /// <summary>So many more events of one value.</summary>
    /// <param name="Key">The whole key.</param>
    /// <param name="Lifetime">How long the key is kept.</param>
    /// <param name="Value">The value; where it would be one too many, the events are counted under <c>other</c> instead.</param>
    /// <param name="By">How many events.</param>
    /// <param name="Most">How many values the key holds, besides <c>other</c>.</param>
    internal sealed record Field(string Key, TimeSpan? Lifetime, EventValue Value, long By, int Most = int.MaxValue)
        : CounterWrite(Key, Lifetime);
}

/// <summary>What became of a write.</summary>
internal enum WriteOutcome
{
    /// <summary>It was applied.</summary>
    Applied,

    /// <summary>It was applied under <c>other</c>, as the key holds no further value.</summary>
    AppliedAsOther,

    /// <summary>It was not applied, or nobody knows: the flush must be tried again, as a whole and under the same id.</summary>
    Retry,

    /// <summary>It can never be applied, for example because the key holds something else.</summary>
    Rejected,
}
