using System.Globalization;
using ServicePing.Definitions.Reading;
using YamlDotNet.Core;

namespace ServicePing.Benchmarks;

/// <summary>
/// How long the reader takes for a definition file, and how much it allocates, on one warm thread. YamlDotNet's parser alone, which makes
/// the events that the reader must read, is the floor beneath it.
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

        Say($"{files.Length} files of {root}, {files.Sum(file => (long)file.Text.Length) / files.Length} characters each on average:");
        Say($"{definitions} definitions, {problems} problems. Median of {Counted} rounds.");

        int events = 0;
        Cost[] costs = Rounds.Medians(WarmUp, Counted, () => ReadAll(files), () => events = ParseAll(files));

        (Cost read, Cost parse) = (costs[0], costs[1]);
        Say($"reader             {PerFile(read.Time.TotalMicroseconds),8:F1} us  {PerFile(read.Bytes) / 1024,8:F1} KB a file");
        Say($"YamlDotNet Parser  {PerFile(parse.Time.TotalMicroseconds),8:F1} us  {PerFile(parse.Bytes) / 1024,8:F1} KB a file, {PerFile(events):F0} events");
        Say($"definitions: read_us_per_file = {PerFile(read.Time.TotalMicroseconds):F1}");
        Say($"definitions: read_kb_per_file = {PerFile(read.Bytes) / 1024:F1}");
        Say($"definitions: read_vs_parser = {read.Time / parse.Time:F2}");

        double PerFile(double total) => total / files.Length;
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
