using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Testing;

namespace ServicePing.Tests;

/// <summary>A program with pings in a folder, and a receiver that only signs.</summary>
public abstract class OfflineTest : IDisposable
{
    private protected const string Uuid = "ea8bf810-1d6f-4a6a-b4fd-93e8cbd8b57f";
    private protected const string Week = "2026-W48";
    private protected const string Receiver = "http://127.0.0.1:9";

    private protected static readonly byte[] SomePing = Encoding.UTF8.GetBytes($$"""{ "uuid":"{{Uuid}}","counts":{"b":2,"a":1} }""" + "\n");

    private readonly string _folder = Directory.CreateTempSubdirectory("offline").FullName;

    private protected SettableClock Clock { get; } = new(Ping.RecordedAt);

    private protected SigningReceiver Signer { get; } = new();

    public void Dispose()
    {
        Signer.Dispose();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected ServiceProvider Program(Action<ServicePingOptions>? configure = null)
    {
        TestSet set = new();
        foreach (string keyPath in new[] { "counts.a", "counts.b", "uuid" })
        {
            set.AddFact(keyPath, () => MetricValue.From("x"));
        }

        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(Clock);
        ServicePingServiceCollectionExtensions.AddServicePing(
            services,
            ping => ping.KeepIn(_folder).Configure(options =>
            {
                options.Uuid = Uuid;
                options.Variable = _ => null;
                configure?.Invoke(options);
            }),
            null,
            [set]);
        return services.BuildServiceProvider();
    }

    /// <summary>Keeps a ping and leaves its cycle as it is then.</summary>
    private protected static async Task<CycleHold> KeepAsync(IPingStore store, string cycle = Week, byte[]? bytes = null)
    {
        Cycle due = new(cycle, CycleKind.Weekly, Ping.RecordedAt, "It is time.");
        CycleHold hold = (await store.TakeAsync(due, Guid.NewGuid(), TimeSpan.FromMinutes(5), default))!;
        await store.KeepAsync(hold, new PingDraft(PingKind.AllValues, Ping.RecordedAt, bytes ?? SomePing), default);
        return hold;
    }

    /// <summary>The answer of the receiver.</summary>
    private protected byte[] Answer(
        string cycle = Week, string uuid = Uuid, byte[]? bytes = null, long id = 3, SigningReceiver? from = null) =>
        Encoding.UTF8.GetBytes((from ?? Signer).Answer(uuid, cycle, bytes ?? SomePing, id));
}
