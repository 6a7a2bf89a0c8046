using System.Globalization;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using ServicePing.Testing;

namespace Forge.Demo;

/// <summary>Forge as a process of its own, as customers run it: people use it, it is killed in the middle, and started again.</summary>
internal sealed partial class ForgeProcess : IAsyncDisposable
{
    /// <summary>How many projects are exported.</summary>
    public const int Exports = 40;

    private readonly PrivateProgram _program;
    private readonly HttpClient _client;

    private ForgeProcess(PrivateProgram program)
    {
        _program = program;
        _client = new HttpClient { BaseAddress = new Uri(program.Address) };
    }

    /// <summary>Where its pages and its API are.</summary>
    public Uri Address => _client.BaseAddress!;

    /// <summary>Starts it, with a spool, and at first without a flush: what is counted is in the process and in its spool alone.</summary>
    public static async Task<ForgeProcess> StartAsync(
        Installation installation, Vendor vendor, Collector collector, CancellationToken cancellationToken)
    {
        string flushInterval = "01:00:00";
        PrivateProgram program = await PrivateProgram.StartAsync(
            new PrivateProgramOptions
            {
                Program = "dotnet",
                Arguments = (port, folder) =>
                [
                    Path.Combine(AppContext.BaseDirectory, "Forge.dll"),
                    .. installation.Settings(vendor),
                    $"--urls=http://127.0.0.1:{port}",
                    $"--ServicePing:SpoolFolder={SpoolIn(folder)}",
                    "--ServicePing:SpoolInterval=00:00:00.1",
                    $"--ServicePing:FlushInterval={flushInterval}",
                    $"--ServicePing:Snowplow:Collector={collector.Address}",
                    "--ServicePing:Forwarding:BatchAge=00:00:00.2",
                ],
                ReadyPath = "/metrics",
            },
            cancellationToken);
        flushInterval = "00:00:01";
        return new ForgeProcess(program);
    }

    /// <summary>People export projects.</summary>
    /// <returns>What they did.</returns>
    public async Task<IReadOnlyList<Occurrence>> ExportProjectsAsync(CancellationToken cancellationToken)
    {
        List<Occurrence> done = [];
        for (int i = 1; i <= Exports; i++)
        {
            Occurrence export = new(TimeProvider.System.GetUtcNow(), "export_project", i, 3 * i, i % 4 == 0 ? "bundle" : "archive", 0);
            using HttpResponseMessage response = await _client.PostAsJsonAsync(
                $"projects/{export.Project}/exports", new { user = export.User, format = export.Detail }, cancellationToken);
            response.EnsureSuccessStatusCode();
            done.Add(export);
        }

        return done;
    }

    /// <summary>People find something, and do not: no number of the ping that is due tells of it, but those of Prometheus do.</summary>
    public async Task BrowseAsync(CancellationToken cancellationToken)
    {
        await SearchAsync(cancellationToken);
        using HttpResponseMessage nothing = await _client.GetAsync("search/nothing?term=start&user=7", cancellationToken);
    }

    /// <summary>Somebody searches: an event of the week that has begun, which no number of the ping is about.</summary>
    private async Task SearchAsync(CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await _client.GetAsync("search/issues?term=start&user=7", cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Kills it once its spool has everything, and starts it again.</summary>
    /// <returns>How many movements of counters the new process has found in the spool and written.</returns>
    public async Task<long> KillAndRestartAsync(CancellationToken cancellationToken)
    {
        // Of two records that come after the last export the second was begun after it.
        for (int records = 0; records < 2; records++)
        {
            long before = SpooledBytes();
            await SearchAsync(cancellationToken);
            await Patience.UntilAsync(() => Task.FromResult(SpooledBytes() != before), cancellationToken);
        }

        await _program.KillAsync(cancellationToken);
        await _program.RestartAsync(cancellationToken);
        long recovered = 0;
        await Patience.UntilAsync(
            async () =>
            {
                await SearchAsync(cancellationToken);
                recovered = RecoveredIn(await _client.GetStringAsync("metrics", cancellationToken));
                return recovered > 0;
            },
            cancellationToken);
        return recovered;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _program.DisposeAsync();
    }

    private static string SpoolIn(string folder) => Path.Combine(folder, "spool");

    private static long RecoveredIn(string metrics) => Recovered().Match(metrics) is { Success: true } line
        ? long.Parse(line.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
        : 0;

    private long SpooledBytes() => new DirectoryInfo(SpoolIn(_program.DataDirectory)) is { Exists: true } spool
        ? spool.EnumerateFiles().Sum(file => file.Length)
        : 0;

    [GeneratedRegex(@"^serviceping_movements_recovered_total(?:\{[^}]*\})? (\d+)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Recovered();
}
