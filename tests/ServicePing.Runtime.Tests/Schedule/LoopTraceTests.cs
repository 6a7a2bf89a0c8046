using System.Globalization;
using ServicePing.Runtime.Storage;

namespace ServicePing.Tests;

/// <summary>
/// Off is off by a trace of all system calls: with every sender registered, no process of three reaches out to anything but its own
/// PostgreSQL and Redis, not even to a resolver of names.
/// </summary>
[Collection(nameof(RedisServer))]
public sealed class LoopTraceTests(PostgresServer postgres, RedisServer redis) : LoopFaultTest(postgres)
{
    private readonly SystemCallTrace[] _traces = [new(), new(), new()];

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Array.ForEach(_traces, trace => trace.Dispose());
    }

    [Fact]
    public async Task What_is_off_reaches_out_to_nothing_but_the_own_database_and_redis()
    {
        await Three.Store.SetAsync(SettingNames.Enabled, "false", "ada", default);
        await StartAsync("https://receiver.invalid/");

        CycleRecord cycle = await Three.EndAsync();
        await Task.Delay(LoopProgram.Quick.LookEvery * 3);

        Assert.Equal(CycleState.Skipped, cycle.State);
        Assert.All(_traces, trace => Assert.Equal(new HashSet<string> { Postgres, Redis }, trace.Reached().ToHashSet()));
    }

    [Fact]
    public async Task What_is_switched_off_while_it_runs_reaches_its_receiver_no_more()
    {
        for (int attempt = 0; attempt < 50; attempt++)
        {
            Three.Receiver.Answers.Enqueue(503);
        }

        await StartAsync(Three.Receiver.Address);
        await Three.CycleAsync(cycle => cycle is { State: CycleState.Sending, NextAttemptAt: not null });
        Assert.InRange(AtReceiver, 1, int.MaxValue);

        await Three.Store.SetAsync(SettingNames.Enabled, "false", "ada", default);
        int before = AtReceiver;
        await Three.HurryAsync();
        CycleRecord cycle = await Three.EndAsync();
        await Task.Delay(LoopProgram.Quick.LookEvery * 3);

        Assert.Equal(CycleState.Skipped, cycle.State);
        Assert.Equal(before, AtReceiver);
        Assert.Empty(Three.Receiver.Pings);
    }

    /// <summary>The twin of the first: the same trace shows a name that is looked up.</summary>
    [Fact]
    public async Task What_is_on_is_seen_to_look_its_receiver_up()
    {
        await StartAsync("https://receiver.invalid/");

        await Three.CycleAsync(cycle => cycle is { State: CycleState.Sending, NextAttemptAt: not null });

        Assert.Contains(_traces, trace => trace.Reached().Except([Postgres, Redis]).Any());
    }

    /// <summary>Npgsql otherwise asks Kerberos for a ticket, which looks up whose address the database has.</summary>
    private protected override string Reach(string database) => $"{database};Gss Encryption Mode=Disable";

    private string Postgres => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{DatabasePort}");

    private string Redis => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{redis.Server.Port}");

    private int AtReceiver => _traces.Sum(trace => trace.Reached().Count(
        reached => reached == string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{new Uri(Three.Receiver.Address).Port}")));

    private async Task StartAsync(string receiver)
    {
        await SystemCallTrace.RequireAsync();
        Three.Start(receiver: receiver, redis: redis.Server.ConnectionString, prefix: number => _traces[number].Prefix);
    }
}
