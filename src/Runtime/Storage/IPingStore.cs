namespace ServicePing.Runtime.Storage;

/// <summary>Where the loop keeps its cycles, pings, deliveries and settings, for all processes of the installation.</summary>
/// <remarks>
/// Each method is one step, done as a whole or not at all, whatever becomes of the process. Moments come from the clock of the
/// store. Each throws a <see cref="PingStoreException"/> where the store cannot be reached or written; a cycle that was lost is
/// an answer.
/// </remarks>
internal interface IPingStore
{
    /// <summary>What the store is called in messages.</summary>
    string Place { get; }

    /// <summary>
    /// Takes a cycle that nobody has, or whose lease has run out or ends later than any that is given now may; null where another has it,
    /// it has ended, or its next attempt is not due.
    /// </summary>
    Task<CycleHold?> TakeAsync(Cycle cycle, Guid owner, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Lets the lease run anew from now.</summary>
    Task<CycleWrite> RenewAsync(CycleHold hold, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Moves a cycle on and says why; a final state ends it.</summary>
    Task<CycleWrite> MoveAsync(CycleHold hold, CycleState state, string reason, CancellationToken cancellationToken);

    /// <summary>Gives a cycle back, so that anybody may take it after a time, and says what it waits for.</summary>
    Task<CycleWrite> LeaveAsync(CycleHold hold, string reason, TimeSpan nextAttemptIn, CancellationToken cancellationToken);

    /// <summary>Keeps a ping; that of all values moves its cycle to <see cref="CycleState.Kept"/>.</summary>
    Task<KeepOutcome> KeepAsync(CycleHold hold, PingDraft ping, CancellationToken cancellationToken);

    /// <summary>Notes an attempt to send, with what the receiver has answered, and moves its cycle on.</summary>
    Task<CycleWrite> RecordAsync(CycleHold hold, DeliveryAttempt attempt, CancellationToken cancellationToken);

    /// <summary>A cycle; null where there is none of this name.</summary>
    Task<CycleRecord?> FindCycleAsync(string name, CancellationToken cancellationToken);

    /// <summary>The latest cycles, the latest first.</summary>
    Task<IReadOnlyList<CycleRecord>> CyclesAsync(int most, CancellationToken cancellationToken);

    /// <summary>The attempts to send the ping of a cycle, the first first.</summary>
    Task<IReadOnlyList<DeliveryRecord>> DeliveriesAsync(string cycle, CancellationToken cancellationToken);

    /// <summary>
    /// What has left in the running week and those before it, that many in all, by receiver: the latest week first. Files that people have
    /// carried are not among it.
    /// </summary>
    Task<IReadOnlyList<EgressWeek>> SentAsync(int weeks, CancellationToken cancellationToken);

    /// <summary>The latest answer about the use of features; null where there was none.</summary>
    Task<DevOpsReport?> LatestReportAsync(CancellationToken cancellationToken);

    /// <summary>The ping of a cycle; null where it has none of this kind.</summary>
    Task<KeptPing?> FindPingAsync(PingKind kind, string cycle, CancellationToken cancellationToken);

    /// <summary>
    /// The latest ping of the reporting cycle: kept since the beginning of the day seven days ago, UTC; null where there is none.
    /// </summary>
    Task<KeptPing?> LatestPingAsync(PingKind kind, CancellationToken cancellationToken);

    /// <summary>The latest pings without their bytes, the latest first.</summary>
    Task<IReadOnlyList<PingRecord>> PingsAsync(PingKind kind, int most, CancellationToken cancellationToken);

    /// <summary>Computes the hashes of all pings of a kind and says where they do not fit.</summary>
    Task<ChainVerdict> VerifyAsync(PingKind kind, CancellationToken cancellationToken);

    /// <summary>
    /// Removes what is older than so many weeks: pings, cycles that have ended with their deliveries, answers and imported receipts, and
    /// changes of settings. What a cycle that has not ended needs stays.
    /// </summary>
    /// <returns>How many pings were removed.</returns>
    Task<int> RemoveOldAsync(int weeks, CancellationToken cancellationToken);

    /// <summary>What administrators have set.</summary>
    Task<IReadOnlyList<KeptSetting>> SettingsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Sets a setting, or takes what was set back where the value is null, and notes the change. What is set already is no
    /// change.
    /// </summary>
    Task SetAsync(string name, string? value, string who, CancellationToken cancellationToken);

    /// <summary>The latest changes of settings, the latest first.</summary>
    Task<IReadOnlyList<SettingChange>> ChangesAsync(int most, CancellationToken cancellationToken);

    /// <summary>
    /// Calls whenever a setting may have changed, until it is cancelled; ends with an exception where the store is lost. That a
    /// change is never told is possible, hence whoever listens looks from time to time.
    /// </summary>
    Task ListenAsync(Action changed, CancellationToken cancellationToken);

    /// <summary>What is kept of the instance under a name; where there is nothing, the proposal is kept from now on.</summary>
    Task<ReadOnlyMemory<byte>> KeepOnceAsync(string name, ReadOnlyMemory<byte> proposal, CancellationToken cancellationToken);

    /// <summary>What is kept of the instance under a name; null where there is nothing.</summary>
    Task<byte[]?> FindKeptAsync(string name, CancellationToken cancellationToken);

    /// <summary>Replaces what is kept of the instance under a name.</summary>
    Task ReplaceAsync(string name, ReadOnlyMemory<byte> value, CancellationToken cancellationToken);

    /// <summary>Forgets what is kept of the instance under a name, where it is this.</summary>
    Task ForgetAsync(string name, ReadOnlyMemory<byte> value, CancellationToken cancellationToken);

    /// <summary>What is kept of the instance under a name, with the moment of the look; null where there is nothing.</summary>
    Task<KeptFact?> FindFactAsync(string name, CancellationToken cancellationToken);

    /// <summary>What is kept of the instance under names that begin so, in ordinal order.</summary>
    Task<IReadOnlyList<KeptFact>> FactsAsync(string beginning, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces what is kept of the instance under a name where it is this, null where there is to be nothing, and notes it among the
    /// changes of settings where there is a note.
    /// </summary>
    /// <returns>Whether it was; otherwise nothing was changed or noted.</returns>
    Task<bool> ExchangeAsync(
        string name, ReadOnlyMemory<byte>? before, ReadOnlyMemory<byte> value, AuditNote? note, CancellationToken cancellationToken);

    /// <summary>
    /// A hash of where the store is, which a copy that is restored elsewhere does not share; never of host names. A byte copy of
    /// a whole server shares it.
    /// </summary>
    Task<string> FingerprintAsync(CancellationToken cancellationToken);

    /// <summary>What time it is for the store.</summary>
    Task<DateTimeOffset> NowAsync(CancellationToken cancellationToken);
}
