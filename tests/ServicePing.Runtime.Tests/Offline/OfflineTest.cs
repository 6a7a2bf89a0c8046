using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Storage;

namespace ServicePing.Tests;

/// <summary>A program that keeps pings somewhere, and a receiver that only signs.</summary>
public abstract class OfflineTest : IAsyncLifetime
{
    private readonly OfflinePlace _place;

    private protected OfflineTest(OfflinePlace place) => _place = place;

    private protected const string Uuid = "ea8bf810-1d6f-4a6a-b4fd-93e8cbd8b57f";
    private protected const string Week = "2026-W48";
    private protected const string Receiver = "http://127.0.0.1:9";

    private protected static readonly byte[] SomePing = Encoding.UTF8.GetBytes($$"""{ "uuid":"{{Uuid}}","counts":{"b":2,"a":1} }""" + "\n");

    private protected SigningReceiver Signer { get; } = new();

    public Task InitializeAsync() => _place.BeginAsync();

    public virtual async Task DisposeAsync()
    {
        Signer.Dispose();
        await _place.EndAsync();
    }

    private protected Task UntilAsync(IPingStore store, DateTimeOffset moment) => _place.UntilAsync(store, moment);

    /// <summary>Lets a moment pass for the store.</summary>
    private protected async Task PassAsync(IPingStore store) =>
        await UntilAsync(store, await store.NowAsync(default) + TimeSpan.FromMilliseconds(5));

    private protected ServiceProvider Program(Action<ServicePingOptions>? configure = null)
    {
        TestSet set = new();
        foreach (string keyPath in new[] { "counts.a", "counts.b", "uuid", "version" })
        {
            set.AddFact(keyPath, () => MetricValue.From("x"));
        }

        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(_place.Clock);
        ServicePingServiceCollectionExtensions.AddServicePing(
            services,
            ping =>
            {
                _place.Keep(ping);
                ping.Configure(options =>
                {
                    options.Uuid = Uuid;
                    options.Variable = _ => null;
                    configure?.Invoke(options);
                });
            },
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
