using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using ServicePing.Runtime.Delivery;
using ServicePing.Runtime.Schedule;
using ServicePing.Runtime.Storage;

namespace ServicePing.Tests;

/// <summary>A receipt that answers a ping counts where the receiver has signed it for these bytes, and nothing else is a delivery.</summary>
public sealed class SentReceiptTests : IDisposable
{
    private const string Uuid = "u-1";
    private const string Week = "2026-W47";

    private static readonly byte[] Payload = """{"uuid":"u-1","counts":{"a":1}}"""u8.ToArray();

    private readonly string _folder = Directory.CreateTempSubdirectory("receipts").FullName;
    private readonly SigningReceiver _signer = new();
    private string _answer = "";

    [Fact]
    public async Task A_receipt_that_counts_is_kept_to_the_byte_and_the_first_says_whose_key_it_is()
    {
        using SigningReceiver stranger = new();
        await using ReceiverDouble receiver = Receiver();
        await using Ping ping = Program(receiver.Address);
        string receipt = _signer.Receipt(Uuid, Week, Payload, 7).Replace("{", "{ \"more\":\"ä\", ", StringComparison.Ordinal);
        _answer = $$"""{"dev_ops_score":{"usage_data_id":7},"receipt":{{receipt}}}""";

        DeliveryAttempt first = await SendAsync(ping, receiver);
        _answer = stranger.Answer(Uuid, Week, Payload, 7);
        DeliveryAttempt second = await SendAsync(ping, receiver);
        _answer = _signer.Answer(Uuid, Week, Payload, 7);
        DeliveryAttempt third = await SendAsync(ping, receiver);

        Assert.Equal(("delivered", CycleState.Sent), (first.Outcome, first.State));
        Assert.Equal(receipt, Encoding.UTF8.GetString(first.Receipt!.Value.Span));
        AssertUnverified(second, "The receipt is signed with another key than the receiver's.");
        Assert.Equal("delivered", third.Outcome);
    }

    [Fact]
    public async Task A_receipt_of_another_ping_is_no_delivery_and_does_not_say_whose_key_is_trusted()
    {
        using SigningReceiver stranger = new();
        await using ReceiverDouble receiver = Receiver();
        await using Ping ping = Program(receiver.Address);
        (string Answer, string Problem)[] answers =
        [
            (stranger.Answer("u-2", Week, Payload, 7), "It is the receipt of another installation"),
            (stranger.Answer(Uuid, "2026-W46", Payload, 7), "It is the receipt of another cycle: '2026-W46'."),
            (stranger.Answer(Uuid, Week, [1], 7), "The receiver holds other bytes under the cycle '2026-W47'"),
            ($$"""{"conv_index":{"usage_data_id":8},"receipt":{{stranger.Receipt(Uuid, Week, Payload, 7)}}}""",
                "The receipt is for another usage_data_id than the answer."),
            ("""{"conv_index":{"usage_data_id":7},"receipt":5}""", "The receipt lacks a part"),
            ("""{"conv_index":{"usage_data_id":7},"receipt":{"uuid":"u-1","cycle":"2026-W47","usage_data_id":7}}""", "The receipt lacks a part"),
            (stranger.Answer(Uuid, Week, Payload, 7).Replace("02:15", "02:16", StringComparison.Ordinal), "The signature does not fit the receipt"),
        ];

        foreach ((string answer, string problem) in answers)
        {
            _answer = answer;
            AssertUnverified(await SendAsync(ping, receiver), problem);
        }

        _answer = _signer.Answer(Uuid, Week, Payload, 7);
        Assert.Equal("delivered", (await SendAsync(ping, receiver)).Outcome);
    }

    [Fact]
    public async Task Where_keys_of_receivers_are_named_a_new_key_counts_and_nothing_without_one()
    {
        using SigningReceiver renewed = new();
        using SigningReceiver stranger = new();
        await using ReceiverDouble receiver = Receiver();
        await using (Ping before = Program(receiver.Address))
        {
            _answer = _signer.Answer(Uuid, Week, Payload);
            Assert.Equal("delivered", (await SendAsync(before, receiver)).Outcome);
        }

        await using Ping ping = Program(receiver.Address, set: options => options.ReceiverKeys.UnionWith([_signer.PublicKey, renewed.PublicKey]));
        foreach (SigningReceiver one in new[] { renewed, _signer })
        {
            _answer = one.Answer(Uuid, Week, Payload);
            Assert.Equal("delivered", (await SendAsync(ping, receiver)).Outcome);
        }

        _answer = stranger.Answer(Uuid, Week, Payload);
        AssertUnverified(await SendAsync(ping, receiver), "The receipt is signed with another key than the receiver's.");
        _answer = """{"conv_index":{"usage_data_id":7}}""";
        AssertUnverified(await SendAsync(ping, receiver), "It has no receipt, and ReceiverKeys names receivers that sign one.");
    }

    [Fact]
    public async Task Another_receiver_has_a_key_of_its_own()
    {
        using SigningReceiver other = new();
        await using ReceiverDouble one = Receiver();
        await using ReceiverDouble two = Receiver();
        await using (Ping ping = Program(one.Address))
        {
            _answer = _signer.Answer(Uuid, Week, Payload);
            Assert.Equal("delivered", (await SendAsync(ping, one)).Outcome);
        }

        await using Ping moved = Program(two.Address);
        _answer = other.Answer(Uuid, Week, Payload);
        Assert.Equal("delivered", (await SendAsync(moved, two)).Outcome);
        _answer = _signer.Answer(Uuid, Week, Payload);
        AssertUnverified(await SendAsync(moved, two), "The receipt is signed with another key than the receiver's.");
    }

    [Fact]
    public async Task Any_bit_of_a_receipt_that_is_another_makes_it_count_no_more()
    {
        await using Ping ping = Program("http://127.0.0.1:9");
        byte[] answer = Encoding.UTF8.GetBytes(_signer.Answer(Uuid, Week, Payload));
        int start = Encoding.UTF8.GetString(answer).IndexOf("\"receipt\":", StringComparison.Ordinal) + "\"receipt\":".Length;
        PingClaim claim = PingClaim.Of(Kept());
        Assert.Null(await DoubtAsync(answer));
        for (int bit = start * 8; bit < (answer.Length - 1) * 8; bit++)
        {
            byte[] damaged = [.. answer];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(await DoubtAsync(damaged) is not null, $"Bit {bit}: {Encoding.UTF8.GetString(damaged)}");
        }

        async Task<string?> DoubtAsync(byte[] body)
        {
            (PingAnswer? read, string problem) = PingAnswer.Read(body);
            return read is null ? problem
                : read.Doubt ?? await new ReceiptCheck(Store(ping), new ServicePingOptions())
                    .ProblemAsync(Assert.IsType<ReceiverReceipt>(read.Receipt), claim, null, default);
        }
    }

    [Fact]
    public async Task History_log_and_health_say_of_a_receipt_that_does_not_count_why_and_what_helps()
    {
        await using ReceiverDouble receiver = Receiver();
        EventLogger<PingLoop> log = new();
        await using Ping ping = Program(receiver.Address, log);
        IPingHistory history = ping.Services.GetRequiredService<IPingHistory>();
        _answer = _signer.Answer(Uuid, "by-hand", [1]);

        PingCycle cycle = await history.SendNowAsync("ada");

        PingDelivery delivery = Assert.Single(await history.DeliveriesAsync(cycle.Name));
        Assert.Equal(("unverified", "sending", null), (delivery.Outcome, cycle.State, delivery.UsageDataId));
        Assert.Null(delivery.Receipt);
        Assert.StartsWith("The receiver's answer does not count. It is the receipt of another cycle", cycle.Reason, StringComparison.Ordinal);
        Assert.Contains(log.Of(LogLevel.Warning), line => line.Contains(delivery.Message, StringComparison.Ordinal));
        for (int week = 0; week < 3; week++)
        {
            Cycle weekly = new($"2026-W4{week}", CycleKind.Weekly, Ping.RecordedAt.AddDays(7 * week), "x");
            CycleHold hold = (await Store(ping).TakeAsync(weekly, Guid.NewGuid(), TimeSpan.FromMinutes(1), default))!;
            await Store(ping).MoveAsync(hold, CycleState.Failed, $"Given up, as the next one is due. {delivery.Message}", default);
        }

        HealthCheckResult health = await new ServicePingHealthCheck(history).CheckHealthAsync(new HealthCheckContext());
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains("It is the receipt of another cycle", health.Description, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _signer.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static void AssertUnverified(DeliveryAttempt attempt, string problem)
    {
        Assert.Equal(("unverified", CycleState.Sending), (attempt.Outcome, attempt.State));
        Assert.Equal((null, null, null), (attempt.UsageDataId, attempt.Receipt, attempt.Report));
        Assert.NotNull(attempt.NextAttemptIn);
        Assert.StartsWith($"The receiver's answer does not count. {problem}", attempt.Message, StringComparison.Ordinal);
    }

    private static IPingStore Store(Ping ping) => ping.Services.GetRequiredService<IPingStore>();

    private static KeptPing Kept() => new(
        new PingRecord(PingKind.AllValues, 1, Week)
        {
            RecordedAt = Ping.RecordedAt,
            KeptAt = Ping.RecordedAt,
            Size = Payload.Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(Payload)),
        },
        Payload);

    private static async Task<DeliveryAttempt> SendAsync(Ping ping, ReceiverDouble receiver) =>
        (await ping.Services.GetRequiredService<PingSender>().SendAsync(
            Kept(), new CycleHold(Week, 1, CycleState.Kept, 0), new Uri(receiver.Address), default))!;

    private ReceiverDouble Receiver() =>
        new((stream, _) => ReceiverDouble.WriteAsync(stream, ReceiverDouble.Text("201 Created", _answer)));

    private Ping Program(string receiver, EventLogger<PingLoop>? log = null, Action<ServicePingOptions>? set = null) => Ping.Of(
        StandardMetricSet.Instance,
        builder =>
        {
            if (log is not null)
            {
                builder.Services.AddSingleton(CategoryLog.Of("ServicePing.PingLoop", log));
            }

            builder.KeepIn(_folder).Configure(options =>
            {
                options.Variable = _ => null;
                (options.Uuid, options.Receiver, options.NoticePeriod) = (Uuid, receiver, TimeSpan.Zero);
                set?.Invoke(options);
            });
        });
}
