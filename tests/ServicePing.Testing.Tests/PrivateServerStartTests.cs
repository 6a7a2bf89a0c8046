using System.Net;
using System.Net.Sockets;

namespace ServicePing.Testing.Tests;

/// <summary>How a server begins, and what is said when it cannot.</summary>
public sealed class PrivateServerStartTests : IDisposable
{
    private readonly DirectoryInfo scratch = Directory.CreateTempSubdirectory("serviceping-tests-");

    public void Dispose() => scratch.Delete(recursive: true);

    [Fact]
    public async Task A_server_that_refuses_its_settings_says_so_in_its_own_words()
    {
        PrivatePostgresOptions wrong = new() { Settings = new Dictionary<string, string> { ["no_such_setting"] = "1" } };
        PrivateServerException postgres = await Assert.ThrowsAsync<PrivateServerException>(
            () => PrivatePostgres.StartAsync(wrong));
        Assert.Contains("no_such_setting", postgres.Message, StringComparison.Ordinal);

        PrivateRedisOptions bad = new() { Arguments = ["--maxmemory", "plenty"] };
        PrivateServerException redis = await Assert.ThrowsAsync<PrivateServerException>(() => PrivateRedis.StartAsync(bad));
        Assert.Contains("plenty", redis.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_another_program_takes_first_is_given_up_for_the_next()
    {
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        int taken = ((IPEndPoint)silent.LocalEndpoint).Port;
        await using PrivateRedis other = await PrivateRedis.StartAsync();

        PrivateRedisOptions unlucky = new() { NextPort = Ports() };
        PrivatePostgresOptions unluckyToo = new() { NextPort = Ports() };
        await using PrivateRedis redis = await PrivateRedis.StartAsync(unlucky);
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync(unluckyToo);

        Assert.DoesNotContain(redis.Port, new[] { taken, other.Port });
        Assert.DoesNotContain(postgres.Port, new[] { taken, other.Port });
        Assert.NotEqual(other.ProcessId, redis.ProcessId);

        Func<int> Ports()
        {
            Queue<int> first = new([other.Port, taken]);
            return () => first.TryDequeue(out int port) ? port : LoopbackPort.Free();
        }
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up()
    {
        string sleeper = Path.Combine(scratch.FullName, "redis-server");
        File.WriteAllText(sleeper, "#!/bin/sh\necho dreaming\nexec sleep 600\n");
        File.SetUnixFileMode(sleeper, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        PrivateServerException exception = await Assert.ThrowsAsync<PrivateServerException>(() => PrivateRedis.StartAsync(
            new PrivateRedisOptions { ProgramFolder = scratch.FullName, StartLimit = TimeSpan.FromMilliseconds(200) }));

        Assert.Contains("did not answer within 0.2 s", exception.Message, StringComparison.Ordinal);
        Assert.Contains("dreaming", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_is_cancelled_leaves_no_folder()
    {
        using CancellationTokenSource cancelled = new();
        scratch.UnixFileMode |= UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        PrivatePostgresOptions options = new() { TemporaryFolder = scratch.FullName };

        Task<PrivatePostgres> start = PrivatePostgres.StartAsync(options, cancelled.Token);
        while (scratch.GetDirectories().Length == 0)
        {
            await Task.Delay(5);
        }

        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);

        Assert.Empty(scratch.GetDirectories());
    }

    [Fact]
    public void What_is_missing_is_named_with_the_way_to_install_it()
    {
        PrivateServerException exception = Assert.Throws<PrivateServerException>(() => ServerPrograms.Folder(
            null, "SERVICEPING_NO_SUCH_VARIABLE", ["no-such-server"], ["/nowhere"], "apt-get install redis-server"));

        Assert.Contains("no-such-server", exception.Message, StringComparison.Ordinal);
        Assert.Contains("apt-get install redis-server", exception.Message, StringComparison.Ordinal);
        Assert.Contains("SERVICEPING_NO_SUCH_VARIABLE", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_newest_version_in_the_usual_folders_is_taken()
    {
        foreach (string version in (string[])["9.6", "16", "15"])
        {
            DirectoryInfo folder = scratch.CreateSubdirectory($"{version}/bin");
            File.WriteAllText(Path.Combine(folder.FullName, "no-such-server"), "");
        }

        scratch.CreateSubdirectory("17/bin");

        string[] usual = [.. ServerPrograms.NewestFirst(scratch.FullName, "*/bin")];
        string found = ServerPrograms.Folder(null, "SERVICEPING_NO_SUCH_VARIABLE", ["no-such-server"], usual, "");

        Assert.Equal(Path.Combine(scratch.FullName, "16/bin"), found);
    }

    [Fact]
    public void A_given_folder_without_the_programs_is_an_error_and_no_reason_to_look_elsewhere()
    {
        PrivateServerException exception = Assert.Throws<PrivateServerException>(
            () => ServerPrograms.PostgresFolder(scratch.FullName));

        Assert.Contains(scratch.FullName, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_locks_others_out_is_passed_over_for_a_server_of_another_user()
    {
        string forOther = ServerFolder.Name("postgres", byOther: true, scratch.FullName);
        string forUs = ServerFolder.Name("postgres", byOther: false, scratch.FullName);

        Assert.StartsWith("/tmp/serviceping-postgres-", forOther, StringComparison.Ordinal);
        Assert.StartsWith(scratch.FullName, forUs, StringComparison.Ordinal);
    }
}
