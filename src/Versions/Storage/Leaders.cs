using Npgsql;

namespace ServicePing.Versions;

/// <summary>The best usage of each feature in the fleet over the last 30 days, kept beside the table and written only when it rises.</summary>
internal sealed class Leaders(TimeProvider clock)
{
    private const int Days = 30;

    // Other receivers raise them as well.
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private DateTimeOffset _readAt = DateTimeOffset.MinValue;
    private DateOnly _today;
    private double[] _before = [];
    private double[] _ofToday = [];

    /// <summary>Reads them anew where that is due.</summary>
    internal async Task RefreshAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        DateOnly today = DateOnly.FromDateTime(now.UtcDateTime);
        lock (_gate)
        {
            if (today == _today && now - _readAt < Fresh && now >= _readAt)
            {
                return;
            }
        }

        List<(DateOnly Day, string Feature, double Usage)> rows = await connection.ReadAsync(
            """
            SELECT day = $1 AS is_today, feature, max(usage_per_user)
            FROM versions.leaders
            WHERE day > $1::date - $2 AND day <= $1
            GROUP BY 1, 2
            """,
            [new() { Value = today }, new() { Value = Days }],
            reader => (reader.GetBoolean(0) ? today : DateOnly.MinValue, reader.GetString(1), reader.GetDouble(2)),
            cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            double[] read = Values(rows.Where(row => row.Day == today));
            _before = Values(rows.Where(row => row.Day != today));
            // Another writer may have raised them since they were read.
            _ofToday = today == _today ? Higher(read, _ofToday) : read;
            (_today, _readAt) = (today, now);
        }
    }

    /// <summary>What a batch of pings would make of them; nothing is kept until <see cref="Raised.Keep"/>.</summary>
    internal Raised Raise()
    {
        lock (_gate)
        {
            return new Raised(this, _today, _before, _ofToday);
        }
    }

    private void Keep(DateOnly day, double[] ofDay)
    {
        lock (_gate)
        {
            if (day == _today)
            {
                _ofToday = Higher(ofDay, _ofToday);
            }
        }
    }

    private static double[] Higher(double[] one, double[] other) => [.. one.Zip(other, Math.Max)];

    private static double[] Values(IEnumerable<(DateOnly Day, string Feature, double Usage)> rows)
    {
        Dictionary<string, double> usage = rows.ToDictionary(row => row.Feature, row => row.Usage);
        return [.. DevOpsFeature.Names.Select(name => usage.GetValueOrDefault(name))];
    }

    internal sealed class Raised(Leaders leaders, DateOnly today, double[] before, double[] ofToday)
    {
        private readonly double[] _ofToday = [.. ofToday];

        /// <summary>The report on an instance, whose usage counts among those of the leaders.</summary>
        internal DevOpsReport Report(double[] usage)
        {
            double[] best = new double[usage.Length];
            for (int feature = 0; feature < best.Length; feature++)
            {
                _ofToday[feature] = Math.Max(_ofToday[feature], usage[feature]);
                best[feature] = Math.Max(before[feature], _ofToday[feature]);
            }

            return new DevOpsReport(best, usage);
        }

        /// <summary>The statement that keeps what has risen; null where nothing has.</summary>
        internal NpgsqlBatchCommand? Command()
        {
            int[] risen = [.. Enumerable.Range(0, _ofToday.Length).Where(feature => _ofToday[feature] > ofToday[feature])];
            if (risen is [])
            {
                return null;
            }

            // In one order, so that receivers wait for each other and never in a circle.
            int[] ordered = [.. risen.OrderBy(feature => DevOpsFeature.Names[feature], StringComparer.Ordinal)];
            return new NpgsqlBatchCommand(
                """
                INSERT INTO versions.leaders (day, feature, usage_per_user)
                SELECT $1, feature, usage_per_user
                FROM unnest($2, $3) AS risen (feature, usage_per_user)
                ON CONFLICT (day, feature) DO UPDATE
                SET usage_per_user = greatest(leaders.usage_per_user, excluded.usage_per_user)
                """)
            {
                Parameters =
                {
                    new NpgsqlParameter { Value = today },
                    new NpgsqlParameter<string[]> { TypedValue = [.. ordered.Select(feature => DevOpsFeature.Names[feature])] },
                    new NpgsqlParameter<double[]> { TypedValue = [.. ordered.Select(feature => _ofToday[feature])] },
                },
            };
        }

        /// <summary>The batch is committed.</summary>
        internal void Keep() => leaders.Keep(today, _ofToday);
    }
}
