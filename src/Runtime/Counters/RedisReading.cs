using System.Globalization;
using ServicePing.Runtime.Plans;
using StackExchange.Redis;

namespace ServicePing;

/// <summary>
/// One reading of many counters: every key once, however many reads name it, in two round trips where all is well. What was not clear
/// then is asked again, key by key, so that a key in trouble costs no other counter its value.
/// </summary>
internal sealed class RedisReading(RedisPipeline pipeline, bool isCluster, IReadOnlyList<CounterRead> reads)
{
    private const int KeysPerCommand = 1_000;
    private const int SketchesPerScript = 500;

    // 12 KiB each. PFCOUNT keeps the server, which has one thread for all, busy with a long sketch some thirty times as long as GET.
    private const int LongSketches = 2_000;

    // Most sketches are of a few values and come at once; long ones are asked for in the next round trip, and so is what is no string. A
    // key that is not there gives the empty string.
    private const string ShortSketches = """
        local sketches = {}
        for i, key in ipairs(KEYS) do
          local length = redis.pcall('STRLEN', key)
          sketches[i] = type(length) == 'number' and length <= 1024 and (redis.call('GET', key) or '')
        end
        return sketches
        """;

    private readonly Dictionary<string, Answer<RedisValue>> _strings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Answer<RedisValue>> _sketches = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Answer<HashEntry[]>> _hashes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Answer<long>> _unions = new(StringComparer.Ordinal);

    internal async Task<IReadOnlyList<CounterReply>> RunAsync(CancellationToken cancellationToken)
    {
        List<Action> take = [];
        List<string> unclear = [];
        foreach (string[] keys in Groups(KeysOf(CounterKind.Unique), SketchesPerScript))
        {
            Pending<RedisResult> pending = pipeline.Add(redis => redis.ExecuteAsync("EVAL", [ShortSketches, keys.Length, .. Objects(keys)]));
            take.Add(() => TakeSketches(keys, pending.Answer));
        }

        foreach (string key in KeysOf(CounterKind.UniqueTotals))
        {
            Pending<HashEntry[]> pending = pipeline.Add(redis => redis.HashGetAllAsync(key));
            take.Add(() => _hashes[key] = pending.Answer);
        }

        foreach (string[] keys in Groups(KeysOf(CounterKind.Total, CounterKind.Sum), KeysPerCommand))
        {
            // MGET has no value for a key that holds something else, as for one that is not there: EXISTS tells how many are.
            Pending<RedisValue[]> pending = pipeline.Add(redis => redis.StringGetAsync(Redis(keys)));
            Pending<RedisResult> present = pipeline.Add(redis => redis.ExecuteAsync("EXISTS", [.. Objects(keys)]));
            take.Add(() => unclear.AddRange(TakeStrings(keys, pending.Answer, present.Answer)));
        }

        await SendAsync(take, cancellationToken).ConfigureAwait(false);

        GetEach(unclear, _strings, take);
        List<string[]> moving = [];
        HashSet<string> fetched = new(StringComparer.Ordinal);
        HashSet<string> wanted = [.. reads.Where(read => read.AsSketch).Select(read => Name(read.Keys))];
        foreach (string[] keys in LongUnions())
        {
            if (IsScattered(keys) || wanted.Contains(Name(keys)) || (keys.Length > 1 && fetched.Count < LongSketches))
            {
                fetched.UnionWith(keys.Where(key => !_sketches.ContainsKey(key)));
            }
            else
            {
                Pending<long> pending = pipeline.Add(redis => redis.HyperLogLogLengthAsync(Redis(keys)));
                take.Add(() => TakeUnion(keys, pending.Answer, moving));
            }
        }

        GetEach(fetched, _sketches, take);
        await SendAsync(take, cancellationToken).ConfigureAwait(false);

        GetEach(moving.SelectMany(keys => keys), _sketches, take);
        await SendAsync(take, cancellationToken).ConfigureAwait(false);
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

    private static IEnumerable<object> Objects(string[] keys) => Redis(keys).Cast<object>();

    /// <summary>Keys that one command may name.</summary>
    private IEnumerable<string[]> Groups(IEnumerable<string> keys, int size) =>
        keys.GroupBy(key => isCluster ? HashSlot.Of(key) : 0).SelectMany(slot => slot.Chunk(size));

    /// <summary>The unions of which not every sketch has come, each once.</summary>
    private IEnumerable<string[]> LongUnions() => reads
        .Where(read => read.Kind == CounterKind.Unique && !read.Keys.All(_sketches.ContainsKey))
        .Select(read => read.Keys.ToArray())
        .DistinctBy(Name, StringComparer.Ordinal);

    private void GetEach(IEnumerable<string> keys, Dictionary<string, Answer<RedisValue>> values, List<Action> take)
    {
        foreach (string key in keys.Distinct(StringComparer.Ordinal))
        {
            Pending<RedisValue> pending = pipeline.Add(redis => redis.StringGetAsync(key));
            take.Add(() => values[key] = pending.Answer);
        }
    }

    /// <summary>Sends the commands and takes their answers.</summary>
    private async Task SendAsync(List<Action> take, CancellationToken cancellationToken)
    {
        await pipeline.SendAsync(cancellationToken).ConfigureAwait(false);
        take.ForEach(answer => answer());
        take.Clear();
    }

    private void TakeSketches(string[] keys, Answer<RedisResult> answer)
    {
        RedisValue[] sketches = answer.Value is { } result ? (RedisValue[])result! : [];
        foreach ((int i, RedisValue sketch) in sketches.Index())
        {
            if (!sketch.IsNull)
            {
                _sketches[keys[i]] = new Answer<RedisValue>(sketch, null);
            }
        }
    }

    private void TakeUnion(string[] keys, Answer<long> answer, List<string[]> moving)
    {
        if (IsMoving(answer.Exception))
        {
            moving.Add(keys);
        }
        else
        {
            _unions[Name(keys)] = answer;
        }
    }

    /// <summary>Takes the values that are clear, and gives the keys that are not.</summary>
    private string[] TakeStrings(string[] keys, Answer<RedisValue[]> answer, Answer<RedisResult> present)
    {
        foreach ((int i, string key) in keys.Index())
        {
            _strings[key] = new Answer<RedisValue>(answer.Value?[i] ?? default, answer.Exception);
        }

        string[] nulls = [.. keys.Where(key => _strings[key].Value.IsNull)];
        bool isClear = answer.Exception is null
            ? present.Value is { } found && (long)found == keys.Length - nulls.Length
            : !IsMoving(answer.Exception);
        return isClear ? [] : nulls;
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
            byte[]? text = _sketches[key].OrThrow();
            if (text is { Length: > 0 } && !RedisSketch.TryMerge(text, union))
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
