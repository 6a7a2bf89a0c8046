using System.Text.Json.Serialization;

namespace ServicePing.Runtime.Storage;

/// <summary>
/// All that a folder keeps but the bytes of pings, as one document that is replaced as a whole; each step gives the next one.
/// </summary>
internal sealed record Ledger
{
    /// <summary>The form of the document; a later one is not touched.</summary>
    internal const int CurrentForm = 1;

    public int Form { get; init; } = CurrentForm;

    public IReadOnlyList<LedgerCycle> Cycles { get; init; } = [];

    public IReadOnlyList<LedgerPing> Pings { get; init; } = [];

    public IReadOnlyList<LedgerChain> Chains { get; init; } = [];

    public IReadOnlyList<LedgerDelivery> Deliveries { get; init; } = [];

    public IReadOnlyList<LedgerReport> Reports { get; init; } = [];

    public IReadOnlyList<KeptSetting> Settings { get; init; } = [];

    public IReadOnlyList<SettingChange> Changes { get; init; } = [];

    public IReadOnlyDictionary<string, byte[]> Instance { get; init; } = new Dictionary<string, byte[]>();

    internal LedgerCycle? Find(string cycle) => Cycles.FirstOrDefault(one => one.Name == cycle);

    /// <summary>The cycle, where it is still the hold's.</summary>
    internal LedgerCycle? Find(CycleHold hold) =>
        Find(hold.Cycle) is { IsFinal: false } cycle && cycle.Fence == hold.Fence ? cycle : null;

    internal LedgerPing? Find(string kind, string cycle) => Pings.FirstOrDefault(one => one.Kind == kind && one.Cycle == cycle);

    internal LedgerChain Chain(string kind) =>
        Chains.FirstOrDefault(one => one.Kind == kind) ?? new LedgerChain(kind, 0, null, 0, null);

    internal Ledger With(LedgerCycle cycle) => this with { Cycles = [.. Cycles.Where(one => one.Name != cycle.Name), cycle] };

    internal Ledger With(LedgerChain chain) => this with { Chains = [.. Chains.Where(one => one.Kind != chain.Kind), chain] };
}

internal sealed record LedgerCycle(
    string Name,
    string Kind,
    DateTimeOffset DueAt,
    string State,
    string Reason,
    Guid Owner,
    long Fence,
    DateTimeOffset LeaseUntil,
    int Attempt,
    DateTimeOffset? NextAttemptAt,
    DateTimeOffset ChangedAt)
{
    [JsonIgnore]
    public bool IsFinal => CycleWords.StateOf(State).IsFinal();

    internal CycleRecord ToRecord(DateTimeOffset now) => new(Name, CycleWords.KindOf(Kind), DueAt)
    {
        State = CycleWords.StateOf(State),
        Reason = Reason,
        Owner = Owner,
        Fence = Fence,
        LeaseUntil = LeaseUntil > now ? LeaseUntil : null,
        Attempt = Attempt,
        NextAttemptAt = NextAttemptAt,
        ChangedAt = ChangedAt,
    };

    /// <summary>The cycle in another state; a final one ends the lease.</summary>
    internal LedgerCycle Moved(CycleState state, string reason, DateTimeOffset now) => this with
    {
        State = state.Word(),
        Reason = reason,
        LeaseUntil = state.IsFinal() ? DateTimeOffset.MinValue : LeaseUntil,
        ChangedAt = now,
    };
}

internal sealed record LedgerPing(
    string Kind,
    long Number,
    string Cycle,
    DateTimeOffset RecordedAt,
    DateTimeOffset KeptAt,
    int Size,
    string Sha256,
    string? PreviousSha256,
    bool HasMetadata)
{
    internal PingRecord ToRecord() => new(PingWords.KindOf(Kind), Number, Cycle)
    {
        RecordedAt = RecordedAt,
        KeptAt = KeptAt,
        Size = Size,
        Sha256 = Sha256,
        PreviousSha256 = PreviousSha256,
    };
}

internal sealed record LedgerChain(string Kind, long Length, string? LastSha256, long Removed, string? RemovedSha256);

internal sealed record LedgerDelivery(
    string Cycle,
    int Attempt,
    DateTimeOffset EndedAt,
    string Receiver,
    string Outcome,
    string Message,
    int? StatusCode,
    long SentBytes,
    TimeSpan Elapsed,
    DateTimeOffset? NextAttemptAt,
    long? UsageDataId,
    byte[]? Receipt)
{
    internal DeliveryRecord ToRecord(CycleState state) => new(
        Cycle,
        Attempt,
        EndedAt,
        NextAttemptAt,
        new DeliveryAttempt(Receiver, Outcome, Message, state)
        {
            StatusCode = StatusCode,
            SentBytes = SentBytes,
            Elapsed = Elapsed,
            UsageDataId = UsageDataId,
            Receipt = Receipt is null ? (ReadOnlyMemory<byte>?)null : Receipt,
        });
}

internal sealed record LedgerReport(string Cycle, DateTimeOffset CreatedAt, IReadOnlyList<FeatureUse> Uses);

// Metadata alone: the quick way of writing makes empty bytes of none.
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true)]
[JsonSerializable(typeof(Ledger))]
internal sealed partial class LedgerJson : JsonSerializerContext;
