using Npgsql;

namespace ServicePing.Versions;

/// <summary>Stores batches of pings, a commit each, and says what became of every one.</summary>
internal sealed class PingWriter(ReceiverDatabase database, Leaders leaders)
{
    // Each goes round for another reason: a new instance, the same ping twice, another receiver, an erasure in that moment.
    private const int MaxRounds = 8;

    /// <exception cref="NpgsqlException">The database did not take them. None counts as stored.</exception>
    /// <exception cref="TimeoutException">They could not be settled, for others kept changing the same rows.</exception>
    internal async Task<PingOutcome[]> WriteAsync(IReadOnlyList<ArrivedPing> pings, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await leaders.RefreshAsync(connection, cancellationToken).ConfigureAwait(false);
        PingOutcome?[] outcomes = new PingOutcome?[pings.Count];
        for (int round = 0; round < MaxRounds; round++)
        {
            int[] open = [.. Enumerable.Range(0, pings.Count).Where(ping => outcomes[ping] is null)];
            if (open is [])
            {
                return [.. outcomes.OfType<PingOutcome>()];
            }

            await SettleAsync(connection, pings, open, outcomes, cancellationToken).ConfigureAwait(false);
        }

        return outcomes.All(outcome => outcome is not null)
            ? [.. outcomes.OfType<PingOutcome>()]
            : throw new TimeoutException("Pings could not be settled: other receivers kept changing the same rows.");
    }

    /// <summary>Settles what can be settled with one look and one commit; the rest stays open.</summary>
    private async Task SettleAsync(
        NpgsqlConnection connection,
        IReadOnlyList<ArrivedPing> pings,
        int[] open,
        PingOutcome?[] outcomes,
        CancellationToken cancellationToken)
    {
        List<KnownPing> known = await PingTable.LookUpAsync(
            connection, [.. open.Select(ping => pings[ping])], cancellationToken).ConfigureAwait(false);
        Batch batch = new(leaders.Raise());
        List<ArrivedPing> strangers = [];
        foreach ((int position, int ping) in open.Index())
        {
            outcomes[ping] = Judge(pings[ping], known[position]);
            if (outcomes[ping] is not null)
            {
                continue;
            }

            if (known[position].InstanceId is { } instance)
            {
                batch.Add(ping, pings[ping], instance, known[position]);
            }
            else
            {
                strangers.Add(pings[ping]);
            }
        }

        if (strangers is not [])
        {
            await PingTable.AddInstancesAsync(connection, strangers, cancellationToken).ConfigureAwait(false);
        }

        if (batch.Rows is not [])
        {
            await StoreAsync(connection, batch, outcomes, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What is known of a ping already; null where it is to be stored.</summary>
    private static PingOutcome? Judge(ArrivedPing ping, KnownPing known)
    {
        if (known.IsErased)
        {
            return new PingOutcome.Refused(
                410, "This instance was erased, with the word that later pings are refused. Nothing of it is kept.");
        }

        if (known.PublicKey is { } publicKey && ping.Headers.InstanceKey is { } key && InstanceKey.From(publicKey) != key)
        {
            return new PingOutcome.Refused(
                403,
                "The key is not the one that this instance is known by. If it lost its key, or is a copy of another, give it a new "
                + "uuid; the vendor can also forget the old key.");
        }

        if (known.Digest is not { } digest)
        {
            return null;
        }

        return Digest.From(digest) == ping.Digest
            ? new PingOutcome.Stored(false, known.Answer!)
            : new PingOutcome.Refused(
                409, $"A ping '{ping.Key}' with other bytes is stored already: {Digest.From(digest)}. It stays as it is.");
    }

    private static async Task StoreAsync(
        NpgsqlConnection connection, Batch batch, PingOutcome?[] outcomes, CancellationToken cancellationToken)
    {
        try
        {
            // In one order, so that writers with the same pings wait for each other and never in a circle.
            IEnumerable<PingRow> rows = batch.Rows.Select(row => row.Row)
                .OrderBy(row => row.InstanceId)
                .ThenBy(row => row.Ping.Key.Cycle, StringComparer.Ordinal);
            HashSet<long> added = await PingTable.AddAsync(
                connection, [.. rows], batch.Leaders.Command(), cancellationToken).ConfigureAwait(false);
            batch.Leaders.Keep();
            foreach ((int ping, PingRow row) in batch.Rows)
            {
                if (added.Contains(row.Ping.UsageDataId))
                {
                    outcomes[ping] = new PingOutcome.Stored(true, row.Answer);
                }
            }
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            // An instance was erased between the look and the commit; the next look finds it gone.
        }
    }

    /// <summary>The pings that are stored with the next commit.</summary>
    private sealed class Batch(Leaders.Raised leaders)
    {
        private readonly HashSet<PingKey> _keys = [];
        private readonly HashSet<long> _instances = [];
        private readonly Dictionary<long, InstanceKey> _newKeys = [];

        internal Leaders.Raised Leaders => leaders;

        internal List<(int Ping, PingRow Row)> Rows { get; } = [];

        /// <summary>Adds a ping, unless one before it decides what becomes of it: the next round sees that one stored.</summary>
        internal void Add(int number, ArrivedPing ping, long instance, KnownPing known)
        {
            InstanceKey? newKey = known.PublicKey is null ? ping.Headers.InstanceKey : null;
            if (_keys.Contains(ping.Key)
                || (newKey is not null && _newKeys.TryGetValue(instance, out InstanceKey? other) && other != newKey))
            {
                return;
            }

            _keys.Add(ping.Key);
            if (newKey is not null)
            {
                _newKeys[instance] = newKey;
            }

            bool isFirst = _instances.Add(instance) && !known.HasPings;
            DevOpsReport? report = ping.UsagePerUser is { } usage ? leaders.Report(usage) : null;
            Rows.Add((number, new PingRow(ping, instance, PingAnswer.Write(ping.Receipt, isFirst ? null : report), newKey)));
        }
    }
}
