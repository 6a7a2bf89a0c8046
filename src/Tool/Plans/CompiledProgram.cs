using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Planning;

namespace ServicePing.Tool.Plans;

/// <summary>
/// The metric sets of a published program, as its assemblies carry them: they are read, and not loaded, so that neither their code is run
/// nor what they need is looked for.
/// </summary>
internal static class CompiledProgram
{
    /// <summary>The assembly with the metrics of every instance, which are in this program as well.</summary>
    internal const string Standard = "ServicePing.Runtime";

    /// <summary>The plans of a program's metric sets.</summary>
    /// <param name="program">Its assembly, beside which those are that it refers to; or the folder that it was published to.</param>
    /// <returns>A plan a set, by the name of its assembly; none for a folder without such assemblies.</returns>
    /// <exception cref="UsageException">The file is no assembly, or one that carries and refers to no definitions.</exception>
    internal static IReadOnlyList<(string Name, Plan Plan)> Read(FileSystemInfo program)
    {
        CarriedSet[] sets = [.. Sets(program).Where(set => set.Files.Count > 0 && set.Name != Standard)];
        if (sets.Length == 0 && program is FileInfo)
        {
            throw new UsageException($"'{program}' carries no definitions.");
        }

        Dictionary<string, ReferencedSet> references = sets.ToDictionary(
            set => set.Name, set => ReferencedSet.Of(set.Name, set.Name, set.Files), StringComparer.Ordinal);
        return
        [
            .. from set in sets
               let referenced = set.References.Where(references.ContainsKey).Select(name => references[name])
               select (set.Name, Planner.Plan(CatalogueBuilder.Build(set.Files, referenced.ToEquatableArray()))),
        ];
    }

    private static IEnumerable<CarriedSet> Sets(FileSystemInfo program) => program is DirectoryInfo folder
        ? folder.EnumerateFiles("*.dll").OrderBy(file => file.Name, StringComparer.Ordinal)
            .Select(AssemblyCatalogue.Find).OfType<CarriedSet>()
        : Assemblies((FileInfo)program);

    /// <summary>An assembly, and those beside it that it refers to, at any remove.</summary>
    /// <exception cref="UsageException">The file is no assembly.</exception>
    internal static IEnumerable<CarriedSet> Assemblies(FileInfo file)
    {
        // What starts a program stands beside the assembly of the same name.
        FileInfo assembly = new(Path.ChangeExtension(file.FullName, null) + ".dll");
        CarriedSet first = AssemblyCatalogue.Find(file)
            ?? (assembly.Exists ? AssemblyCatalogue.Find(assembly) : null)
            ?? throw new UsageException(
                $"'{file}' is no .NET assembly; of a program in a single file, give the assembly that it was made of.");
        HashSet<string> seen = [first.Name];
        Queue<CarriedSet> open = new([first]);
        while (open.TryDequeue(out CarriedSet? set))
        {
            yield return set;
            foreach (FileInfo beside in set.References.Where(seen.Add)
                .Select(name => new FileInfo(Path.Combine(file.DirectoryName!, name + ".dll"))).Where(beside => beside.Exists))
            {
                if (AssemblyCatalogue.Find(beside) is { } found)
                {
                    open.Enqueue(found);
                }
            }
        }
    }
}
