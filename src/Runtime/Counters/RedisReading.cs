using System.Globalization;
using System.Text.RegularExpressions;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Sketches;
using ServicePing.Runtime.Values;
using StackExchange.Redis;

namespace ServicePing.Runtime.Counters;

/// <summary>
/// One reading of many counters: every key once, however many reads name it, in a round trip where sketches are few. What was not clear
/// then is asked again, key by key, so that a key in trouble costs no other counter its value.
/// </summary>
/// <remarks>
/// Sketches are united here rather than by <c>PFCOUNT</c>, which keeps the server, with its one thread for all, busy five times as long
/// as handing them over.
/// </remarks>
internal sealed partial class RedisReading(RedisPipeline pipeline, bool isCluster, IReadOnlyList<CounterRead> reads)
{
    private const int NumbersPerCommand = 1_000;

    // Somebody else has written a hash that holds more; to read it would keep the server busy, and this program's memory.
    private const int MostFields = 100_000;

    // Of up to 12 KiB each: a reply is never huge, and what waits to be united is bounded.
    private const int SketchesPerCommand = 100;
    private const int SketchesPerRoundTrip = 3_000;

    private readonly Dictionary<string, Answer<RedisValue>> _strings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Answer<HashEntry[]>> _hashes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _uses = new(StringComparer.Ordinal);
    private readonly List<CounterReply> _replies = new(reads.Count);
    private readonly HashSet<string> _unclear = new(StringComparer.Ordinal);

    internal async Task<IReadOnlyList<CounterReply>> RunAsync(CancellationToken cancellationToken)
    {
        foreach (string key in reads.SelectMany(read => read.Keys))
        {
            _uses[key] = _uses.GetValueOrDefault(key) + 1;
        }

        List<string> hashes = [];
        foreach (string key in KeysOf(CounterKind.UniqueTotals))
        {
            pipeline.Add(redis => redis.HashLengthAsync(key), answer => TakeLength(key, answer, hashes));
        }

        GetMany(KeysOf(CounterKind.Total, CounterKind.Sum), NumbersPerCommand);
        foreach (string[] sketches in KeysOf(CounterKind.Unique).Chunk(SketchesPerRoundTrip))
        {
            GetMany(sketches, SketchesPerCommand);
            await pipeline.SendAsync(cancellationToken).ConfigureAwait(false);
        }

        await pipeline.SendAsync(cancellationToken).ConfigureAwait(false);
        foreach (string key in hashes)
        {
            pipeline.Add(redis => redis.HashGetAllAsync(key), answer => _hashes[key] = answer);
        }

        foreach (string key in _unclear)
        {
            pipeline.Add(redis => redis.StringGetAsync(key), answer => _strings[key] = answer);
        }

        await pipeline.SendAsync(cancellationToken).ConfigureAwait(false);
        Reply();
        return _replies;
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
        exception.Message)
    {
        // A server may name the user or an address; what is wrong with a key is our own sentence.
        ExportReason = exception switch
        {
            RedisServerException => ErrorCode().Match(exception.Message) is { Success: true, Value: var code } ? $"Redis answers {code}." : "Redis answers an error.",
            FormatException or OverflowException => null,
            _ => $"{exception.GetType().Name} was thrown.",
        },
    };

    /// <summary>The word with which Redis begins an error, such as <c>WRONGTYPE</c>.</summary>
    [GeneratedRegex("^[A-Z]+(?= )")]
    private static partial Regex ErrorCode();

    /// <summary>
    /// Whether a command of several keys failed, but each alone may have an answer: their slot is on its way to another server, one of
    /// them is not for us, or the command itself is not.
    /// </summary>
    private static bool IsOfSeveral(Exception exception) =>
        exception is RedisServerException
        && (exception.Message.Contains("TRYAGAIN", StringComparison.Ordinal)
            || exception.Message.Contains("NOPERM", StringComparison.Ordinal)
            || exception.Message.Contains("unknown command", StringComparison.OrdinalIgnoreCase));

    private static RedisKey[] Redis(string[] keys) => Array.ConvertAll(keys, key => (RedisKey)key);

    private IEnumerable<string> KeysOf(params CounterKind[] kinds) =>
        reads.Where(read => kinds.Contains(read.Kind)).SelectMany(read => read.Keys).Distinct(StringComparer.Ordinal);

    private static IEnumerable<object> Objects(string[] keys) => Redis(keys).Cast<object>();

    /// <summary>Keys that one command may name.</summary>
    private IEnumerable<string[]> Groups(IEnumerable<string> keys, int size) =>
        keys.GroupBy(key => isCluster ? HashSlot.Of(key) : 0).SelectMany(slot => slot.Chunk(size));

    private void GetMany(IEnumerable<string> keys, int keysPerCommand)
    {
        foreach (string[] some in Groups(keys, keysPerCommand))
        {
            // MGET has no value for a key that holds something else, as for one that is not there: EXISTS tells how many are.
            Answer<RedisResult> present = default;
            pipeline.Add(redis => redis.ExecuteAsync("EXISTS", [.. Objects(some)]), answer => present = answer);
            pipeline.Add(redis => redis.StringGetAsync(Redis(some)), answer => TakeMany(some, answer, present));
        }
    }

    /// <summary>Takes how many fields a hash has: none and too many need no further question.</summary>
    private void TakeLength(string key, Answer<long> length, List<string> hashes)
    {
        // A user who may not ask how long a hash is may read it all the same.
        bool isUnknown = length.Exception is RedisServerException && length.Exception.Message.StartsWith("NOPERM", StringComparison.Ordinal);
        if (isUnknown || (length.Exception is null && length.Value is > 0 and <= MostFields))
        {
            hashes.Add(key);
            return;
        }

        _hashes[key] = new Answer<HashEntry[]>([], length.Exception ?? (length.Value == 0 ? null : new FormatException(
            $"'{key}' holds {length.Value} labels, and more than {MostFields} are not read: another program has written them; delete the key.")));
    }

    /// <summary>Takes the values that are clear.</summary>
    private void TakeMany(string[] keys, Answer<RedisValue[]> answer, Answer<RedisResult> present)
    {
        RedisValue[] values = answer.Value ?? new RedisValue[keys.Length];
        bool isClear = answer.Exception is null
            ? present.Value is { } found && (long)found == values.Count(value => !value.IsNull)
            : !IsOfSeveral(answer.Exception);
        foreach ((int i, string key) in keys.Index())
        {
            if (isClear || !values[i].IsNull)
            {
                _strings[key] = new Answer<RedisValue>(values[i], answer.Exception);
            }
            else
            {
                _unclear.Add(key);
            }
        }

        Reply();
    }

    /// <summary>Replies to the next reads, in order, as long as all of their keys are there; sketches that no read needs any more are dropped.</summary>
    private void Reply()
    {
        while (_replies.Count < reads.Count && IsThere(reads[_replies.Count]))
        {
            CounterRead read = reads[_replies.Count];
            _replies.Add(Reply(read));
            foreach (string key in read.Keys)
            {
                if (--_uses[key] == 0)
                {
                    _strings.Remove(key);
                }
            }
        }
    }

    private bool IsThere(CounterRead read) =>
        read.Kind == CounterKind.UniqueTotals ? read.Keys.All(_hashes.ContainsKey) : read.Keys.All(_strings.ContainsKey);

    private CounterReply Reply(CounterRead read)
    {
        try
        {
            return read.Kind switch
            {
                CounterKind.Unique when read.AsSketch => new CounterReply.Sketch(Union(read.Keys)),
                CounterKind.Unique => new CounterReply.Number(MetricValue.From(Union(read.Keys).Count())),
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

    private HyperLogLog Union(IReadOnlyList<string> keys)
    {
        HyperLogLog union = new();
        foreach (string key in keys)
        {
            byte[]? text = _strings[key].OrThrow();
            if (text is { Length: > 0 } && !RedisSketch.TryMerge(text, union))
            {
                throw new FormatException($"'{key}' holds no HyperLogLog.");
            }
        }

        return union;
    }

    private Dictionary<string, long> Fields(IReadOnlyList<string> keys) => keys
        .SelectMany(key => _hashes[key].OrThrow()!)
        .GroupBy(entry => entry.Name.ToString(), entry => Events(entry), StringComparer.Ordinal)
        .ToDictionary(field => field.Key, field => field.Sum(), StringComparer.Ordinal);

    private static long Events(HashEntry entry) => entry.Value.TryParse(out long events)
        ? events
        : throw new FormatException("A label has no whole number of events.");

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
