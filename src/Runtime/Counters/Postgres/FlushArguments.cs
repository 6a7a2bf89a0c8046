using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using ServicePing.Runtime.Labels;
using ServicePing.Runtime.Sketches;

namespace ServicePing.Runtime.Counters.Postgres;

/// <summary>A flush as the arguments of <see cref="FlushFunction"/>: what concerns one counter, or one of its labels, is one piece of it.</summary>
internal sealed class FlushArguments
{
    /// <summary>What asks the server to apply the flush.</summary>
    internal const string Sql = $"""
        SELECT {CounterSchema.Name}.apply(
            $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
        """;

    private static readonly StoredText Other = StoredText.Of(LabelLimits.Other);

    private readonly Pieces<string, (StoredText Key, TimeSpan? Lifetime, decimal Whole, double Fraction, bool IsWhole)> _numbers = new();
    private readonly Pieces<string, (StoredText Key, TimeSpan? Lifetime, HyperLogLog Seen)> _sets = new();
    private readonly Pieces<string, (StoredText Key, TimeSpan? Lifetime, int Most)> _hashes = new();
    private readonly Pieces<(int Hash, string Label), (int Hash, StoredText Label, decimal Events)> _fields = new();
    private readonly (Kind Kind, int Index)[] _places;
    private readonly CounterFlush _flush;

    internal FlushArguments(CounterFlush flush, string keyPrefix)
    {
        _flush = flush;
        _places = [.. flush.Writes.Select(write => PlaceOf(write, keyPrefix + write.Key))];
    }

    private enum Kind
    {
        None,
        Number,
        Set,
        Field,
    }

    internal NpgsqlParameter[] Parameters()
    {
        (int Set, short Segment, byte[] Registers)[] segments =
        [
            .. from set in _sets.All.Index()
               from segment in SketchSegments.Of(set.Item.Seen)
               select (set.Index + 1, segment.Segment, segment.Registers),
        ];
        return
        [
            new NpgsqlParameter<Guid> { TypedValue = _flush.Writer, NpgsqlDbType = NpgsqlDbType.Uuid },
            new NpgsqlParameter<long> { TypedValue = _flush.Number, NpgsqlDbType = NpgsqlDbType.Bigint },
            Digests(_numbers.All.Select(one => one.Key)),
            Texts(_numbers.All.Select(one => one.Key.Text)),
            Lifetimes(_numbers.All.Select(one => one.Lifetime)),
            Texts(_numbers.All.Select(one => one.IsWhole
                ? one.Whole.ToString(CultureInfo.InvariantCulture)
                : (one.Fraction + (double)one.Whole).ToString("R", CultureInfo.InvariantCulture))),
            ArrayParameter.Of(NpgsqlDbType.Boolean, _numbers.All.Select(one => one.IsWhole)),
            Digests(_sets.All.Select(one => one.Key)),
            Texts(_sets.All.Select(one => one.Key.Text)),
            Lifetimes(_sets.All.Select(one => one.Lifetime)),
            ArrayParameter.Of(NpgsqlDbType.Integer, segments.Select(one => one.Set)),
            ArrayParameter.Of(NpgsqlDbType.Smallint, segments.Select(one => one.Segment)),
            ArrayParameter.Of(NpgsqlDbType.Bytea, segments.Select(one => one.Registers)),
            Digests(_hashes.All.Select(one => one.Key)),
            Texts(_hashes.All.Select(one => one.Key.Text)),
            Lifetimes(_hashes.All.Select(one => one.Lifetime)),
            ArrayParameter.Of(NpgsqlDbType.Integer, _hashes.All.Select(one => one.Most)),
            ArrayParameter.Of(NpgsqlDbType.Integer, _fields.All.Select(one => one.Hash + 1)),
            Digests(_fields.All.Select(one => one.Label)),
            Texts(_fields.All.Select(one => one.Label.Text)),
            ArrayParameter.Of(NpgsqlDbType.Numeric, _fields.All.Select(one => one.Events)),
            new NpgsqlParameter<Guid> { TypedValue = Other.Digest, NpgsqlDbType = NpgsqlDbType.Uuid },
        ];
    }

    /// <summary>What became of the writes, in their order.</summary>
    /// <param name="answer">A letter a piece: numbers, sets, then labels; null where all were applied.</param>
    internal IReadOnlyList<WriteOutcome> Outcomes(string? answer) => [.. _places.Select(place => place switch
    {
        { Kind: Kind.None } => WriteOutcome.Rejected,
        _ when answer is null => WriteOutcome.Applied,
        _ => answer[Position(place)] switch
        {
            'a' => WriteOutcome.Applied,
            'o' => WriteOutcome.AppliedAsOther,
            'r' => WriteOutcome.Rejected,
            var letter => throw new FormatException($"The server has answered '{letter}'."),
        },
    })];

    private int Position((Kind Kind, int Index) place) => place.Index + place.Kind switch
    {
        Kind.Number => 0,
        Kind.Set => _numbers.All.Count,
        _ => _numbers.All.Count + _sets.All.Count,
    };

    private (Kind Kind, int Index) PlaceOf(CounterWrite write, string key)
    {
        switch (write)
        {
            case CounterWrite.Count count:
                int number = NumberOf(key, write.Lifetime);
                _numbers.All[number] = _numbers.All[number] with { Whole = _numbers.All[number].Whole + count.By };
                return (Kind.Number, number);
            case CounterWrite.Amount amount when double.IsFinite(amount.By):
                int sum = NumberOf(key, write.Lifetime);
                _numbers.All[sum] = _numbers.All[sum] with { Fraction = _numbers.All[sum].Fraction + amount.By, IsWhole = false };
                return (Kind.Number, sum);
            case CounterWrite.Values values:
                int set = SetOf(key, write.Lifetime);
                foreach (EventValue value in values.Seen)
                {
                    _sets.All[set].Seen.Add(value.ToString());
                }

                return (Kind.Set, set);
            case CounterWrite.Registers registers when RedisSketch.TryRead(registers.Dense, out HyperLogLog? sketch):
                int merged = SetOf(key, write.Lifetime);
                _sets.All[merged].Seen.Merge(sketch);
                return (Kind.Set, merged);
            case CounterWrite.Field field:
                int hash = _hashes.Of(key, () => (StoredText.Of(key), write.Lifetime, field.Most));
                string label = field.Value.ToString();
                int place = _fields.Of((hash, label), () => (hash, StoredText.Of(label), 0));
                _fields.All[place] = _fields.All[place] with { Events = _fields.All[place].Events + field.By };
                return (Kind.Field, place);
            default:
                return (Kind.None, 0);
        }
    }

    private int NumberOf(string key, TimeSpan? lifetime) => _numbers.Of(key, () => (StoredText.Of(key), lifetime, 0, 0, true));

    private int SetOf(string key, TimeSpan? lifetime) => _sets.Of(key, () => (StoredText.Of(key), lifetime, new HyperLogLog()));

    private static NpgsqlParameter<string[]> Texts(IEnumerable<string> texts) => ArrayParameter.Of(NpgsqlDbType.Text, texts);

    private static NpgsqlParameter<Guid[]> Digests(IEnumerable<StoredText> texts) => ArrayParameter.Of(NpgsqlDbType.Uuid, texts.Select(text => text.Digest));

    private static NpgsqlParameter<long[]> Lifetimes(IEnumerable<TimeSpan?> lifetimes) =>
        ArrayParameter.Of(NpgsqlDbType.Bigint, lifetimes.Select(lifetime => (long)(lifetime ?? default).TotalSeconds));

    /// <summary>Pieces in the order in which they came, each once.</summary>
    private sealed class Pieces<TKey, TPiece>
        where TKey : notnull
    {
        private readonly Dictionary<TKey, int> _positions = [];

        internal List<TPiece> All { get; } = [];

        internal int Of(TKey key, Func<TPiece> create)
        {
            if (!_positions.TryGetValue(key, out int position))
            {
                position = All.Count;
                _positions.Add(key, position);
                All.Add(create());
            }

            return position;
        }
    }
}
