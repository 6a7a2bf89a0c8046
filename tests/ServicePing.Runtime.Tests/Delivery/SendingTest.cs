using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Delivery;
using ServicePing.Runtime.Storage;
using ServicePing.Testing;

namespace ServicePing.Tests;

/// <summary>A program that sends a ping that is kept, to whatever receiver a test has.</summary>
public abstract class SendingTest : IDisposable
{
    private protected const string Delivered = """{"conv_index":{"usage_data_id":7}}""";

    private protected static readonly byte[] Payload = Encoding.UTF8.GetBytes(
        """{"uuid":"u-1","recorded_at":"2026-11-20T13:17:00.000Z","version":"1.2","counts":{"issues":5,"uuid":"no"}}""");

    /// <summary>A wait that ends because something is wrong, and never because a machine is busy.</summary>
    private protected static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly SettableClock _clock = new(Ping.RecordedAt);

    private protected string Folder { get; } = Directory.CreateTempSubdirectory("sender").FullName;

    internal static CycleHold Hold { get; } = new("2026-W47", 1, CycleState.Kept, 0);

    private protected static string Digest { get; } = $"sha-256=:{Convert.ToBase64String(SHA256.HashData(Payload))}:";

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    internal static KeptPing Kept() => new(
        new PingRecord(PingKind.AllValues, 1, "2026-W47")
        {
            RecordedAt = Ping.RecordedAt,
            KeptAt = Ping.RecordedAt,
            Size = Payload.Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(Payload)),
        },
        Payload)
    {
        Metadata = """{"metadata":{"uuid":"u-1","metrics":[]}}"""u8.ToArray(),
    };

    private protected Task<DeliveryAttempt> SendAsync(
        ReceiverDouble receiver, Action<ServicePingOptions>? set = null, EgressLimits? limits = null) =>
        SendAsync(receiver.Address, set, limits);

    private protected async Task<DeliveryAttempt> SendAsync(
        string receiver, Action<ServicePingOptions>? set = null, EgressLimits? limits = null)
    {
        await using ServiceProvider program = Program(receiver, set);
        program.GetRequiredService<EgressGate>().Limits = limits ?? new EgressLimits();
        DeliveryAttempt? attempt = await program.GetRequiredService<PingSender>().SendAsync(Kept(), Hold, new Uri(receiver), default);
        return Assert.IsType<DeliveryAttempt>(attempt);
    }

    private protected ServiceProvider Program(
        string receiver, Action<ServicePingOptions>? set = null, Action<ServiceCollection>? register = null)
    {
        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(_clock);
        register?.Invoke(services);
        ServicePingServiceCollectionExtensions.AddServicePing(services, ping => ping.KeepIn(Folder).Configure(options =>
        {
            options.Variable = _ => null;
            options.EnvironmentProxy = () => new WebProxy();
            (options.Uuid, options.Receiver, options.NoticePeriod) = ("u-1", receiver, TimeSpan.Zero);
            set?.Invoke(options);
        }));
        return services.BuildServiceProvider();
    }
}
