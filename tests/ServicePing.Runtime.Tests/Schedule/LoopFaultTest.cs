using Npgsql;
using ServicePing.Runtime.Storage;

namespace ServicePing.Tests;

/// <summary>What may befall one of three processes that have one loop: a cycle has one ping all the same, and it arrives.</summary>
public abstract class LoopFaultTest(PostgresServer postgres) : IClassFixture<PostgresServer>, IAsyncLifetime
{
    private protected LoopInstallation Three { get; private set; } = null!;

    /// <summary>How to connect to the database itself.</summary>
    private protected string Database { get; private set; } = "";

    /// <summary>The port at which the processes find their database.</summary>
    private protected int DatabasePort { get; private set; }

    public async Task InitializeAsync()
    {
        Database = await postgres.Server.CreateDatabaseAsync(Guid.NewGuid().ToString("N"));
        string place = Reach(Database);
        DatabasePort = new NpgsqlConnectionStringBuilder(place).Port;
        Three = await LoopInstallation.CreateAsync(Database, place);
    }

    public virtual async Task DisposeAsync() => await Three.DisposeAsync();

    /// <summary>How the processes reach a database.</summary>
    private protected virtual string Reach(string database) => database;

    private protected async Task KillAsync(string step)
    {
        Three.Start($"kill {step}");

        CycleRecord cycle = await Three.EndAsync();

        // Who has written the end of the cycle may die all the same.
        Assert.Single(await LoopInstallation.WhenAsync(
            () => Three.Programs.Where(program => program.HasExited).ToArray(), exited => exited.Length > 0));
        await Three.AssertOnePingAsync(cycle);
    }

    private protected async Task StopAsync(string step)
    {
        Three.Start($"stop {step}");

        CycleRecord cycle = await Three.EndAsync();
        (await Three.SufferedAsync()).Continue();
        await Task.Delay(LoopProgram.Quick.Lease);

        await Three.AssertOnePingAsync(cycle);
        Assert.Equal(cycle, await Three.Store.FindCycleAsync(cycle.Name, default));
    }

    private protected async Task LoseAnswerAsync()
    {
        Three.Receiver.Answers.Enqueue(0);
        Three.Start();

        await Three.CycleAsync(cycle => cycle is { State: CycleState.Sending, NextAttemptAt: not null });
        await Three.HurryAsync();
        CycleRecord cycle = await Three.EndAsync();

        Assert.Equal(2, Three.Receiver.Requests.Count(path => path == "/usage_data"));
        await Three.AssertOnePingAsync(cycle);
    }

    private protected async Task TerminateAsync()
    {
        using CancellationTokenSource end = new();
        Task terminating = TerminateAsync(end.Token);
        Three.Start();

        CycleRecord cycle = await Three.EndAsync();
        await end.CancelAsync();
        await terminating;
        await Three.LookAnewAsync();

        await Three.AssertOnePingAsync(cycle);
    }

    private protected async Task SwitchOffAsync()
    {
        for (int attempt = 0; attempt < 20; attempt++)
        {
            Three.Receiver.Answers.Enqueue(503);
        }

        Three.Start();
        await Three.CycleAsync(cycle => cycle is { State: CycleState.Sending, NextAttemptAt: not null });
        await Three.Store.SetAsync(SettingNames.Enabled, "false", "ada", default);
        int before = Three.Receiver.Requests.Count;
        await Three.HurryAsync();

        CycleRecord cycle = await Three.EndAsync();
        await Task.Delay(TimeSpan.FromSeconds(2));

        Assert.Equal(CycleState.Skipped, cycle.State);
        Assert.Equal(before, Three.Receiver.Requests.Count);
        Assert.Empty(Three.Receiver.Pings);
    }

    /// <summary>From another database, so that it does not end itself.</summary>
    private async Task TerminateAsync(CancellationToken end)
    {
        NpgsqlConnectionStringBuilder other = new(Database) { Database = "postgres" };
        string database = new NpgsqlConnectionStringBuilder(Database).Database!;
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(other);
        for (int round = 0; round < 12 && !end.IsCancellationRequested; round++)
        {
            await using NpgsqlCommand command = source.CreateCommand(
                $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'");
            await command.ExecuteNonQueryAsync(CancellationToken.None);
            await Task.Delay(TimeSpan.FromMilliseconds(700), CancellationToken.None);
        }
    }
}
