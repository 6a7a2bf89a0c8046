using System.Diagnostics;

namespace ServicePing.Tests;

/// <summary>A process that is killed in mid-collection: the next one goes on.</summary>
public sealed class KillTests(PostgresServer postgres) : ResumeTest(postgres)
{
    [Fact]
    public async Task A_collection_that_is_killed_goes_on_with_its_moment_and_without_walking_again()
    {
        ServicePingPayload expected = await UninterruptedAsync();
        await LowerBarrierAsync();
        using (Process program = Process.Start("dotnet", [typeof(KillTests).Assembly.Location, ConnectionString]))
        {
            await WaitAtBarrierAsync();
            program.Kill();
            await program.WaitForExitAsync().WaitAsync(Patience);
            Assert.Equal(128 + 9, program.ExitCode);
        }

        // Nobody has raised the barrier: the server itself ends the statement that nobody waits for.
        await WaitForEndAsync();
        await RaiseBarrierAsync();
        await ExecuteAsync("DELETE FROM issues; DELETE FROM projects");
        await using Ping ping = KilledProgram.Of(ConnectionString);
        ping.Clock.Set(Ping.RecordedAt.AddHours(2));

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal(Ping.RecordedAt, payload.RecordedAt);
        Assert.True(payload.Statistics.IsResumed);
        Assert.Null(payload.Statistics.ResumeHindrance);
        AssertSame(expected, payload);
        Assert.All(payload.Statistics.SentStatements, sent => Assert.Contains("builds", sent.Sql, StringComparison.Ordinal));
        Assert.Collection(
            payload.Statistics.Moments,
            earlier =>
            {
                Assert.True(earlier.IsResumed);
                Assert.Equal(["issues", "projects"], earlier.Relations.Select(relation => relation.Name));
                Assert.Equal(["none", "projects", "torn"], earlier.Relations[1].KeyPaths);
            },
            now =>
            {
                Assert.False(now.IsResumed);
                Assert.Equal(["builds"], now.Relations.Select(relation => relation.Name));
            });
        Assert.True(payload.Statistics.Moments[0].TakenAt < payload.Statistics.Moments[1].TakenAt);

        ServicePingPayload next = await ping.CollectAsync();

        Assert.Equal(Ping.RecordedAt.AddHours(2), next.RecordedAt);
        Assert.False(next.Statistics.IsResumed);
        Assert.Equal(0, next.Metrics.Single(metric => metric.KeyPath == "projects").Value.AsInt64());
        Assert.Equal(0, await KeptAsync());
    }

    /// <summary>
    /// Neither the server's zone nor the program's is UTC, and a switch of the program has Npgsql send moments without one unless it is told
    /// otherwise: whoever begins, goes on, or does all of it.
    /// </summary>
    [Theory]
    [InlineData("legacy", null)]
    [InlineData("legacy", "legacy")]
    [InlineData("today", "legacy")]
    [InlineData(null, "legacy")]
    public async Task A_program_that_takes_moments_for_local_ones_goes_on_with_the_same_moment(string? first, string? next)
    {
        string database = new Npgsql.NpgsqlConnectionStringBuilder(ConnectionString).Database!;
        await ExecuteAsync($"ALTER DATABASE \"{database}\" SET TimeZone = 'Asia/Kolkata'");
        ServicePingPayload expected = await UninterruptedAsync();
        if (first is not null)
        {
            await LowerBarrierAsync();
            using Process program = Start(first);
            await WaitAtBarrierAsync();
            program.Kill();
            await program.WaitForExitAsync().WaitAsync(Patience);
            await WaitForEndAsync();
            await RaiseBarrierAsync();
        }

        if (next is not null)
        {
            using Process program = Start(next);
            string said = await program.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
            Assert.Equal($"{Ping.RecordedAt:O} {first is not null}\n{expected}\n", said);
            return;
        }

        await using Ping ping = KilledProgram.Of(ConnectionString);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.True(payload.Statistics.IsResumed);
        Assert.Equal(Ping.RecordedAt, payload.RecordedAt);
        AssertSame(expected, payload);
    }

    private Process Start(string kind) => Process.Start(new ProcessStartInfo("dotnet", [typeof(KillTests).Assembly.Location, kind, ConnectionString])
    {
        Environment = { ["TZ"] = "America/New_York" },
        RedirectStandardOutput = true,
    })!;
}
