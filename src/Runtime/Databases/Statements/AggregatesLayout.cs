using System.Globalization;
using Npgsql;
using ServicePing.Runtime.Databases.Gathering;
using ServicePing.Runtime.Databases.Pieces;
using ServicePing.Runtime.Labels;
using ServicePing.Runtime.Plans;

namespace ServicePing.Runtime.Databases.Statements;

/// <summary>Where a statement of aggregates has what each of its fragments needs.</summary>
/// <remarks>
/// A fragment's conditions are the filter of its aggregates, or, where many fragments share conditions, bits of a mask by which
/// rows are grouped too: then the server asks each condition once a row, and the client adds up the groups that hold it. To ask a
/// condition costs some 10 ns a row, to group rows by a mask some 100 ns. Values that are told apart always have a filter: those of
/// other rows would be sent for nothing.
/// </remarks>
internal sealed class AggregatesLayout
{
    // Masks of many bits make many groups.
    private const int MostBits = 20;

    private readonly List<GroupKey> _keys;
    private readonly List<string> _bits;
    private readonly List<SelectItem> _aggregates = [new("count(*)")];
    private readonly Place[] _places;

    internal AggregatesLayout(IReadOnlyList<FragmentState> fragments, int fewestRepeated)
    {
        _keys = [.. fragments.SelectMany(fragment => fragment.Keys).Distinct()];
        _bits = Bits(fragments, fewestRepeated);
        _places = [.. fragments.Select(PlaceOf)];
    }

    /// <summary>The statement over the rows of a source.</summary>
    internal SelectStatement Compose(SelectStatement source)
    {
        SelectItem[] mask = _bits.Count == 0 ? [] : [new(string.Join("\n         | ", _bits.Select(Bit)))];
        return source with
        {
            Items = [.. _keys.Select(key => new SelectItem(key.Text)), .. mask, .. _aggregates],
            GroupBy =
            [
                .. _keys.Select(key => key.By),
                .. mask.Select(_ => (_keys.Count + 1).ToString(CultureInfo.InvariantCulture)),
            ],
        };
    }

    /// <summary>Takes one row of the result.</summary>
    /// <returns>How many rows of the relation it stands for.</returns>
    internal long Stage(NpgsqlDataReader row, IReadOnlyList<StagedRows> fragments)
    {
        long mask = _bits.Count == 0 ? 0 : row.GetInt64(_keys.Count);
        for (int i = 0; i < _places.Length; i++)
        {
            Place place = _places[i];

            // A group that has no row of the fragment is not part of its value.
            if (place.IsStreamed)
            {
                if (!row.IsDBNull(place.Value))
                {
                    using Stream values = row.GetStream(place.Value);
                    fragments[i].Stage(values);
                }
            }
            else if ((mask & place.Mask) == place.Mask && row.GetInt64(place.Rows) > 0)
            {
                GroupPath group = Group(row, place.Keys);
                fragments[i].Stage(group, row, place.Value, place.Count);
                fragments[i].StageNames(group, row, place.Names);
            }
        }

        return row.GetInt64(FirstAggregate);
    }

    private int FirstAggregate => _keys.Count + (_bits.Count == 0 ? 0 : 1);

    /// <summary>The conditions that become bits of a mask; none where filters cost less.</summary>
    private static List<string> Bits(IReadOnlyList<FragmentState> fragments, int fewestRepeated)
    {
        string[] asked = [.. fragments.Where(fragment => fragment.Streamed is null).SelectMany(fragment => fragment.Conditions)];
        List<string> conditions = [.. asked.Distinct()];
        return asked.Length - conditions.Count >= fewestRepeated && conditions.Count <= MostBits ? conditions : [];
    }

    private static string Bit(string condition, int place) => $"CASE WHEN {condition} THEN {1L << place}::bigint ELSE 0 END";

    private Place PlaceOf(FragmentState fragment)
    {
        if (fragment.Streamed is { } streamed)
        {
            int bytes = Aggregate(streamed.Bytes, streamed.FilterOf(fragment.Condition));
            return new Place([], [], 0, FirstAggregate, bytes, bytes) { IsStreamed = true };
        }

        string? filter = _bits.Count == 0 ? fragment.Condition : null;
        string columns = string.Join(", ", fragment.Plan.Columns);
        int[] keys = [.. fragment.Keys.Select(key => _keys.IndexOf(key))];
        long mask = _bits.Count == 0 ? 0 : fragment.Conditions.Aggregate(0L, (bits, one) => bits | (1L << _bits.IndexOf(one)));
        int rows = keys.Length == 0 ? FirstAggregate : Aggregate("count(*)", filter);
        int value = fragment.Plan switch
        {
            { Operation: Operation.Sum or Operation.Average } => Aggregate($"sum({columns})", filter),
            { Operation: Operation.Max } => Aggregate($"max({columns})", filter),
            { Operation: Operation.Min } => Aggregate($"min({columns})", filter),
            { Operation: Operation.Histogram or Operation.Percentile } or { Columns.Count: 0 } => Aggregate("count(*)", filter),
            { Columns.Count: 1 } => Aggregate($"count({columns})", filter),
            _ => Aggregate($"count(({columns}))", filter),
        };
        if (fragment.Plan.Operation == Operation.Histogram)
        {
            return new Place([], [], mask, rows, keys[0], value);
        }

        if (fragment.Plan.Operation == Operation.Percentile)
        {
            return new Place(keys[..^1], Names(fragment.Keys.SkipLast(1), filter), mask, rows, keys[^1], value);
        }

        int count = fragment.Plan.Operation == Operation.Average ? Aggregate($"count({columns})", filter) : value;
        return new Place(keys, Names(fragment.Keys, filter), mask, rows, value, count);
    }

    private int[] Names(IEnumerable<GroupKey> keys, string? filter) =>
        [.. keys.Select(key => key.Name is { } name ? Aggregate($"min({name})", filter) : -1)];

    /// <summary>The place of an aggregate, which fragments share.</summary>
    private int Aggregate(string expression, string? filter)
    {
        SelectItem item = new(expression, filter);
        int place = _aggregates.IndexOf(item);
        if (place < 0)
        {
            place = _aggregates.Count;
            _aggregates.Add(item);
        }

        return FirstAggregate + place;
    }

    /// <summary>The group that a row tells of, by the texts of its keys.</summary>
    internal static GroupPath Group(NpgsqlDataReader row, int[] keys) =>
        keys.Length == 0 ? GroupPath.All : new(Array.ConvertAll(keys, key => Key(row, key)));

    private static string Key(NpgsqlDataReader row, int ordinal) => row.IsDBNull(ordinal) ? "" : row.GetString(ordinal);

    /// <param name="Keys">Where the keys are that name a group.</param>
    /// <param name="Names">Where the names are of keys that do not name themselves; -1 for one that does.</param>
    /// <param name="Mask">The bits of the conditions.</param>
    /// <param name="Rows">Where the number of the fragment's rows is; of all rows where it has no groups.</param>
    /// <param name="Value">Where the value is.</param>
    /// <param name="Count">Where the number of values is, of an average.</param>
    private readonly record struct Place(int[] Keys, int[] Names, long Mask, int Rows, int Value, int Count)
    {
        /// <summary>Whether the value is that of many rows, to be told apart.</summary>
        internal bool IsStreamed { get; init; }
    }
}
