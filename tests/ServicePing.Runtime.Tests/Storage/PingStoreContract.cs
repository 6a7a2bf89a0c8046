using System.Security.Cryptography;
using System.Text;
using ServicePing.Runtime.Storage;

namespace ServicePing.Tests;

/// <summary>What every store of pings does, wherever it keeps them.</summary>
public abstract class PingStoreContract
{
    private protected static readonly TimeSpan Lease = TimeSpan.FromMinutes(60);
    private static readonly Guid Owner = Guid.NewGuid();

    private protected abstract IPingStore Store { get; }

    /// <summary>The same place as another process sees it.</summary>
    private protected abstract IPingStore Other { get; }

    /// <summary>Whether it tells other processes of changes; where not, they look from time to time.</summary>
    private protected virtual bool Tells => true;

    /// <summary>Lets all that is kept grow older.</summary>
    private protected abstract Task PassAsync(TimeSpan time);

    /// <summary>Changes a byte of a ping that is kept, or removes the ping.</summary>
    private protected abstract Task DamageAsync(PingRecord ping, bool removes);

    [Fact]
    public async Task A_cycle_that_somebody_has_is_not_taken_until_its_lease_has_run_out()
    {
        CycleHold first = (await TakeAsync("a"))!;
        Assert.Null(await TakeAsync("a"));
        Assert.Null(await Other.TakeAsync(Cycle("a"), Guid.NewGuid(), Lease, default));

        await PassAsync(TimeSpan.FromMinutes(50));
        Assert.Equal(CycleWrite.Done, await Store.RenewAsync(first, Lease, default));
        await PassAsync(TimeSpan.FromMinutes(50));
        Assert.Null(await TakeAsync("a"));

        await PassAsync(TimeSpan.FromMinutes(50));
        CycleHold second = (await Other.TakeAsync(Cycle("a"), Guid.NewGuid(), Lease, default))!;

        Assert.Equal((1, 2), (first.Fence, second.Fence));
        Assert.Equal(CycleWrite.Lost, await Store.RenewAsync(first, Lease, default));
        Assert.Equal(CycleWrite.Lost, await Store.MoveAsync(first, CycleState.Failed, "late", default));
        Assert.Equal(CycleWrite.Lost, await Store.LeaveAsync(first, "late", TimeSpan.Zero, default));
        Assert.Equal(CycleWrite.Lost, await Store.RecordAsync(first, Attempt(CycleState.Sent), default));
        Assert.Equal(KeepOutcome.Lost, await Store.KeepAsync(first, Draft("{}"), default));
        CycleRecord cycle = (await Store.FindCycleAsync("a", default))!;
        Assert.Equal((CycleState.Due, "It is time.", 2L, 0), (cycle.State, cycle.Reason, cycle.Fence, cycle.Attempt));
        Assert.Null(await Store.FindPingAsync(PingKind.AllValues, "a", default));
        Assert.Empty(await Store.DeliveriesAsync("a", default));
    }

    [Fact]
    public async Task A_lease_that_has_run_out_and_that_nobody_wants_may_still_be_renewed()
    {
        CycleHold hold = (await TakeAsync("a"))!;
        await PassAsync(TimeSpan.FromMinutes(70));

        Assert.Null((await Store.FindCycleAsync("a", default))!.LeaseUntil);
        Assert.Equal(CycleWrite.Done, await Store.RenewAsync(hold, Lease, default));
        Assert.NotNull((await Store.FindCycleAsync("a", default))!.LeaseUntil);
        Assert.Null(await TakeAsync("a"));
    }

    [Fact]
    public async Task A_lease_that_was_given_before_the_clock_went_back_by_hours_holds_nobody_up()
    {
        CycleHold first = (await TakeAsync("a"))!;
        await PassAsync(TimeSpan.FromMinutes(-55));
        Assert.Null(await Other.TakeAsync(Cycle("a"), Guid.NewGuid(), Lease, default));

        await PassAsync(TimeSpan.FromMinutes(-65));
        CycleHold second = (await Other.TakeAsync(Cycle("a"), Guid.NewGuid(), Lease, default))!;

        Assert.Equal(CycleWrite.Lost, await Store.MoveAsync(first, CycleState.Failed, "late", default));
        Assert.Equal(CycleWrite.Done, await Other.RenewAsync(second, Lease, default));
        Assert.Null(await TakeAsync("a"));
    }

    [Theory]
    [InlineData("Sent")]
    [InlineData("Skipped")]
    [InlineData("Failed")]
    public async Task A_cycle_that_has_ended_stays_so(string name)
    {
        CycleState end = Enum.Parse<CycleState>(name);
        CycleHold hold = (await TakeAsync("a"))!;
        Assert.Equal(CycleWrite.Done, await Store.MoveAsync(hold, end, "That is it.", default));

        await PassAsync(TimeSpan.FromDays(2));
        Assert.Null(await TakeAsync("a"));
        Assert.Equal(CycleWrite.Lost, await Store.MoveAsync(hold, CycleState.Due, "again", default));
        Assert.Equal(CycleWrite.Lost, await Store.RenewAsync(hold, Lease, default));
        CycleRecord cycle = (await Store.FindCycleAsync("a", default))!;
        Assert.Equal((end, "That is it.", null), (cycle.State, cycle.Reason, cycle.LeaseUntil));
    }

    [Fact]
    public async Task A_cycle_that_was_given_back_waits_for_its_next_attempt_and_goes_on_where_it_was()
    {
        CycleHold first = (await TakeAsync("a"))!;
        await Store.KeepAsync(first, Draft("{}"), default);
        await Store.RecordAsync(first, Attempt(CycleState.Sending) with { NextAttemptIn = TimeSpan.FromMinutes(30) }, default);
        Assert.Equal(CycleWrite.Done, await Store.LeaveAsync(first, "The receiver is down.", TimeSpan.FromMinutes(30), default));
        Assert.Equal(CycleWrite.Lost, await Store.MoveAsync(first, CycleState.Sent, "late", default));
        Assert.Null(await TakeAsync("a"));
        CycleRecord waiting = (await Store.FindCycleAsync("a", default))!;
        Assert.Equal("The receiver is down.", waiting.Reason);
        Assert.NotNull(waiting.NextAttemptAt);
        Assert.Null(waiting.LeaseUntil);

        await PassAsync(TimeSpan.FromMinutes(31));
        CycleHold second = (await TakeAsync("a"))!;

        Assert.Equal((CycleState.Sending, 1), (second.State, second.Attempt));
        Assert.Null((await Store.FindCycleAsync("a", default))!.NextAttemptAt);
    }

    [Fact]
    public async Task Pings_are_kept_to_the_byte_with_their_hash_and_that_of_the_ping_before()
    {
        byte[] first = Encoding.UTF8.GetBytes("""{ "b":1,"a":"é\u0000\\u0000", "b":2 }""" + "\n");
        byte[] second = RandomNumberGenerator.GetBytes(300_000);
        await KeptAsync("a", first, "cost"u8.ToArray());
        await KeptAsync("b", second);

        KeptPing one = (await Store.FindPingAsync(PingKind.AllValues, "a", default))!;
        KeptPing two = (await Other.FindPingAsync(PingKind.AllValues, "b", default))!;
        Assert.Equal(first, one.Bytes.ToArray());
        Assert.Equal("cost"u8.ToArray(), one.Metadata!.Value.ToArray());
        Assert.Equal(second, two.Bytes.ToArray());
        Assert.Null(two.Metadata);
        Assert.Equal((1, first.Length, Ping.RecordedAt), (one.Record.Number, one.Record.Size, one.Record.RecordedAt));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(first)), one.Record.Sha256);
        Assert.Null(one.Record.PreviousSha256);
        Assert.Equal((2, one.Record.Sha256), (two.Record.Number, two.Record.PreviousSha256));
        Assert.Equal([two.Record, one.Record], await Store.PingsAsync(PingKind.AllValues, 9, default));
        Assert.Equal(second, (await Store.LatestPingAsync(PingKind.AllValues, default))!.Bytes.ToArray());
        Assert.Null(await Store.LatestPingAsync(PingKind.Queries, default));
        Assert.Equal(new ChainVerdict(2, null), await Store.VerifyAsync(PingKind.AllValues, default));
        Assert.Equal(new ChainVerdict(0, null), await Store.VerifyAsync(PingKind.NonSql, default));
    }

    [Fact]
    public async Task A_cycle_has_one_ping_of_a_kind_and_each_kind_a_chain_of_its_own()
    {
        CycleHold hold = (await TakeAsync("a"))!;
        Assert.Equal(KeepOutcome.Kept, await Store.KeepAsync(hold, Draft("q") with { Kind = PingKind.Queries }, default));
        Assert.Equal(CycleState.Due, (await Store.FindCycleAsync("a", default))!.State);
        Assert.Equal(KeepOutcome.Kept, await Store.KeepAsync(hold, Draft("one"), default));
        Assert.Equal(CycleState.Kept, (await Store.FindCycleAsync("a", default))!.State);
        Assert.Equal(KeepOutcome.AlreadyKept, await Store.KeepAsync(hold, Draft("two"), default));

        Assert.Equal("one"u8.ToArray(), (await Store.LatestPingAsync(PingKind.AllValues, default))!.Bytes.ToArray());
        Assert.Null((await Store.LatestPingAsync(PingKind.Queries, default))!.Record.PreviousSha256);
        Assert.Equal(new ChainVerdict(1, null), await Store.VerifyAsync(PingKind.AllValues, default));
    }

    [Fact]
    public async Task The_reporting_cycle_begins_with_the_day_seven_days_ago()
    {
        await KeptAsync("a", [1]);
        await PassAsync(TimeSpan.FromDays(7));
        Assert.NotNull(await Store.LatestPingAsync(PingKind.AllValues, default));

        await PassAsync(TimeSpan.FromDays(1));
        Assert.Null(await Store.LatestPingAsync(PingKind.AllValues, default));
        Assert.NotNull(await Store.FindPingAsync(PingKind.AllValues, "a", default));
    }

    [Theory]
    [InlineData(1, false, "Ping 1 (1) was changed after it was kept.")]
    [InlineData(2, false, "Ping 2 (2) was changed after it was kept.")]
    [InlineData(4, false, "Ping 4 (4) was changed after it was kept.")]
    [InlineData(1, true, "Ping 1 is missing.")]
    [InlineData(3, true, "Ping 3 is missing.")]
    [InlineData(4, true, "Ping 4 is missing.")]
    public async Task A_change_and_a_gap_show(int number, bool removes, string problem)
    {
        for (byte i = 1; i <= 4; i++)
        {
            await KeptAsync($"{i}", [i, i, i]);
        }

        IReadOnlyList<PingRecord> pings = await Store.PingsAsync(PingKind.AllValues, 9, default);
        await DamageAsync(pings.Single(ping => ping.Number == number), removes);

        Assert.Equal(problem, (await Store.VerifyAsync(PingKind.AllValues, default)).Problem);
        if (!removes)
        {
            PingStoreException refused = await Assert.ThrowsAsync<PingStoreException>(
                () => Store.FindPingAsync(PingKind.AllValues, $"{number}", default));
            Assert.StartsWith($"{Store.Place}: ping {number} 'all_values' ({number}) was changed", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_old_is_removed_but_not_what_a_cycle_still_needs_and_the_chain_holds()
    {
        await EndedAsync("1");
        await EndedAsync("2");
        await KeptAsync("3", [3]);
        await EndedAsync("4");
        await Store.SetAsync("x", "1", "ada", default);
        await PassAsync(TimeSpan.FromDays(52 * 7));
        await EndedAsync("5");
        await PassAsync(TimeSpan.FromDays(6));

        Assert.Equal(2, await Store.RemoveOldAsync(52, default));
        Assert.Equal(0, await Store.RemoveOldAsync(52, default));

        Assert.Equal([5, 4, 3], (await Store.PingsAsync(PingKind.AllValues, 9, default)).Select(ping => ping.Number));
        Assert.Equal(new ChainVerdict(3, null), await Store.VerifyAsync(PingKind.AllValues, default));
        Assert.Equal(["5", "4", "3"], (await Store.CyclesAsync(9, default)).Select(cycle => cycle.Name).OrderDescending());
        Assert.Null(await Store.FindPingAsync(PingKind.AllValues, "1", default));
        Assert.Empty(await Store.DeliveriesAsync("1", default));
        Assert.Empty(await Store.ChangesAsync(9, default));
        Assert.Equal("1", Assert.Single(await Store.SettingsAsync(default)).Value);

        // All that is left is old one day, and the next ping follows the last one that ever was.
        await PassAsync(Lease);
        await Store.MoveAsync((await TakeAsync("3"))!, CycleState.Failed, "Given up.", default);
        await PassAsync(TimeSpan.FromDays(900));
        Assert.Equal(3, await Store.RemoveOldAsync(1, default));
        Assert.Empty(await Store.CyclesAsync(9, default));
        await KeptAsync("6", [6]);
        PingRecord sixth = Assert.Single(await Store.PingsAsync(PingKind.AllValues, 9, default));
        Assert.Equal((6, PingWords.Hash("5"u8)), (sixth.Number, sixth.PreviousSha256));
        Assert.Equal(new ChainVerdict(1, null), await Store.VerifyAsync(PingKind.AllValues, default));
    }

    [Fact]
    public async Task Each_attempt_is_kept_with_what_was_answered()
    {
        CycleHold hold = (await TakeAsync("a"))!;
        DevOpsAnswer report = new([.. Enumerable.Range(0, 9).Select(i => new FeatureUse(10.2 + i, 3.2, 31.37))]);
        DeliveryAttempt failed = new("https://versions.example.com", "unavailable", "503", CycleState.Sending)
        {
            StatusCode = 503,
            SentBytes = 17_000_000_000,
            Elapsed = TimeSpan.FromMilliseconds(1_234.5),
            NextAttemptIn = TimeSpan.FromMinutes(5),
        };
        DeliveryAttempt delivered = new("https://versions.example.com", "delivered", "201", CycleState.Sent)
        {
            StatusCode = 201,
            UsageDataId = long.MaxValue,
            Receipt = new byte[] { 1, 2, 3 },
            Report = report,
        };
        Assert.Null(await Store.LatestReportAsync(default));
        Assert.Equal(CycleWrite.Done, await Store.RecordAsync(hold, failed, default));
        Assert.Equal(CycleWrite.Done, await Store.RecordAsync(hold, delivered, default));
        Assert.Equal(CycleWrite.Lost, await Store.RecordAsync(hold, delivered, default));

        IReadOnlyList<DeliveryRecord> kept = await Other.DeliveriesAsync("a", default);
        Assert.Equal([1, 2], kept.Select(one => one.Number));
        Assert.NotNull(kept[0].NextAttemptAt);
        Assert.Null(kept[0].Attempt.Receipt);
        Assert.Equal(failed with { State = CycleState.Sent, NextAttemptIn = null }, kept[0].Attempt);
        Assert.Equal([1, 2, 3], kept[1].Attempt.Receipt!.Value.ToArray());
        Assert.Equal((delivered.UsageDataId, 201), (kept[1].Attempt.UsageDataId, kept[1].Attempt.StatusCode));
        DevOpsReport latest = (await Store.LatestReportAsync(default))!;
        Assert.Equal(new DevOpsReport("a", latest.ReceivedAt, report.Uses), latest);
        Assert.InRange(latest.ReceivedAt - kept[1].EndedAt, TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(1));
        CycleRecord cycle = (await Store.FindCycleAsync("a", default))!;
        Assert.Equal((CycleState.Sent, "201", 2), (cycle.State, cycle.Reason, cycle.Attempt));
    }

    [Fact]
    public async Task Settings_are_kept_with_who_and_when_and_each_change_is_noted_once()
    {
        await Store.SetAsync("enabled", "false", "ada", default);
        await Store.SetAsync("enabled", "false", "bob", default);
        await Other.SetAsync("enabled", "true", "bob", default);
        await Store.SetAsync("receiver", "https://example.com", "ada", default);
        await Store.SetAsync("receiver", null, "eve", default);
        await Store.SetAsync("receiver", null, "eve", default);

        KeptSetting setting = Assert.Single(await Store.SettingsAsync(default));
        Assert.Equal(("enabled", "true", "bob"), (setting.Name, setting.Value, setting.ChangedBy));
        Assert.InRange(setting.ChangedAt - await Store.NowAsync(default), TimeSpan.FromMinutes(-10), TimeSpan.Zero);
        Assert.Equal(
            [
                ("receiver", "https://example.com", null, "eve"),
                ("receiver", null, "https://example.com", "ada"),
                ("enabled", "false", "true", "bob"),
                ("enabled", null, "false", "ada"),
            ],
            (await Store.ChangesAsync(9, default)).Select(change => (change.Name, change.OldValue, change.NewValue, change.ChangedBy)));
        Assert.Equal(2, (await Store.ChangesAsync(2, default)).Count);
    }

    [Fact]
    public async Task Changes_that_are_made_at_once_are_noted_one_after_the_other()
    {
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => (i % 2 == 0 ? Store : Other).SetAsync("x", $"{i}", "ada", default)));

        SettingChange[] changes = [.. (await Store.ChangesAsync(99, default)).Reverse()];
        Assert.Equal(12, changes.Length);
        Assert.Equal([null, .. changes.SkipLast(1).Select(change => change.NewValue)], changes.Select(change => change.OldValue));
        Assert.Equal(changes[^1].NewValue, Assert.Single(await Store.SettingsAsync(default)).Value);
    }

    [Fact]
    public async Task Whoever_listens_is_told_of_a_change_by_another_process_where_the_place_can_tell()
    {
        using CancellationTokenSource end = new();
        using SemaphoreSlim told = new(0);
        Task listening = Store.ListenAsync(() => told.Release(), end.Token);

        // First of what was before.
        Assert.True(await told.WaitAsync(TimeSpan.FromMinutes(2)));
        await Other.SetAsync("x", "1", "ada", default);
        if (Tells)
        {
            Assert.True(await told.WaitAsync(TimeSpan.FromMinutes(2)));
        }

        Assert.Equal("1", Assert.Single(await Store.SettingsAsync(default)).Value);
        Assert.False(listening.IsCompleted);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listening);
    }

    [Fact]
    public async Task What_is_kept_once_is_the_same_for_all()
    {
        byte[][] kept = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
            (await (i % 2 == 0 ? Store : Other).KeepOnceAsync("x", new byte[] { (byte)i }, default)).ToArray()));
        Assert.Single(kept.Select(one => one[0]).Distinct());

        await Store.ReplaceAsync("x", new byte[] { 99 }, default);
        Assert.Equal([99], (await Other.KeepOnceAsync("x", new byte[] { 1 }, default)).ToArray());
    }

    [Fact]
    public async Task What_is_kept_under_a_name_is_found_to_the_byte_until_it_is_forgotten()
    {
        byte[] value = [0, 255, 10, 13, 39];
        Assert.Null(await Store.FindKeptAsync("a/b", default));
        Assert.Null(await Store.FindKeptAsync("a/b", default));
        await Store.ReplaceAsync("a/b", value, default);
        Assert.Equal(value, await Other.FindKeptAsync("a/b", default));
        Assert.Null(await Other.FindKeptAsync("a/B", default));
        Assert.Null(await Other.FindKeptAsync("a", default));

        await Other.ReplaceAsync("a/b", Array.Empty<byte>(), default);
        Assert.Empty(Assert.IsType<byte[]>(await Store.FindKeptAsync("a/b", default)));
        await Store.ForgetAsync("a/b", value, default);
        Assert.Empty(Assert.IsType<byte[]>(await Store.FindKeptAsync("a/b", default)));
        await Store.ForgetAsync("a/b", Array.Empty<byte>(), default);
        Assert.Null(await Other.FindKeptAsync("a/b", default));
        await Store.ForgetAsync("a/b", value, default);
    }

    [Fact]
    public async Task A_receipt_goes_with_its_cycle_and_nothing_else_of_the_instance_does()
    {
        await EndedAsync("old");
        await PassAsync(TimeSpan.FromDays(52 * 7));
        await EndedAsync("new");
        await Store.ReplaceAsync("receipt/old", new byte[] { 1 }, default);
        await Store.ReplaceAsync("receipt/new", new byte[] { 2 }, default);
        await Store.ReplaceAsync("receipts", new byte[] { 3 }, default);
        await PassAsync(TimeSpan.FromDays(6));

        await Store.RemoveOldAsync(52, default);

        Assert.Null(await Store.FindKeptAsync("receipt/old", default));
        Assert.Equal(new byte[] { 2 }, await Store.FindKeptAsync("receipt/new", default));
        Assert.Equal(new byte[] { 3 }, await Store.FindKeptAsync("receipts", default));
    }

    [Fact]
    public async Task The_instance_has_one_key_and_an_environment()
    {
        InstanceIdentity identity = new(Store);
        using ECDsa key = await identity.KeyAsync(default);
        using ECDsa same = await new InstanceIdentity(Other).KeyAsync(default);
        Assert.True(same.VerifyData("x"u8, key.SignData("x"u8, HashAlgorithmName.SHA256), HashAlgorithmName.SHA256));

        Assert.Equal(EnvironmentState.Same, await identity.EnvironmentAsync("u", default));
        Assert.Equal(EnvironmentState.Same, await new InstanceIdentity(Other).EnvironmentAsync("u", default));
        await Store.ReplaceAsync("fingerprint/u", "elsewhere"u8.ToArray(), default);
        Assert.Equal(EnvironmentState.Changed, await identity.EnvironmentAsync("u", default));
        Assert.Equal(EnvironmentState.Same, await identity.EnvironmentAsync("another", default));
        await identity.NoteMovedAsync("u", default);
        Assert.Equal(EnvironmentState.Same, await identity.EnvironmentAsync("u", default));
    }

    [Fact]
    public async Task Of_many_that_take_a_cycle_at_once_one_has_it()
    {
        CycleHold?[] holds = await Task.WhenAll(Enumerable.Range(0, 10).Select(i =>
            (i % 2 == 0 ? Store : Other).TakeAsync(Cycle("a"), Guid.NewGuid(), Lease, default)));

        Assert.Single(holds, hold => hold is not null);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Owners_that_come_and_go_find_what_a_simple_model_says(int seed) =>
        await new CycleModel(seed).RunAsync(Store, Other, PassAsync);

    private protected static Cycle Cycle(string name) => new(name, CycleKind.Weekly, Ping.RecordedAt, "It is time.");

    private protected static PingDraft Draft(string text) => new(PingKind.AllValues, Ping.RecordedAt, Encoding.UTF8.GetBytes(text));

    private protected static DeliveryAttempt Attempt(CycleState state) => new("https://example.com", "x", "It went so.", state);

    private protected Task<CycleHold?> TakeAsync(string name) => Store.TakeAsync(Cycle(name), Owner, Lease, default);

    private protected async Task KeptAsync(string cycle, byte[] bytes, byte[]? metadata = null)
    {
        CycleHold hold = (await TakeAsync(cycle))!;
        PingDraft draft = new(PingKind.AllValues, Ping.RecordedAt, bytes);
        Assert.Equal(KeepOutcome.Kept, await Store.KeepAsync(hold, metadata is null ? draft : draft with { Metadata = metadata }, default));
    }

    private async Task EndedAsync(string cycle)
    {
        CycleHold hold = (await TakeAsync(cycle))!;
        await Store.KeepAsync(hold, Draft(cycle), default);
        await Store.RecordAsync(hold, Attempt(CycleState.Sent), default);
    }
}
