using System.Diagnostics;
using System.Globalization;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Rules;
using ServicePing.Definitions.Yaml;
using YamlDotNet.Core;

namespace ServicePing.Benchmarks;

/// <summary>
/// How long the reader takes for a definition file, how much it allocates, and how long all rules that need more than one file
/// take, on one warm thread and in a new process. YamlDotNet's parser alone stands beside it.
/// </summary>
internal static class DefinitionsBenchmark
{
    private const int WarmUp = 10;
    private const int Counted = 15;

    public static void Run()
    {
        (string root, SourceFile[] files) = DefinitionFolders.Load();
        int problems = files.Sum(file => DefinitionReader.Read(file).Problems.Count);
        int definitions = files.Select(file => DefinitionReader.Read(file).Meaning)
            .Sum(meaning => meaning.Metrics.Count + meaning.Events.Count + meaning.Calculations.Count);
        if (definitions == 0)
        {
            throw new InvalidOperationException($"The reader found no definition in {root}: its figures would mean nothing.");
        }

        double characters = files.Average(file => file.Text.Length);
        double events = (double)ParseAll(files) / files.Length;
        Say($"{files.Length} files of {root}, each of {characters:F0} characters and {events:F0} YAML events:");
        Say($"{definitions} definitions, {problems} problems. Median of {Counted} rounds.");

        ReadFile[] reads = [.. files.Select(file => DefinitionReader.Read(file))];
        Cost[] costs = Rounds.Medians(
            WarmUp, Counted, () => ReadAll(files), () => ParseAll(files), () => DefinitionChecker.Check(reads, Surroundings.Unknown));

        (Cost read, Cost parse, Cost rules) = (costs[0], costs[1], costs[2]);
        Say($"reader             {Microseconds(read),8:F1} us  {Kilobytes(read),8:F1} KB a file");
        Say($"YamlDotNet Parser  {Microseconds(parse),8:F1} us  {Kilobytes(parse),8:F1} KB a file");
        Say($"all rules          {rules.Time.TotalMilliseconds,8:F1} ms  {rules.Bytes / 1024.0 / 1024.0,8:F1} MB in all");
        RunColdBeside();
        Say($"definitions: read_us_per_file = {Microseconds(read):F1}");
        Say($"definitions: read_kb_per_file = {Kilobytes(read):F1}");
        Say($"definitions: read_vs_parser = {read.Time / parse.Time:F2}");
        Say($"definitions: rules_ms = {rules.Time.TotalMilliseconds:F1}");

        double Microseconds(Cost cost) => cost.Time.TotalMicroseconds / files.Length;
        double Kilobytes(Cost cost) => cost.Bytes / 1024.0 / files.Length;
    }

    /// <summary>Reads and checks once, as a build does that begins with nothing compiled.</summary>
    public static void RunCold()
    {
        (_, SourceFile[] files) = DefinitionFolders.Load();
        long start = Stopwatch.GetTimestamp();
        ReadFile[] reads = [.. files.Select(file => DefinitionReader.Read(file))];
        TimeSpan read = Stopwatch.GetElapsedTime(start);
        DefinitionChecker.Check(reads, Surroundings.Unknown);
        Say($"definitions: cold_read_ms = {read.TotalMilliseconds:F0}");
        Say($"definitions: cold_rules_ms = {(Stopwatch.GetElapsedTime(start) - read).TotalMilliseconds:F0}");
    }

    private static void RunColdBeside()
    {
        using Process process = Process.Start(Environment.ProcessPath!, [typeof(DefinitionsBenchmark).Assembly.Location, "definitions-cold"]);
        process.WaitForExit();
    }

    private static void ReadAll(SourceFile[] files)
    {
        foreach (SourceFile file in files)
        {
            DefinitionReader.Read(file);
        }
    }

    private static int ParseAll(SourceFile[] files)
    {
        int events = 0;
        foreach (SourceFile file in files)
        {
            Parser parser = new(new StringReader(file.Text));
            while (parser.MoveNext())
            {
                events++;
            }
        }

        return events;
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
