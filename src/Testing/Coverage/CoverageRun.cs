using System.Globalization;

namespace ServicePing.Testing;

/// <summary>
/// What the tests of this process have exercised so far, in a file: <c>servicepings.coverage</c> beside the tests' assembly, or in the folder
/// that the environment variable <c>SERVICEPING_COVERAGE</c> names, a file a process.
/// </summary>
/// <remarks>The file is replaced as a whole whenever there is more, so that a process that is killed has told what it had.</remarks>
internal static class CoverageRun
{
    private const string Variable = "SERVICEPING_COVERAGE";
    private const string FileName = "servicepings.coverage";

    private static readonly Lock s_lock = new();
    private static readonly HashSet<CoverageLine> s_lines = [];

    /// <summary>Adds what a test has exercised.</summary>
    internal static void Add(IEnumerable<CoverageLine> lines)
    {
        lock (s_lock)
        {
            int before = s_lines.Count;
            s_lines.UnionWith(lines);
            if (s_lines.Count > before)
            {
                Write(Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? folder : null);
            }
        }
    }

    /// <summary>Where the file of this process is.</summary>
    /// <param name="folder">The folder that somebody has asked for; null for nobody.</param>
    internal static string PathIn(string? folder) => folder is null
        ? Path.Combine(AppContext.BaseDirectory, FileName)
        : Path.Combine(folder, string.Create(
            CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(Environment.GetCommandLineArgs()[0])}-{Environment.ProcessId}.coverage"));

    private static void Write(string? folder)
    {
        string text = CoverageLine.Header + "\n"
            + string.Concat(s_lines.Select(line => line.ToString()).Order(StringComparer.Ordinal).Select(line => line + "\n"));
        if (folder is not null)
        {
            Directory.CreateDirectory(folder);
        }

        try
        {
            Replace(PathIn(folder), text);
        }
        catch (Exception exception) when (folder is null && exception is (IOException or UnauthorizedAccessException))
        {
            // Nobody has asked for the file: whoever does, without one, is told so by 'serviceping coverage'.
        }
    }

    private static void Replace(string path, string text)
    {
        string unfinished = path + ".unfinished";
        File.WriteAllText(unfinished, text);
        File.Move(unfinished, path, overwrite: true);
    }
}
