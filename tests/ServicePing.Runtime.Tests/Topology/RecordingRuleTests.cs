using System.Diagnostics;

namespace ServicePing.Tests;

/// <summary>The recording rules that come with the package are rules, and make of what .NET programs and nodes export what topology asks for.</summary>
public sealed class RecordingRuleTests
{
    private static readonly string Rules = Repository.PathOf("src", "Runtime", "prometheus", "serviceping-rules.yml");

    [Fact]
    public async Task Prometheus_reads_them() => await PromtoolAsync("check", "rules", Rules);

    [Fact]
    public async Task They_make_of_what_programs_and_nodes_export_what_is_asked_for()
    {
        string test = await File.ReadAllTextAsync(Repository.PathOf("tests", "ServicePing.Runtime.Tests", "Topology", "topology-rules-test.yml"));
        string file = Path.Combine(Path.GetTempPath(), $"rules-{Guid.NewGuid():N}.yml");
        await File.WriteAllTextAsync(file, test.Replace("[RULES]", $"['{Rules}']", StringComparison.Ordinal));
        try
        {
            await PromtoolAsync("test", "rules", file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task PromtoolAsync(params string[] arguments)
    {
        string folder = Environment.GetEnvironmentVariable("SERVICEPING_PROMETHEUS_BIN") ?? "";
        using Process process = Process.Start(new ProcessStartInfo(Path.Combine(folder, "promtool"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output + await errors);
    }
}
