namespace ServicePing.Testing.Tests;

public sealed class PrivateProgramTests
{
    /// <summary>Serves its folder, and says in it how often it was started.</summary>
    private const string Script = """
        import http.server, os, sys
        os.chdir(sys.argv[2])
        open("started", "a").write("x")
        http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), http.server.SimpleHTTPRequestHandler).serve_forever()
        """;

    [Fact]
    public async Task A_program_is_killed_and_comes_back_on_its_port_with_its_folder_and_goes_with_it()
    {
        string folder;
        await using (PrivateProgram program = await PrivateProgram.StartAsync(Options()))
        {
            folder = program.DataDirectory;
            (int port, int process) = (program.Port, program.ProcessId);
            await program.KillAsync();
            Assert.False(program.IsRunning);
            await program.RestartAsync();

            Assert.Equal((port, false), (program.Port, program.ProcessId == process));
            using HttpClient client = new();
            Assert.Equal("xx", await client.GetStringAsync(new Uri(program.Address + "/started")));
        }

        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task A_port_on_which_another_program_answers_is_given_up_for_the_next()
    {
        await using PrivateProgram other = await PrivateProgram.StartAsync(Options());
        Queue<int> ports = new([other.Port]);

        await using PrivateProgram program = await PrivateProgram.StartAsync(
            Options() with { NextPort = () => ports.TryDequeue(out int port) ? port : LoopbackPort.Free() });

        Assert.NotEqual(other.Port, program.Port);
    }

    [Fact]
    public async Task A_program_that_is_not_there_or_never_answers_is_told_with_its_last_words()
    {
        PrivateServerException missing = await Assert.ThrowsAsync<PrivateServerException>(
            () => PrivateProgram.StartAsync(Options() with { Program = "no-such-program" }));
        Assert.Contains("no-such-program", missing.Message, StringComparison.Ordinal);

        PrivateServerException silent = await Assert.ThrowsAsync<PrivateServerException>(
            () => PrivateProgram.StartAsync(Options() with { ReadyPath = "/nothing", StartLimit = TimeSpan.FromSeconds(2) }));
        Assert.Contains("404", silent.Message, StringComparison.Ordinal);
    }

    private static PrivateProgramOptions Options() => new()
    {
        Program = "python3",
        Arguments = (port, folder) => ["-c", Script, $"{port}", folder],
        ReadyPath = "/started",
    };
}
