using ServicePing.Runtime.Storage;

namespace ServicePing.Tests;

/// <summary>Three processes have one loop; whatever becomes of one of them, a cycle has one ping, and it arrives.</summary>
public sealed class LoopFaultTests(PostgresServer postgres) : LoopFaultTest(postgres)
{
    [Theory]
    [InlineData("taken")]
    [InlineData("computed")]
    [InlineData("kept")]
    [InlineData("posted")]
    [InlineData("answered")]
    public Task A_process_that_is_killed_after_any_step_is_followed_by_another(string step) => KillAsync(step);

    [Theory]
    [InlineData("taken")]
    [InlineData("computed")]
    [InlineData("kept")]
    [InlineData("posted")]
    public Task A_process_that_is_stopped_beyond_its_lease_writes_and_sends_nothing_of_its_own_when_it_wakes(string step) => StopAsync(step);

    [Fact]
    public Task An_answer_that_is_lost_after_the_receiver_has_the_ping_makes_no_second_one() => LoseAnswerAsync();

    [Fact]
    public Task Connections_that_the_server_ends_lose_nothing() => TerminateAsync();

    [Fact]
    public Task Off_holds_at_once_on_all_nodes_for_a_ping_that_waits_to_be_sent_again() => SwitchOffAsync();

    /// <summary>The receiver has a name, which nobody may look up.</summary>
    [Fact]
    public async Task Off_is_off_no_connection_but_to_the_own_database_and_no_lookup_of_a_name()
    {
        await Three.Store.SetAsync(SettingNames.Enabled, "false", "ada", default);
        Three.Start(receiver: "https://receiver.invalid/");

        CycleRecord cycle = await Three.EndAsync();
        await Task.Delay(LoopProgram.Quick.LookEvery * 3);

        Assert.Equal(CycleState.Skipped, cycle.State);
        Assert.StartsWith("Computed and kept, and not sent. ", cycle.Reason, StringComparison.Ordinal);
        string[] connects = [.. Three.Programs.SelectMany(program => program.EndAndRead().Skip(1))];
        string port = $":{{{string.Join(',', BitConverter.GetBytes((ushort)DatabasePort).Reverse())}";
        Assert.NotEmpty(connects);
        Assert.All(connects, connect =>
        {
            Assert.StartsWith("ConnectStart ", connect, StringComparison.Ordinal);
            Assert.Contains(port, connect, StringComparison.Ordinal);
        });
    }
}
