using System.Diagnostics;
using System.Text.RegularExpressions;

namespace ServicePing.Tests;

/// <summary>What a program reaches out to, by its system calls: addresses, sockets of the system such as those of resolvers, anything.</summary>
internal sealed partial class SystemCallTrace : IDisposable
{
    private static readonly string[] Command =
        ["strace", "-D", "-f", "-qq", "--seccomp-bpf", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-e", "signal=none", "-o"];

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"trace-{Guid.NewGuid():N}");

    /// <summary>What is put before the command of the program.</summary>
    internal string[] Prefix => [.. Command, _file];

    /// <summary>What it has reached out to until now, such as <c>127.0.0.1:5432</c> or <c>/run/nscd/socket</c>.</summary>
    internal IReadOnlyList<string> Reached()
    {
        if (!File.Exists(_file))
        {
            return [];
        }

        using FileStream file = new(_file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using StreamReader reader = new(file);
        return [.. reader.ReadToEnd().Split('\n').SelectMany(line => Addresses().Matches(line)).Select(Describe)];
    }

    /// <summary>Fails where the system does not let a program be traced, because then nothing would be shown.</summary>
    internal static async Task RequireAsync()
    {
        using Process trial = Process.Start(new ProcessStartInfo("strace", ["-D", "-f", "--seccomp-bpf", "-e", "trace=connect", "-o", "/dev/null", "true"])
        {
            RedirectStandardError = true,
        })!;
        string words = await trial.StandardError.ReadToEndAsync();
        await trial.WaitForExitAsync();
        Assert.True(
            trial.ExitCode == 0 && words.Length == 0,
            $"That off is off is shown by a trace of system calls, and strace may not trace here (ptrace has to be permitted): {words}");
    }

    public void Dispose() => File.Delete(_file);

    private static string Describe(Match match) => match.Groups["family"].Value switch
    {
        "AF_INET" or "AF_INET6" =>
            $"{Address().Match(match.Value).Groups["address"].Value}:{Port().Match(match.Value).Groups["port"].Value}",
        "AF_UNIX" => Place().Match(match.Value).Groups["place"].Value,
        _ => match.Value,
    };

    [GeneratedRegex("""\{sa_family=(?<family>\w+)[^}]*\}""", RegexOptions.CultureInvariant)]
    private static partial Regex Addresses();

    [GeneratedRegex("\"(::ffff:)?(?<address>[0-9a-f.:]+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    [GeneratedRegex("""htons\((?<port>\d+)\)""", RegexOptions.CultureInvariant)]
    private static partial Regex Port();

    [GeneratedRegex("sun_path=@?\"(?<place>[^\"]*)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
