using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Yaml;
using ServicePing.Generators;
using YamlDotNet.Core;

namespace ServicePing.Benchmarks.Generator;

/// <summary>
/// What the generator costs a build and an editor, beside YamlDotNet's bare parser, a generator that only looks at the texts' lengths,
/// and one that collects everything and combines it with the compilation.
/// </summary>
internal static class GeneratorBenchmark
{
    private const int WarmUp = 8;
    private const int Counted = 11;

    /// <summary>An editor has been open for a while.</summary>
    private const int EditorWarmUp = 40;

    public static void Run(string[] arguments)
    {
        (string root, SourceFile[] files) = DefinitionFolders.Load();
        IReadOnlyList<Metric> metrics = FlatTable.Metrics(files);
        ConsumerProject project = new(files);
        if (arguments.Contains("--startup"))
        {
            StartupBenchmark.Run(files);
            return;
        }

        Say($"{files.Length} files of {root}, {metrics.Count} key paths. Medians of {Counted} rounds after {WarmUp} ({EditorWarmUp} in the editor), one thread.");

        if (arguments.Contains("--editor"))
        {
            Editor(project);
            return;
        }

        Sources(project, metrics, arguments.Contains("--sources"));
        Say($"");
        Cold(project, files);
        Say($"");
        Editor(project);
        Say($"");
        Compiling(project, metrics);
        Say($"");
        StartupBenchmark.Run(files);
    }

    /// <summary>How much is generated.</summary>
    private static void Sources(ConsumerProject project, IReadOnlyList<Metric> metrics, bool areListed)
    {
        ImmutableArray<GeneratedSourceResult> sources = Generated(project);
        foreach ((string kind, int count, int characters) in sources
            .GroupBy(static source => Kind(source.HintName))
            .Select(static group => (group.Key, group.Count(), group.Sum(static source => source.SourceText.Length)))
            .OrderByDescending(static kind => kind.Item3))
        {
            Say($"{kind,-24} {count,5} sources {characters,12:N0} characters");
        }

        if (areListed)
        {
            foreach (GeneratedSourceResult source in sources)
            {
                string path = Path.Combine("artifacts", "generated", source.HintName);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, source.SourceText.ToString());
            }
        }

        double characters1 = sources.Sum(static source => source.SourceText.Length);
        Say($"generator: chars_per_key_path = {characters1 / metrics.Count:F0}");
    }

    /// <summary>A build that begins with nothing.</summary>
    private static void Cold(ConsumerProject project, SourceFile[] files)
    {
        Cost[] costs = Rounds.Medians(
            WarmUp, Counted,
            () => Parse(files),
            () => project.Driver(new LengthGenerator()).RunGenerators(project.Compilation),
            () => project.Driver(new ServicePingGenerator()).RunGenerators(project.Compilation),
            () => project.Driver(new CollectingGenerator()).RunGenerators(project.Compilation));
        Row("cold", "YamlDotNet Parser.MoveNext", costs[0]);
        Row("cold", "lengths only", costs[1]);
        Row("cold", "ServicePing", costs[2]);
        Row("cold", "collecting", costs[3]);
        Say($"generator: cold_vs_yaml_parse = {costs[2].Time / costs[0].Time:F2}");
    }

    /// <summary>
    /// What an editor does after each key: in C#, in a description, in a key path (which is planned anew, and moves the slots of others), in
    /// a comment.
    /// </summary>
    private static void Editor(ConsumerProject project)
    {
        EditedProject[] all =
        [
            new("lengths only", project, new LengthGenerator()),
            new("ServicePing", project, new ServicePingGenerator()),
            new("collecting", project, new CollectingGenerator()),
        ];
        Cost[] strokes = Rounds.Medians(EditorWarmUp, Counted, [.. all.Select(one => (Action)one.TypeCSharp)]);
        int reads = Reads(all[1].TypeCSharp);
        Cost[] edits = Rounds.Medians(EditorWarmUp, Counted, [.. all.Select(one => (Action)one.EditDescription)]);
        int editReads = Reads(all[1].EditDescription);
        Cost[] paths = Rounds.Medians(EditorWarmUp, Counted, [.. all.Select(one => (Action)one.EditKeyPath)]);
        Cost[] comments = Rounds.Medians(EditorWarmUp, Counted, [.. all.Select(one => (Action)one.EditComment)]);
        Rows("a key in C#", strokes);
        Rows("a description", edits);
        Rows("a key path", paths);
        Rows("a comment", comments);
        Say($"generator: keystroke_kb = {strokes[1].Bytes / 1024.0:F0}");
        Say($"generator: keystroke_reads = {reads}");
        Say($"generator: edit_ms = {edits[1].Time.TotalMilliseconds:F1}");
        Say($"generator: edit_vs_lengths = {edits[1].Time / edits[0].Time:F1}");
        Say($"generator: edit_key_path_ms = {paths[1].Time.TotalMilliseconds:F1}");
        Say($"generator: edit_key_path_vs_lengths = {paths[1].Time / paths[0].Time:F1}");
        Say($"generator: edit_reads = {editReads}");
        Say($"generator: edit_sources = {all[1].ChangedSources(all[1].EditDescription)}");
        Say($"generator: comment_sources = {all[1].ChangedSources(all[1].EditComment)}");

        void Rows(string work, Cost[] costs)
        {
            for (int i = 0; i < all.Length; i++)
            {
                Row(work, all[i].Name, costs[i]);
            }
        }

        int Reads(Action work)
        {
            int before = all[1].Reads;
            work();
            return all[1].Reads - before;
        }
    }

    /// <summary>What the generated code costs the compiler, and the assembly.</summary>
    private static void Compiling(ConsumerProject project, IReadOnlyList<Metric> metrics)
    {
        string[] generated = [.. Generated(project).Select(static source => source.SourceText.ToString())];
        string[] table = [FlatTable.Source(metrics)];
        long[] sizes = [Emit([]), Emit(table), Emit(generated)];
        Cost[] costs = Rounds.Medians(WarmUp, 5, () => Emit(table), () => Emit(generated));
        Row("compiling", "one flat table", costs[0]);
        Row("compiling", "ServicePing", costs[1]);
        Say($"generator: compile_vs_table = {costs[1].Time / costs[0].Time:F2}");
        Say($"generator: assembly_bytes_per_key_path = {(double)(sizes[2] - sizes[0]) / metrics.Count:F0}");
        Say($"generator: table_bytes_per_key_path = {(double)(sizes[1] - sizes[0]) / metrics.Count:F0}");
    }

    private static long Emit(string[] sources)
    {
        using MemoryStream assembly = new();
        Microsoft.CodeAnalysis.Emit.EmitResult result = ConsumerProject.Compile(sources).Emit(assembly);
        return result.Success
            ? assembly.Length
            : throw new InvalidOperationException($"The generated code does not compile: {result.Diagnostics.First(one => one.Severity == DiagnosticSeverity.Error)}");
    }

    private static ImmutableArray<GeneratedSourceResult> Generated(ConsumerProject project)
    {
        GeneratorRunResult result = project.Driver(new ServicePingGenerator()).RunGenerators(project.Compilation).GetRunResult().Results[0];
        return result.Exception is { } exception ? throw exception : result.GeneratedSources;
    }

    private static int Parse(SourceFile[] files)
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

    /// <summary><c>ProductMetricSet.Metrics.07.g.cs</c> is of the kind <c>ProductMetricSet.Metrics</c>.</summary>
    private static string Kind(string hintName) => string.Join(".", hintName.Split('.').TakeWhile(static part => part is not "g" && !char.IsDigit(part[0])).Take(2));

    private static void Row(string work, string who, Cost cost) =>
        Say($"{work,-14} {who,-28} {cost.Time.TotalMilliseconds,9:F2} ms {cost.Bytes / 1024.0,10:N0} KB");

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
