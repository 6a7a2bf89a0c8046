using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ServicePing.Tests;

/// <summary>Three processes have one loop; whatever becomes of one of them, a cycle has one ping, and it arrives.</summary>
public sealed class LoopFaultTests(PostgresServer postgres) : IClassFixture<PostgresServer>, IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _marker = Path.Combine(Path.GetTempPath(), $"loop-{Guid.NewGuid():N}");
    private readonly List<LoopProgram> _programs = [];
    private readonly PingReceiver _receiver = new();
    private ServiceProvider _services = null!;
    private string _place = "";

    private IPingStore Store => _services.GetRequiredService<IPingStore>();

    public async Task InitializeAsync()
    {
        _place = await postgres.Server.CreateDatabaseAsync(Guid.NewGuid().ToString("N"));
        _services = Looker();
        await KeptMoment.KeepOnceAsync(Store, "loop_since", DateTimeOffset.UnixEpoch, default);
    }

    public async Task DisposeAsync() => await _services.DisposeAsync();

    public void Dispose()
    {
        foreach (LoopProgram program in _programs)
        {
            program.Dispose();
        }

        _receiver.Dispose();
        File.Delete(_marker);
    }

    [Theory]
    [InlineData("taken")]
    [InlineData("computed")]
    [InlineData("kept")]
    [InlineData("posted")]
    [InlineData("answered")]
    public async Task A_process_that_is_killed_after_any_step_is_followed_by_another(string step)
    {
        StartThree($"kill {step}");

        CycleRecord cycle = await EndAsync();

        // Who has written the end of the cycle may die all the same.
        Assert.Single(await WhenAsync(() => _programs.Where(program => program.HasExited).ToArray(), exited => exited.Length > 0));
        await AssertOnePingAsync(cycle);
    }

    [Theory]
    [InlineData("taken")]
    [InlineData("computed")]
    [InlineData("kept")]
    [InlineData("posted")]
    public async Task A_process_that_is_stopped_beyond_its_lease_writes_and_sends_nothing_of_its_own_when_it_wakes(string step)
    {
        StartThree($"stop {step}");

        CycleRecord cycle = await EndAsync();
        int stopped = int.Parse(await File.ReadAllTextAsync(_marker), CultureInfo.InvariantCulture);
        _programs.Single(program => program.Id == stopped).Continue();
        await Task.Delay(LoopProgram.Quick.Lease);

        await AssertOnePingAsync(cycle);
        Assert.Equal(cycle, await Store.FindCycleAsync(cycle.Name, default));
    }

    [Fact]
    public async Task An_answer_that_is_lost_after_the_receiver_has_the_ping_makes_no_second_one()
    {
        _receiver.Answers.Enqueue(0);
        StartThree("");

        CycleRecord cycle = await EndAsync();

        Assert.Equal(2, _receiver.Requests.Count(path => path == "/usage_data"));
        await AssertOnePingAsync(cycle);
    }

    [Fact]
    public async Task Connections_that_the_server_ends_lose_nothing()
    {
        using CancellationTokenSource end = new();
        Task terminating = TerminateAsync(end.Token);
        StartThree("");

        CycleRecord cycle = await EndAsync();
        await end.CancelAsync();
        await terminating;

        // Its own connections were ended as well.
        await _services.DisposeAsync();
        _services = Looker();

        await AssertOnePingAsync(cycle);
    }

    /// <summary>The receiver has a name, which nobody may look up.</summary>
    [Fact]
    public async Task Off_is_off_no_connection_but_to_the_own_database_and_no_lookup_of_a_name()
    {
        await Store.SetAsync(SettingNames.Enabled, "false", "ada", default);
        StartThree("", "https://receiver.invalid/");

        CycleRecord cycle = await EndAsync();
        await Task.Delay(LoopProgram.Quick.LookEvery * 3);

        Assert.Equal(CycleState.Skipped, cycle.State);
        Assert.StartsWith("Computed and kept, and not sent. ", cycle.Reason, StringComparison.Ordinal);
        string[] connects = [.. _programs.SelectMany(program => program.EndAndRead())];
        string port = $":{{{string.Join(',', BitConverter.GetBytes((ushort)new NpgsqlConnectionStringBuilder(_place).Port).Reverse())}";
        Assert.NotEmpty(connects);
        Assert.All(connects, connect =>
        {
            Assert.StartsWith("ConnectStart ", connect, StringComparison.Ordinal);
            Assert.Contains(port, connect, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Off_holds_at_once_on_all_nodes_for_a_ping_that_waits_to_be_sent_again()
    {
        for (int attempt = 0; attempt < 20; attempt++)
        {
            _receiver.Answers.Enqueue(503);
        }

        StartThree("");
        await WhenAsync(async () => (await Store.CyclesAsync(5, default)).SingleOrDefault(), cycle => cycle?.State == CycleState.Sending);
        await Store.SetAsync(SettingNames.Enabled, "false", "ada", default);
        await Task.Delay(TimeSpan.FromSeconds(3));
        int before = _receiver.Requests.Count;

        CycleRecord cycle = await EndAsync();
        await Task.Delay(TimeSpan.FromSeconds(2));

        Assert.Equal(CycleState.Skipped, cycle.State);
        Assert.Equal(before, _receiver.Requests.Count);
        Assert.Empty(_receiver.Pings);
    }

    /// <summary>What looks into the store from outside.</summary>
    private ServiceProvider Looker()
    {
        ServiceCollection services = new();
        ServicePingServiceCollectionExtensions.AddServicePing(services, ping => ping.UsePostgres(_place), null, []);
        return services.BuildServiceProvider();
    }

    private void StartThree(string fault, string? receiver = null)
    {
        DateTimeOffset due = TimeProvider.System.GetUtcNow().AddMinutes(-2);
        WeeklyTime schedule = new(due.DayOfWeek, new TimeOnly(due.Hour, due.Minute));
        for (int number = 0; number < 3; number++)
        {
            _programs.Add(LoopProgram.Start(_place, receiver ?? _receiver.Address, schedule, fault, _marker));
        }
    }

    private async Task<CycleRecord> EndAsync() =>
        (await WhenAsync(async () => (await Store.CyclesAsync(5, default)).SingleOrDefault(), cycle => cycle?.State.IsFinal() == true))!;

    private async Task AssertOnePingAsync(CycleRecord cycle)
    {
        Assert.Equal((CycleState.Sent, CycleKind.Weekly), (cycle.State, cycle.Kind));
        KeyValuePair<string, System.Collections.Concurrent.ConcurrentDictionary<string, byte[]>> received = Assert.Single(_receiver.Pings);
        Assert.EndsWith($"/{cycle.Name}\"", received.Key, StringComparison.Ordinal);
        byte[] bytes = Assert.Single(received.Value).Value;
        KeptPing kept = (await Store.FindPingAsync(PingKind.AllValues, cycle.Name, default))!;
        Assert.Equal(kept.Bytes.ToArray(), bytes);
        Assert.Equal(new ChainVerdict(1, null), await Store.VerifyAsync(PingKind.AllValues, default));
        Assert.Single(await Store.CyclesAsync(5, default));
    }

    /// <summary>From another database, so that it does not end itself.</summary>
    private async Task TerminateAsync(CancellationToken end)
    {
        NpgsqlConnectionStringBuilder other = new(_place);
        string database = other.Database!;
        other.Database = "postgres";
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(other);
        for (int round = 0; round < 12 && !end.IsCancellationRequested; round++)
        {
            await using NpgsqlCommand command = source.CreateCommand(
                $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'");
            await command.ExecuteNonQueryAsync(CancellationToken.None);
            await Task.Delay(TimeSpan.FromMilliseconds(700), CancellationToken.None);
        }
    }

    private static Task<T> WhenAsync<T>(Func<T> read, Predicate<T> isSo) => WhenAsync(() => Task.FromResult(read()), isSo);

    private static async Task<T> WhenAsync<T>(Func<Task<T>> read, Predicate<T> isSo)
    {
        long started = Stopwatch.GetTimestamp();
        while (true)
        {
            T value;
            try
            {
                value = await read();
            }
            catch (PingStoreException)
            {
                // Its connection was ended too.
                continue;
            }

            if (isSo(value))
            {
                return value;
            }

            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, $"It has not come to that: {value}");
            await Task.Delay(100);
        }
    }
}
