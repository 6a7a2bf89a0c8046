using System.Globalization;

namespace ServicePing.Testing;

/// <summary>
/// Any program that serves HTTP, on a free loopback port: the product itself as a process of its own, which a test kills and starts again.
/// </summary>
/// <example>
/// <code>
/// await using PrivateProgram forge = await PrivateProgram.StartAsync(new PrivateProgramOptions
/// {
///     Program = "dotnet",
///     Arguments = (port, folder) => ["Forge.dll", $"--urls=http://127.0.0.1:{port}", $"--ServicePing:SpoolFolder={folder}/spool"],
///     ReadyPath = "/health",
/// });
/// await forge.KillAsync();
/// await forge.RestartAsync();
/// </code>
/// </example>
public sealed class PrivateProgram : PrivateServer
{
    private const string Listening = "0A";

    private readonly PrivateProgramOptions options;

    private PrivateProgram(PrivateProgramOptions options)
        : base(ServerFolder.Create("program"), options.StartLimit, options.StopLimit) => this.options = options;

    /// <summary>Where it is, such as <c>http://127.0.0.1:18080</c>.</summary>
    public string Address => $"http://127.0.0.1:{Port}";

    private protected override string Name => Path.GetFileName(options.Program);

    private protected override string Program => options.Program;

    private protected override IEnumerable<string> Arguments => options.Arguments(Port, DataDirectory);

    /// <summary>Starts the program; it answers when this returns.</summary>
    /// <param name="options">Which one, and how.</param>
    /// <param name="cancellationToken">Gives up; everything begun is removed.</param>
    /// <exception cref="PrivateServerException">The program is not there, ends, or does not answer in time; the message holds its last lines.</exception>
    public static async Task<PrivateProgram> StartAsync(PrivateProgramOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        PrivateProgram program = new(options);
        try
        {
            await program.LaunchOnFreePortAsync(options.NextPort, cancellationToken).ConfigureAwait(false);
            return program;
        }
        catch
        {
            await program.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private protected override async Task<bool> AnswersAsync(int processId, CancellationToken cancellationToken)
    {
        if (!IsListening(processId))
        {
            return false;
        }

        try
        {
            using SocketsHttpHandler handler = new() { UseProxy = false };
            using HttpClient client = new(handler);
            using HttpResponseMessage ready = await client.GetAsync(new Uri(Address + options.ReadyPath), cancellationToken).ConfigureAwait(false);
            return ready.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Whether a socket that listens on the port is the process's own, and not that of a program that took the port first.</summary>
    private bool IsListening(int processId)
    {
        string port = string.Create(CultureInfo.InvariantCulture, $":{Port:X4}");
        HashSet<string> sockets =
        [
            .. File.ReadLines("/proc/net/tcp").Concat(File.ReadLines("/proc/net/tcp6"))
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(fields => fields[1].EndsWith(port, StringComparison.Ordinal) && fields[3] == Listening)
                .Select(fields => $"socket:[{fields[9]}]"),
        ];
        try
        {
            return sockets.Count > 0 && new DirectoryInfo($"/proc/{processId}/fd").EnumerateFileSystemInfos()
                .Any(file => file.LinkTarget is { } target && sockets.Contains(target));
        }
        catch (IOException)
        {
            // It has ended, or has closed a file meanwhile.
            return false;
        }
    }
}
