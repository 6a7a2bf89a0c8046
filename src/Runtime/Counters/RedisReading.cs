using System.Globalization;
using ServicePing.Runtime.Plans;
using StackExchange.Redis;

namespace ServicePing;

/// <summary>
/// One reading of many counters: every key once, however many reads name it, in one round trip where all is well. What was not clear
/// then is asked again, key by key, so that a key in trouble costs no other counter its value.
/// </summary>
internal sealed class RedisReading(RedisPipeline pipeline, bool isCluster, IReadOnlyList<CounterRead> reads)
{
    private const int KeysPerCommand = 1_000;

    private readonly Dictionary<string, Answer<RedisValue>> _strings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Answer<HashEntry[]>> _hashes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Answer<long>> _unions = new(StringComparer.Ordinal);

    internal async Task<IReadOnlyList<CounterReply>> RunAsync(CancellationToken cancellationToken)
    {
        ILookup<bool, string[]> unions = reads.Where(read => read.Kind == CounterKind.Unique && !read.AsSketch && read.Keys.Count > 0)
            .Select(read => read.Keys.ToArray())
            .DistinctBy(Name, StringComparer.Ordinal)
            .ToLookup(IsScattered);
        (string[] Keys, Pending<long> Answer)[] sizes =
            [.. unions[false].Select(keys => (keys, pipeline.Add(redis => redis.HyperLogLogLengthAsync(Redis(keys)))))];
        (string Key, Pending<HashEntry[]> Answer)[] hashes =
            [.. KeysOf(CounterKind.UniqueTotals).Select(key => (key, pipeline.Add(redis => redis.HashGetAllAsync(key))))];

        // MGET has no value for a key that holds something else, as for one that is not there: EXISTS tells how many are.
        (string[] Keys, Pending<RedisValue[]> Answer, Pending<RedisResult> Present)[] numbers =
        [
            .. Groups(KeysOf(CounterKind.Total, CounterKind.Sum)).Select(keys => (
                keys,
                pipeline.Add(redis => redis.StringGetAsync(Redis(keys))),
                pipeline.Add(redis => redis.ExecuteAsync("EXISTS", [.. Redis(keys).Cast<object>()])))),
        ];
        IEnumerable<string> sketches = reads.Where(read => read.AsSketch).SelectMany(read => read.Keys);
        await ReadEachAsync(unions[true].SelectMany(keys => keys).Concat(sketches), cancellationToken).ConfigureAwait(false);

        foreach ((string key, Pending<HashEntry[]> pending) in hashes)
        {
            _hashes[key] = pending.Answer;
        }

        List<string> unclear = [];
        foreach ((string[] keys, Pending<long> pending) in sizes)
        {
            _unions[Name(keys)] = pending.Answer;
            if (IsMoving(pending.Answer.Exception) && _unions.Remove(Name(keys)))
            {
                unclear.AddRange(keys);
            }
        }

        foreach ((string[] keys, Pending<RedisValue[]> pending, Pending<RedisResult> present) in numbers)
        {
            foreach ((int i, string key) in keys.Index())
            {
                _strings[key] = new Answer<RedisValue>(pending.Answer.Value?[i] ?? default, pending.Answer.Exception);
            }

            string[] nulls = [.. keys.Where(key => _strings[key].Value.IsNull)];
            bool isClear = present.Answer.Value is { } found && (long)found == keys.Length - nulls.Length;
            if (IsMoving(pending.Answer.Exception) || (pending.Answer.Exception is null && !isClear))
            {
                unclear.AddRange(nulls);
            }
        }

        await ReadEachAsync(unclear, cancellationToken).ConfigureAwait(false);
        return [.. reads.Select(Reply)];
    }

    internal static Failure FailureOf(Exception exception) => new(
        exception switch
        {
            TimeoutException => ReadingStatus.TimedOut,
            RedisConnectionException => ReadingStatus.Unavailable,
            RedisServerException when exception.Message.StartsWith("LOADING", StringComparison.Ordinal)
                || exception.Message.StartsWith("CLUSTERDOWN", StringComparison.Ordinal) => ReadingStatus.Unavailable,
            _ => ReadingStatus.Failed,
        },
        exception.Message);

    /// <summary>Whether a command of several keys failed because their slot is on its way to another server.</summary>
    private static bool IsMoving(Exception? exception) =>
        exception is RedisServerException && exception.Message.Contains("TRYAGAIN", StringComparison.Ordinal);

    private static string Name(IReadOnlyList<string> keys) => string.Join('\n', keys);

    private static RedisKey[] Redis(string[] keys) => Array.ConvertAll(keys, key => (RedisKey)key);

    private bool IsScattered(string[] keys) => isCluster && keys.DistinctBy(HashSlot.Of).Skip(1).Any();

    private IEnumerable<string> KeysOf(params CounterKind[] kinds) =>
        reads.Where(read => kinds.Contains(read.Kind)).SelectMany(read => read.Keys).Distinct(StringComparer.Ordinal);

    /// <summary>Keys that one command may name.</summary>
    private IEnumerable<string[]> Groups(IEnumerable<string> keys) =>
        keys.GroupBy(key => isCluster ? HashSlot.Of(key) : 0).SelectMany(slot => slot.Chunk(KeysPerCommand));

    /// <summary>Sends what is waiting and a GET a key.</summary>
    private async Task ReadEachAsync(IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        (string Key, Pending<RedisValue> Answer)[] values =
            [.. keys.Distinct(StringComparer.Ordinal).Select(key => (key, pipeline.Add(redis => redis.StringGetAsync(key))))];
        await pipeline.SendAsync(cancellationToken).ConfigureAwait(false);
        foreach ((string key, Pending<RedisValue> pending) in values)
        {
            _strings[key] = pending.Answer;
        }
    }

    private CounterReply Reply(CounterRead read)
    {
        try
        {
            return read.Kind switch
            {
                CounterKind.Unique when read.AsSketch => new CounterReply.Sketch(Union(read.Keys)),
                CounterKind.Unique => new CounterReply.Number(MetricValue.From(Unique(read.Keys))),
                CounterKind.UniqueTotals => new CounterReply.Fields(Fields(read.Keys)),
                CounterKind.Sum => new CounterReply.Number(MetricValue.From(read.Keys.Sum(Amount))),
                _ => new CounterReply.Number(MetricValue.From(read.Keys.Sum(Total))),
            };
        }
        catch (Exception exception)
        {
            return new CounterReply.None(FailureOf(exception));
        }
    }

    private long Unique(IReadOnlyList<string> keys) =>
        _unions.TryGetValue(Name(keys), out Answer<long> size) ? size.OrThrow() : Union(keys).Count();

    private HyperLogLog Union(IReadOnlyList<string> keys)
    {
        HyperLogLog union = new();
        foreach (string key in keys)
        {
            byte[]? text = _strings[key].OrThrow();
            if (text is not null && !RedisSketch.TryMerge(text, union))
            {
                throw new FormatException($"'{key}' holds no HyperLogLog.");
            }
        }

        return union;
    }

    private Dictionary<string, long> Fields(IReadOnlyList<string> keys) => keys
        .SelectMany(key => _hashes[key].OrThrow()!)
        .GroupBy(entry => entry.Name.ToString(), entry => (long)entry.Value, StringComparer.Ordinal)
        .ToDictionary(field => field.Key, field => field.Sum(), StringComparer.Ordinal);

    private long Total(string key)
    {
        string? text = _strings[key].OrThrow();
        return text is null ? 0
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long total) ? total
            : throw new FormatException($"'{key}' holds no whole number.");
    }

    private double Amount(string key)
    {
        string? text = _strings[key].OrThrow();
        return text is null ? 0
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double amount) ? amount
            : throw new FormatException($"'{key}' holds no number.");
    }
}
