namespace ServicePing.Tests;

/// <summary>The same with a pooler between the processes and their database, which gives each transaction to another connection.</summary>
public sealed class PooledLoopFaultTests(PostgresServer postgres, PoolerServer pooler) : LoopFaultTest(postgres), IClassFixture<PoolerServer>
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("SERVICEPING_LONG") is "1";

    /// <summary>In a long run each step, as without a pooler.</summary>
    public static TheoryData<string> Killed => IsLong ? ["taken", "computed", "kept", "posted", "answered"] : ["computed", "posted"];

    public static TheoryData<string> Stopped => IsLong ? ["taken", "computed", "kept", "posted"] : ["kept"];

    [Theory]
    [MemberData(nameof(Killed))]
    public Task A_process_that_is_killed_behind_a_pooler_is_followed_by_another(string step) => KillAsync(step);

    [Theory]
    [MemberData(nameof(Stopped))]
    public Task A_process_that_is_stopped_beyond_its_lease_behind_a_pooler_writes_nothing_when_it_wakes(string step) => StopAsync(step);

    [Fact]
    public Task An_answer_that_is_lost_behind_a_pooler_makes_no_second_ping() => LoseAnswerAsync();

    [Fact]
    public Task Connections_of_the_pooler_that_the_server_ends_lose_nothing() => TerminateAsync();

    /// <summary>Nobody is told of the change through a pooler, and still it holds.</summary>
    [Fact]
    public Task Off_holds_at_once_on_all_nodes_behind_a_pooler() => SwitchOffAsync();

    private protected override string Reach(string database) => pooler.Server.ConnectionStringOf(database);
}
