using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServicePing.Runtime.Storage;

namespace ServicePing.Tests;

/// <summary>Three processes over one database, the receiver of their pings, and a look into the store from outside.</summary>
internal sealed class LoopInstallation : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly string _marker = Path.Combine(Path.GetTempPath(), $"loop-{Guid.NewGuid():N}");
    private readonly string _direct;
    private readonly string _place;
    private ServiceProvider _services;

    private LoopInstallation(string direct, string place) => (_direct, _place, _services) = (direct, place, Looker(direct));

    internal PingReceiver Receiver { get; } = new();

    internal List<LoopProgram> Programs { get; } = [];

    internal IPingStore Store => _services.GetRequiredService<IPingStore>();

    /// <summary>Nothing runs yet, and the notice was given long ago.</summary>
    /// <param name="direct">How to connect to the database.</param>
    /// <param name="place">How its processes do, where they do otherwise.</param>
    /// <param name="since">Since when it has a loop; for ever where null.</param>
    internal static async Task<LoopInstallation> CreateAsync(string direct, string? place = null, DateTimeOffset? since = null)
    {
        LoopInstallation installation = new(direct, place ?? direct);
        await KeptMoment.KeepOnceAsync(installation.Store, InstanceNames.Notice, DateTimeOffset.UnixEpoch, default);
        await KeptMoment.KeepOnceAsync(installation.Store, "loop_since", since ?? DateTimeOffset.UnixEpoch, default);
        return installation;
    }

    /// <summary>Starts the three.</summary>
    /// <param name="fault">See <see cref="LoopProgram.Start"/>.</param>
    /// <param name="receiver">Where pings go, unless to <see cref="Receiver"/>.</param>
    /// <param name="redis">A Redis that they count events in.</param>
    /// <param name="prefix">What is put before the command of each.</param>
    internal void Start(string fault = "", string? receiver = null, string? redis = null, Func<int, string[]>? prefix = null)
    {
        DateTimeOffset due = TimeProvider.System.GetUtcNow().AddMinutes(-2);
        string schedule = new WeeklyTime(due.DayOfWeek, new TimeOnly(due.Hour, due.Minute)).ToString();
        for (int number = 0; number < 3; number++)
        {
            Programs.Add(LoopProgram.Start(
                new LoopProgramOptions(_place, receiver ?? Receiver.Address, schedule) { Fault = fault, Marker = _marker, Redis = redis },
                prefix?.Invoke(number) ?? []));
        }
    }

    /// <summary>The process whom the fault has befallen.</summary>
    internal async Task<LoopProgram> SufferedAsync()
    {
        int suffered = int.Parse(await File.ReadAllTextAsync(_marker), CultureInfo.InvariantCulture);
        return Programs.Single(program => program.Id == suffered);
    }

    /// <summary>Lets the process go on that is held at a step.</summary>
    internal void Release() => File.Delete(_marker);

    /// <summary>What the one cycle is once it is so.</summary>
    internal async Task<CycleRecord> CycleAsync(Predicate<CycleRecord> isSo) => (await WhenAsync(
        async () => (await Store.CyclesAsync(5, default)).SingleOrDefault(), cycle => cycle is not null && isSo(cycle)))!;

    internal Task<CycleRecord> EndAsync() => CycleAsync(cycle => cycle.State.IsFinal());

    /// <summary>The next attempt need not be waited for.</summary>
    internal async Task HurryAsync()
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(_direct);
        await using NpgsqlCommand command = source.CreateCommand(
            "UPDATE service_ping.cycles SET next_attempt_at = clock_timestamp() WHERE next_attempt_at > clock_timestamp()");
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Looks through other connections than before, which were ended.</summary>
    internal async Task LookAnewAsync()
    {
        await _services.DisposeAsync();
        _services = Looker(_direct);
    }

    internal async Task AssertOnePingAsync(CycleRecord cycle)
    {
        Assert.Equal((CycleState.Sent, CycleKind.Weekly), (cycle.State, cycle.Kind));
        KeyValuePair<string, ConcurrentDictionary<string, byte[]>> received = Assert.Single(Receiver.Pings);
        Assert.EndsWith($"/{cycle.Name}\"", received.Key, StringComparison.Ordinal);
        byte[] bytes = Assert.Single(received.Value).Value;
        KeptPing kept = (await Store.FindPingAsync(PingKind.AllValues, cycle.Name, default))!;
        Assert.Equal(kept.Bytes.ToArray(), bytes);
        Assert.Equal(new ChainVerdict(1, null), await Store.VerifyAsync(PingKind.AllValues, default));
        Assert.Single(await Store.CyclesAsync(5, default));
    }

    internal static Task<T> WhenAsync<T>(Func<T> read, Predicate<T> isSo) => WhenAsync(() => Task.FromResult(read()), isSo);

    internal static async Task<T> WhenAsync<T>(Func<Task<T>> read, Predicate<T> isSo)
    {
        long started = Stopwatch.GetTimestamp();
        while (true)
        {
            T? value = default;
            try
            {
                value = await read();
                if (isSo(value))
                {
                    return value;
                }
            }
            catch (PingStoreException)
            {
                // Its connection was ended too.
            }

            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, $"It has not come to that: {value}");
            await Task.Delay(100);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Programs.ForEach(program => program.Dispose());
        Receiver.Dispose();
        File.Delete(_marker);
        await _services.DisposeAsync();
    }

    private static ServiceProvider Looker(string place)
    {
        ServiceCollection services = new();
        ServicePingServiceCollectionExtensions.AddServicePing(services, ping => ping.UsePostgres(place), null, []);
        return services.BuildServiceProvider();
    }
}
