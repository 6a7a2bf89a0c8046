using ServicePing.Definitions.Problems;
using ServicePing.Tool.Drafts;
using ServicePing.Tool.Importing;

namespace ServicePing.Tool.Reports;

/// <summary>What was taken over, for people: what stands in their way first, what is to be done next at the end.</summary>
internal static class ImportText
{
    // Of the key paths of a class.
    private const int MostNamed = 3;

    internal static void Write(GitLabImport import, DirectoryInfo root, int written, bool isDry)
    {
        foreach (Problem problem in import.Problems.Where(problem => problem.Rule.Level == RuleLevel.Error))
        {
            Console.WriteLine(problem);
        }

        foreach (IGrouping<string, OpenClass> needs in import.Classes.GroupBy(one => one.Needs).OrderBy(needs => needs.Key, StringComparer.Ordinal).Reverse())
        {
            Screen.WriteTitle(Title(needs.Key, needs.Count()));
            int width = needs.Max(one => one.Name.Length);
            foreach (OpenClass one in needs)
            {
                Screen.WriteLine($"  {one.Name.PadRight(width)}  {one.DataSource}, {Metrics(one.Metrics)}{(one.Options.Count > 0 ? $", options {string.Join(", ", one.Options)}" : "")}"
                    + (one.Ruby is { } file ? $", {file}" : ""));
            }
        }

        string counts = string.Join(", ", import.Counts.Where(count => count.Value > 0).Select(count => $"{count.Key.Replace('_', ' ')}: {count.Value}"));
        Console.WriteLine($"{counts}{(import.Vocabulary is null ? "" : ", and the words of the tree")}");
        string files = written == 1 ? "1 file is" : $"{written} files are";
        Console.WriteLine(isDry ? "Nothing is written: leave --dry-run out." : $"{files} written to {Shown(root)}");
        Console.WriteLine($"Next: 'serviceping validate {Shown(root)}' tells of the rest; a class above is written in C#, or as a query in {Path.Combine(Shown(root), "queries")}.");
    }

    internal static void Write(JsonImport import, DirectoryInfo root, bool isDry)
    {
        foreach (Draft draft in import.Drafts)
        {
            Console.WriteLine($"{draft.Name}  {DefinitionFolder.PathOf(root, draft.File)}");
        }

        foreach (string key in import.Refused)
        {
            Console.WriteLine($"{key}: left out, as a key path has small letters, digits and underscores between its dots");
        }

        Console.WriteLine($"{import.Drafts.Count} drafts, {import.Known.Count} key paths that are defined already or that every installation reports");
        Console.WriteLine(isDry
            ? "Nothing is written: leave --dry-run out."
            : $"Next: say in each what it counts, and by 'query', 'events' or 'instrumentation_class' how; 'serviceping validate {Shown(root)}' tells what is open.");
    }

    private static string Title(string needs, int count) => (count == 1 ? "1 class" : $"{count} classes") + needs switch
    {
        "query" => " without a query, which the definition may have or a shared calculation:\n",
        "promql" => " without a promql:\n",
        _ => " to be written in C#, marked [InstrumentationClass]:\n",
    };

    private static string Metrics(IReadOnlyList<string> keyPaths) => keyPaths.Count <= MostNamed
        ? string.Join(' ', keyPaths)
        : $"{string.Join(' ', keyPaths.Take(MostNamed))} and {keyPaths.Count - MostNamed} more";

    private static string Shown(DirectoryInfo root) => Path.GetRelativePath(Environment.CurrentDirectory, root.FullName);
}
