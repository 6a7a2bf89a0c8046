namespace ServicePing.Runtime.Storage;

internal sealed partial class FolderPingStore
{
    public Task<KeepOutcome> KeepAsync(CycleHold hold, PingDraft ping, CancellationToken cancellationToken) => StepAsync(
        (ledger, now) =>
        {
            string kind = ping.Kind.Word();
            if (ledger.Find(hold) is not { } cycle)
            {
                return (ledger, KeepOutcome.Lost);
            }

            if (ledger.Find(kind, hold.Cycle) is not null)
            {
                return (ledger, KeepOutcome.AlreadyKept);
            }

            LedgerChain chain = ledger.Chain(kind);
            LedgerPing kept = new(
                kind,
                chain.Length + 1,
                hold.Cycle,
                ping.RecordedAt.ToUniversalTime(),
                now,
                ping.Bytes.Length,
                PingWords.Hash(ping.Bytes.Span),
                chain.LastSha256,
                ping.Metadata is not null);
            _folder.WritePing(kept, ping);
            bool moves = ping.Kind == PingKind.AllValues && CycleWords.StateOf(cycle.State) < CycleState.Kept;
            Ledger next = ledger
                .With(cycle with { State = moves ? CycleState.Kept.Word() : cycle.State, ChangedAt = now })
                .With(chain with { Length = kept.Number, LastSha256 = kept.Sha256 });
            return (next with { Pings = [.. next.Pings, kept] }, KeepOutcome.Kept);
        },
        cancellationToken);

    public Task<KeptPing?> FindPingAsync(PingKind kind, string cycle, CancellationToken cancellationToken) =>
        ReadAsync((ledger, _) => ledger.Find(kind.Word(), cycle) is { } ping ? Read(ping) : null, cancellationToken);

    public Task<KeptPing?> LatestPingAsync(PingKind kind, CancellationToken cancellationToken) => ReadAsync(
        (ledger, now) =>
        {
            DateTimeOffset since = new(now.UtcDateTime.Date.AddDays(-7), TimeSpan.Zero);
            LedgerPing? latest = ledger.Pings.LastOrDefault(ping => ping.Kind == kind.Word() && ping.KeptAt >= since);
            return latest is null ? null : Read(latest);
        },
        cancellationToken);

    public Task<IReadOnlyList<PingRecord>> PingsAsync(PingKind kind, int most, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<PingRecord>>(
            (ledger, _) =>
            [
                .. ledger.Pings.Where(ping => ping.Kind == kind.Word()).Reverse().Take(most).Select(ping => ping.ToRecord()),
            ],
            cancellationToken);

    public Task<ChainVerdict> VerifyAsync(PingKind kind, CancellationToken cancellationToken) => ReadAsync(
        (ledger, _) =>
        {
            LedgerChain chain = ledger.Chain(kind.Word());
            ChainCheck check = new(chain.Removed, chain.RemovedSha256);
            foreach (LedgerPing ping in ledger.Pings.Where(ping => ping.Kind == kind.Word()))
            {
                check.Add(ping.ToRecord(), BytesOrNone(ping));
            }

            return check.End(chain.Length, chain.LastSha256);
        },
        cancellationToken);

    public async Task<int> RemoveOldAsync(int weeks, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(weeks, 1);
        int removed = await StepAsync(
            (ledger, now) =>
            {
                DateTimeOffset limit = now.AddDays(-7L * weeks);
                HashSet<string> unfinished = [.. ledger.Cycles.Where(cycle => !cycle.IsFinal).Select(cycle => cycle.Name)];
                Ledger next = ledger;
                List<LedgerPing> staying = [];
                foreach (IGrouping<string, LedgerPing> pings in ledger.Pings.GroupBy(ping => ping.Kind))
                {
                    LedgerPing[] gone =
                        [.. pings.TakeWhile(ping => ping.KeptAt < limit && !unfinished.Contains(ping.Cycle))];
                    staying.AddRange(pings.Skip(gone.Length));
                    if (gone is [.., var last])
                    {
                        next = next.With(next.Chain(pings.Key) with { Removed = last.Number, RemovedSha256 = last.Sha256 });
                    }
                }

                HashSet<string> needed = [.. unfinished, .. staying.Select(ping => ping.Cycle)];
                LedgerCycle[] cycles = [.. ledger.Cycles.Where(cycle => cycle.ChangedAt >= limit || needed.Contains(cycle.Name))];
                needed.UnionWith(cycles.Select(cycle => cycle.Name));
                next = WithoutInstance(
                    next,
                    name => name.StartsWith(InstanceNames.Receipts, StringComparison.Ordinal)
                        && !needed.Contains(name[InstanceNames.Receipts.Length..]));
                return (next with
                {
                    Pings = staying,
                    Cycles = cycles,
                    Deliveries = [.. ledger.Deliveries.Where(delivery => needed.Contains(delivery.Cycle))],
                    Reports = [.. ledger.Reports.Where(report => needed.Contains(report.Cycle))],
                    Changes = [.. ledger.Changes.Where(change => change.ChangedAt >= limit)],
                }, ledger.Pings.Count - staying.Count);
            },
            cancellationToken).ConfigureAwait(false);

        // The ledger goes first: a file that it does not name is swept another time.
        await ReadAsync(
            (ledger, _) =>
            {
                _folder.Sweep(ledger);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        return removed;
    }

    /// <exception cref="PingStoreException">Its bytes are not those that were kept.</exception>
    private KeptPing Read(LedgerPing ping)
    {
        PingRecord record = ping.ToRecord();
        return new KeptPing(record, PingWords.Unchanged(Place, record, BytesOrNone(ping))) { Metadata = _folder.ReadMetadata(ping) };
    }

    /// <summary>A file that is gone is as one that was changed.</summary>
    private byte[] BytesOrNone(LedgerPing ping)
    {
        try
        {
            return _folder.ReadPing(ping);
        }
        catch (FileNotFoundException)
        {
            return [];
        }
    }
}
