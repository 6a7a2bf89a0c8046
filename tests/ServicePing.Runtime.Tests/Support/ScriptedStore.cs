using ServicePing.Runtime.Costs;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Sketches;

namespace ServicePing.Tests;

/// <summary>A counter store that does with each flush what the test has planned, and keeps to the contract: an id is applied once.</summary>
internal sealed class ScriptedStore : ICounterStore
{
    private readonly Dictionary<Guid, IReadOnlyList<CounterWrite>> _applied = [];

    /// <summary>What happens to the next flushes; all is well when there is nothing more.</summary>
    public Queue<Answer> Answers { get; } = new();

    /// <summary>Completes when a flush has come to a store that hangs.</summary>
    public TaskCompletionSource Hanging { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends the hanging of a store that hangs.</summary>
    public TaskCompletionSource Recovered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Dictionary<string, long> Counts { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, double> Amounts { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, HyperLogLog> Sketches { get; } = new(StringComparer.Ordinal);

    /// <summary>Every attempt.</summary>
    public List<CounterFlush> Flushes { get; } = [];

    public async Task<IReadOnlyList<WriteOutcome>> WriteAsync(CounterFlush flush)
    {
        Flushes.Add(flush);
        Answer answer = Answers.TryDequeue(out Answer planned) ? planned : Answer.Applied;
        if (answer == Answer.HangsThenApplied)
        {
            Hanging.TrySetResult();
            await Recovered.Task;
        }

        if (answer != Answer.NotApplied)
        {
            Apply(flush);
        }

        WriteOutcome outcome = answer switch
        {
            Answer.NotApplied or Answer.AppliedAndLost => WriteOutcome.Retry,
            Answer.Rejected => WriteOutcome.Rejected,
            _ => WriteOutcome.Applied,
        };
        return [.. flush.Writes.Select(_ => outcome)];
    }

    public Task<IReadOnlyList<CounterReply>> ReadAsync(
        IReadOnlyList<CounterRead> reads, CollectionMeter meter, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private void Apply(CounterFlush flush)
    {
        if (_applied.TryGetValue(flush.Id, out IReadOnlyList<CounterWrite>? before))
        {
            Assert.Equal(before, flush.Writes);
            return;
        }

        _applied.Add(flush.Id, [.. flush.Writes]);
        foreach (CounterWrite write in flush.Writes)
        {
            switch (write)
            {
                case CounterWrite.Count count:
                    Counts[count.Key] = Counts.GetValueOrDefault(count.Key) + count.By;
                    break;
                case CounterWrite.Field field:
                    string key = $"{field.Key} {field.Value}";
                    Counts[key] = Counts.GetValueOrDefault(key) + field.By;
                    break;
                case CounterWrite.Amount amount:
                    Amounts[amount.Key] = Amounts.GetValueOrDefault(amount.Key) + amount.By;
                    break;
                case CounterWrite.Registers registers:
                    Sketches.TryAdd(registers.Key, new HyperLogLog());
                    Assert.True(RedisSketch.TryMerge(registers.Dense, Sketches[registers.Key]));
                    break;
                default:
                    throw new NotSupportedException(write.GetType().Name);
            }
        }
    }
}

/// <summary>What becomes of a flush.</summary>
internal enum Answer
{
    Applied,
    NotApplied,
    AppliedAndLost,
    HangsThenApplied,
    Rejected,
}
