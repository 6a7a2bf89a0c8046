using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;
using ServicePing.Runtime.Costs;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Sketches;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Counters.Postgres;

/// <summary>
/// One reading of many counters: every key once, however many reads name it, in one statement; labels in another; registers in as many as
/// memory wants. Sketches are united here, by a code that the server does not have.
/// </summary>
internal sealed class PostgresReading(
    NpgsqlConnection connection, string database, string keyPrefix, IReadOnlyList<CounterRead> reads, TimeSpan timeout, CollectionMeter meter)
{
    private const string Counters = $"""
        SELECT
            g.position::integer, c.id, c.week::text, c.kind::text,
            CASE WHEN c.amount = trunc(c.amount) AND c.amount BETWEEN -9223372036854775808 AND 9223372036854775807 THEN c.amount::bigint END,
            c.amount::double precision
        FROM unnest($1) WITH ORDINALITY AS g (digest, position)
        JOIN {CounterSchema.Name}.counters AS c ON c.digest = g.digest
        WHERE c.expires_at IS NULL OR c.expires_at > now()
        """;

    private const string Fields = $"""
        SELECT g.position::integer, f.label, f.events
        FROM unnest($1, $2::date[]) WITH ORDINALITY AS g (counter, week, position)
        JOIN {CounterSchema.Name}.fields AS f ON f.counter = g.counter AND f.week = g.week
        """;

    private const string Segments = $"""
        SELECT g.position::integer, s.segment, s.registers
        FROM unnest($1, $2::date[]) WITH ORDINALITY AS g (counter, week, position)
        JOIN {CounterSchema.Name}.segments AS s ON s.counter = g.counter AND s.week = g.week
        """;

    // Of up to 64 rows each: what waits to be united is bounded.
    private const int ReadsPerStatement = 200;

    private const string NumberKind = "n";
    private const string SetKind = "s";
    private const string HashKind = "h";

    private readonly Dictionary<string, Held> _held = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, long>> _labels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HyperLogLog> _sketches = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _uses = new(StringComparer.Ordinal);

    internal async Task<IReadOnlyList<CounterReply>> RunAsync(CancellationToken cancellationToken)
    {
        await FindAsync([.. reads.SelectMany(read => read.Keys).Distinct(StringComparer.Ordinal)], cancellationToken).ConfigureAwait(false);
        await ReadLabelsAsync(cancellationToken).ConfigureAwait(false);
        CounterReply[] replies = new CounterReply[reads.Count];
        foreach ((int position, CounterRead read) in reads.Index().Where(read => read.Item.Kind != CounterKind.Unique))
        {
            replies[position] = Reply(read);
        }

        (int Index, CounterRead Item)[] sets = [.. reads.Index().Where(read => read.Item.Kind == CounterKind.Unique)];
        foreach (string key in sets.SelectMany(read => read.Item.Keys))
        {
            _uses[key] = _uses.GetValueOrDefault(key) + 1;
        }

        foreach ((int Index, CounterRead Item)[] some in sets.Chunk(ReadsPerStatement))
        {
            await ReadSketchesAsync(some.SelectMany(read => read.Item.Keys), cancellationToken).ConfigureAwait(false);
            foreach ((int position, CounterRead read) in some)
            {
                replies[position] = Reply(read);
                foreach (string key in read.Keys)
                {
                    if (--_uses[key] == 0)
                    {
                        _sketches.Remove(key);
                    }
                }
            }
        }

        return replies;
    }

    private Task FindAsync(string[] keys, CancellationToken cancellationToken) => QueryAsync(
        Counters,
        [ArrayParameter.Of(NpgsqlDbType.Uuid, keys.Select(key => StoredText.Of(keyPrefix + key).Digest))],
        row => _held[keys[row.GetInt32(0) - 1]] = new Held(
            row.GetInt64(1),
            row.GetString(2),
            row.GetString(3),
            row.IsDBNull(4) ? null : row.GetInt64(4),
            row.IsDBNull(5) ? 0 : row.GetDouble(5)),
        cancellationToken);

    private async Task ReadLabelsAsync(CancellationToken cancellationToken)
    {
        string[] keys = [.. Of(HashKind, reads.Where(read => read.Kind == CounterKind.UniqueTotals).SelectMany(read => read.Keys))];
        foreach (string key in keys)
        {
            _labels[key] = new Dictionary<string, long>(StringComparer.Ordinal);
        }

        if (keys.Length > 0)
        {
            await QueryAsync(Fields, Places(keys), row => _labels[keys[row.GetInt32(0) - 1]][row.GetString(1)] = row.GetInt64(2), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private async Task ReadSketchesAsync(IEnumerable<string> wanted, CancellationToken cancellationToken)
    {
        string[] keys = [.. Of(SetKind, wanted).Where(key => !_sketches.ContainsKey(key))];
        foreach (string key in keys)
        {
            _sketches[key] = new HyperLogLog();
        }

        if (keys.Length > 0)
        {
            await QueryAsync(
                Segments,
                Places(keys),
                row => SketchSegments.Merge(row.GetInt16(1), row.GetFieldValue<byte[]>(2), _sketches[keys[row.GetInt32(0) - 1]]),
                cancellationToken).ConfigureAwait(false);
        }
    }

    private IEnumerable<string> Of(string kind, IEnumerable<string> keys) =>
        keys.Distinct(StringComparer.Ordinal).Where(key => _held.TryGetValue(key, out Held? held) && held.Kind == kind);

    private NpgsqlParameter[] Places(string[] keys) =>
        [ArrayParameter.Of(NpgsqlDbType.Bigint, keys.Select(key => _held[key].Id)), ArrayParameter.Of(NpgsqlDbType.Text, keys.Select(key => _held[key].Week))];

    private async Task QueryAsync(string sql, NpgsqlParameter[] parameters, Action<NpgsqlDataReader> read, CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        await using NpgsqlCommand command = new(sql, connection) { CommandTimeout = (int)Math.Ceiling(timeout.TotalSeconds) };
        command.Parameters.AddRange(parameters);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            read(reader);
        }

        meter.Statement(database, sql, Stopwatch.GetElapsedTime(began));
    }

    private CounterReply Reply(CounterRead read)
    {
        try
        {
            return read.Kind switch
            {
                CounterKind.Unique when read.AsSketch => new CounterReply.Sketch(Union(read)),
                CounterKind.Unique => new CounterReply.Number(MetricValue.From(Union(read).Count())),
                CounterKind.UniqueTotals => new CounterReply.Fields(Of(read, HashKind)
                    .SelectMany(one => _labels[one.Key])
                    .GroupBy(field => field.Key, field => field.Value, StringComparer.Ordinal)
                    .ToDictionary(field => field.Key, field => field.Sum(), StringComparer.Ordinal)),
                CounterKind.Sum => new CounterReply.Number(MetricValue.From(Of(read, NumberKind).Sum(one => one.Held.Amount))),
                _ => new CounterReply.Number(MetricValue.From(Of(read, NumberKind).Sum(one => one.Held.Whole
                    ?? throw new FormatException($"'{keyPrefix}{one.Key}' holds no whole number.")))),
            };
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            return new CounterReply.None(new Failure(ReadingStatus.Failed, exception.Message));
        }
    }

    private HyperLogLog Union(CounterRead read) => HyperLogLog.Union(Of(read, SetKind).Select(one => _sketches[one.Key]));

    private IEnumerable<(string Key, Held Held)> Of(CounterRead read, string kind)
    {
        foreach (string key in read.Keys)
        {
            if (_held.TryGetValue(key, out Held? held))
            {
                yield return held.Kind == kind
                    ? (key, held)
                    : throw new FormatException($"'{keyPrefix}{key}' holds a counter of another kind.");
            }
        }
    }

    /// <summary>A counter that has not expired.</summary>
    private sealed record Held(long Id, string Week, string Kind, long? Whole, double Amount);
}
