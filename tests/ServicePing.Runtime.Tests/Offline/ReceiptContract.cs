using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Delivery;
using ServicePing.Runtime.Offline;
using ServicePing.Runtime.Storage;

namespace ServicePing.Tests;

/// <summary>A receipt that comes back by hand counts where the receiver has signed it and the ping is kept here.</summary>
public abstract class ReceiptContract : OfflineTest
{
    private protected ReceiptContract(OfflinePlace place)
        : base(place)
    {
    }

    [Fact]
    public async Task A_receipt_ends_its_cycle_and_importing_it_twice_changes_nothing()
    {
        await using ServiceProvider program = Program();
        IPingStore store = program.GetRequiredService<IPingStore>();
        await LetGoAsync(store, await KeepAsync(store));

        ImportedReceipt first = await ImportAsync(program, Answer());
        ImportedReceipt second = await ImportAsync(program, Answer());

        Assert.Equal(new ImportedReceipt(Week, 3, new DateTimeOffset(2026, 11, 28, 2, 15, 0, 123, TimeSpan.Zero), true), first);
        Assert.Equal(first with { IsNew = false }, second);
        CycleRecord cycle = (await store.FindCycleAsync(Week, default))!;
        Assert.Equal(CycleState.Sent, cycle.State);
        DeliveryRecord delivery = Assert.Single(await store.DeliveriesAsync(Week, default));
        Assert.Equal(("delivered_offline", 3L, 0L), (delivery.Attempt.Outcome, delivery.Attempt.UsageDataId, delivery.Attempt.SentBytes));
        Assert.Contains("ada has imported its receipt.", cycle.Reason, StringComparison.Ordinal);
        Assert.Equal(delivery.Attempt.Receipt!.Value.ToArray(), (await new KeptReceipts(store).FindAsync(Week, default))!);
    }

    [Theory]
    [InlineData("Skipped")]
    [InlineData("Failed")]
    [InlineData("Sent")]
    [InlineData("Kept")]
    public async Task A_cycle_that_has_ended_or_that_another_has_keeps_its_state_and_the_receipt_stands_beside_it(string state)
    {
        CycleState end = Enum.Parse<CycleState>(state);
        await using ServiceProvider program = Program();
        IPingStore store = program.GetRequiredService<IPingStore>();
        CycleHold hold = await KeepAsync(store);
        if (end.IsFinal())
        {
            await store.MoveAsync(hold, end, "That is it.", default);
        }

        Assert.True((await ImportAsync(program, Answer())).IsNew);
        Assert.False((await ImportAsync(program, Answer())).IsNew);

        Assert.Equal(end, (await store.FindCycleAsync(Week, default))!.State);
        Assert.Empty(await store.DeliveriesAsync(Week, default));
        Assert.NotNull(await new KeptReceipts(store).FindAsync(Week, default));
    }

    [Fact]
    public async Task A_receipt_that_is_not_of_a_ping_here_or_of_another_receiver_is_refused_with_the_reason()
    {
        await using ServiceProvider program = Program();
        IPingStore store = program.GetRequiredService<IPingStore>();
        await KeepAsync(store);
        await KeepAsync(store, "2026-W49", SomePing);
        using SigningReceiver other = new();
        using SigningReceiver curve = new(ECCurve.NamedCurves.nistP384);

        await RefusedAsync(program, Answer("2026-W40"), "It is the receipt of a cycle '2026-W40', of which no ping is kept here");
        await RefusedAsync(program, Answer(uuid: "other"), "It is the receipt of another installation");
        await RefusedAsync(program, Answer(bytes: [1]), "The receiver holds other bytes under the cycle '2026-W48'");
        await RefusedAsync(program, Answer(from: curve), "The signature does not fit the receipt");
        await RefusedAsync(program, "{"u8.ToArray(), "The file is no JSON");
        await RefusedAsync(program, [], "The file is no JSON");
        await RefusedAsync(program, "[]"u8.ToArray(), "The file has no receipt.");
        await RefusedAsync(program, """{"receipt":1}"""u8.ToArray(), "The receipt lacks a part");
        await RefusedAsync(program, """{"status":409,"detail":"Other\nbytes."}"""u8.ToArray(), "The receiver has not taken the ping: Other bytes.");
        await RefusedAsync(program, new byte[(1 << 20) + 1], "The file is larger than 1048576 bytes");

        await ImportAsync(program, Answer());
        await RefusedAsync(program, Answer("2026-W49", from: other), "The receipt is signed with another key");
        Assert.True((await ImportAsync(program, Answer("2026-W49"))).IsNew);
    }

    [Fact]
    public async Task A_file_in_which_bits_have_changed_is_refused_clearly_or_says_the_very_same()
    {
        await using ServiceProvider program = Program();
        IPingStore store = program.GetRequiredService<IPingStore>();
        await KeepAsync(store);
        byte[] answer = Answer();
        int receipt = Encoding.UTF8.GetString(answer).IndexOf("\"receipt\"", StringComparison.Ordinal);
        ReadOnlyMemory<byte> whole = ReceiptFile.Read(answer).Bytes;
        Random random = new(1311);
        for (int round = 0; round < 4000; round++)
        {
            byte[] damaged = [.. answer];
            int at = random.Next(damaged.Length);
            damaged[at] ^= (byte)(1 << random.Next(8));
            for (int more = random.Next(8) == 0 ? 3 : 0; more > 0; more--)
            {
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            }

            try
            {
                ReceiverReceipt read = ReceiptFile.Read(damaged);
                Assert.True(at < receipt, $"Round {round}: {Encoding.UTF8.GetString(damaged)}");
                Assert.Equal(whole.ToArray(), read.Bytes.ToArray());
            }
            catch (OfflineException refused)
            {
                Assert.NotEmpty(refused.Message);
            }
        }

        Assert.Null(await new KeptReceipts(store).FindAsync(Week, default));
    }

    private static Task<ImportedReceipt> ImportAsync(ServiceProvider program, byte[] answer) =>
        program.GetRequiredService<ServicePingOffline>().ImportReceiptAsync(answer, "ada");

    private static async Task RefusedAsync(ServiceProvider program, byte[] answer, string beginning)
    {
        OfflineException refused = await Assert.ThrowsAsync<OfflineException>(() => ImportAsync(program, answer));
        Assert.StartsWith(beginning, refused.Message, StringComparison.Ordinal);
    }

    private async Task LetGoAsync(IPingStore store, CycleHold hold)
    {
        await store.LeaveAsync(hold, "It waits.", TimeSpan.Zero, default);
        await PassAsync(store);
    }
}

/// <summary>Receipts that come back, with all that is kept in a folder.</summary>
public sealed class FolderReceiptTests() : ReceiptContract(new FolderPlace());

/// <summary>Receipts that come back, with all that is kept in PostgreSQL.</summary>
public sealed class PostgresReceiptTests(PostgresServer postgres)
    : ReceiptContract(new PostgresPlace(postgres)), IClassFixture<PostgresServer>;
