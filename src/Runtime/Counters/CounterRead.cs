using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Sketches;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Counters;

/// <summary>Counters whose values make one.</summary>
/// <param name="Kind">What the counters keep.</param>
/// <param name="Keys">Their whole keys; added up, or united.</param>
/// <param name="AsSketch">Whether the union of unique counters is wanted itself, not its size.</param>
internal sealed record CounterRead(CounterKind Kind, IReadOnlyList<string> Keys, bool AsSketch = false);

/// <summary>What a read found.</summary>
internal abstract record CounterReply
{
    /// <summary>A number: 0 where no counter exists.</summary>
    internal sealed record Number(MetricValue Value) : CounterReply;

    /// <summary>The union of unique counters: empty where no counter exists.</summary>
    internal sealed record Sketch(HyperLogLog Union) : CounterReply;

    /// <summary>A number of events a value.</summary>
    internal sealed record Fields(IReadOnlyDictionary<string, long> Counts) : CounterReply;

    /// <summary>Nothing.</summary>
    internal sealed record None(Failure Failure) : CounterReply;
}
