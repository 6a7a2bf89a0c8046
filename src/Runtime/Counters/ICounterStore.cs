using ServicePing.Runtime.Costs;

namespace ServicePing.Runtime.Counters;

/// <summary>Where counters live.</summary>
internal interface ICounterStore
{
    /// <summary>What all keys in the store begin with.</summary>
    string KeyPrefix => "";

    /// <summary>Why something of the last flush was not applied, in the words of the store; null where all of it was.</summary>
    string? Hindrance => null;

    /// <summary>
    /// Applies writes in one go. The same id and the same writes again are applied once. Does not throw, but may take as long as
    /// the store hangs.
    /// </summary>
    /// <returns>What became of each write, in their order.</returns>
    Task<IReadOnlyList<WriteOutcome>> WriteAsync(CounterFlush flush);

    /// <summary>Is told that nobody will repeat a flush any more, except an attempt that is still on its way.</summary>
    void Settle(CounterFlush flush)
    {
    }

    /// <summary>Reads counters in one go or a few.</summary>
    /// <param name="reads">What to read.</param>
    /// <param name="meter">Is told of each round trip.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Values or failures, in the order of <paramref name="reads"/>.</returns>
    Task<IReadOnlyList<CounterReply>> ReadAsync(
        IReadOnlyList<CounterRead> reads,
        CollectionMeter meter,
        CancellationToken cancellationToken);

    /// <summary>Looks whether counters can be written and read, without touching any; does not throw but for cancellation.</summary>
    /// <param name="keys">Keys of the program, without prefix.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <returns>What is wrong or could be better; nothing where all is well.</returns>
    Task<IReadOnlyList<MetricFinding>> CheckAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<MetricFinding>>([]);
}
