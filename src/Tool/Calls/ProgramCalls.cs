using ServicePing.Tool.Plans;

namespace ServicePing.Tool.Calls;

/// <summary>Where a compiled program tracks its events, in its own code and that of the assemblies beside it.</summary>
internal sealed class ProgramCalls
{
    private readonly ILookup<CallTarget, EventCall> _calls;

    private ProgramCalls(IEnumerable<EventCall> calls) => _calls = calls.Distinct()
        .OrderBy(call => call.File, StringComparer.Ordinal).ThenBy(call => call.Line).ThenBy(call => call.Member, StringComparer.Ordinal)
        .ToLookup(call => call.Target);

    /// <summary>The places that track an event, by file and line.</summary>
    internal IReadOnlyList<EventCall> OfEvent(string name) => [.. _calls[new CallTarget(IsKnown: false, name)]];

    /// <summary>The places that track a known event, by file and line.</summary>
    internal IReadOnlyList<EventCall> OfKnownEvent(string name) => [.. _calls[new CallTarget(IsKnown: true, name)]];

    /// <summary>Reads a program.</summary>
    /// <param name="program">Its assembly.</param>
    /// <param name="carriers">Assemblies from elsewhere that have events which the program tracks.</param>
    /// <param name="root">The folder that source files are named from.</param>
    /// <exception cref="UsageException">The file is no assembly.</exception>
    internal static ProgramCalls Of(FileInfo program, IEnumerable<CarriedSet> carriers, string root)
    {
        CarriedSet[] assemblies = [.. CompiledProgram.Assemblies(program)];
        CarriedSet[] sets = [.. assemblies.Concat(carriers).Where(one => one.Files.Count > 0)];
        HashSet<string> names = [.. sets.Select(set => set.Name)];
        TrackingMethods methods = new(sets);
        List<EventCall> calls = [];
        foreach (CarriedSet one in assemblies.Where(one => names.Contains(one.Name) || one.References.Any(names.Contains)))
        {
            using ScannedAssembly assembly = new(one.File, root, methods);
            calls.AddRange(assembly.Calls());
        }

        return new ProgramCalls(calls);
    }

    /// <summary>The folder that holds the repository of some definitions; of definitions outside of one, that of their project.</summary>
    internal static string RootOf(DirectoryInfo definitions)
    {
        for (DirectoryInfo? folder = definitions; folder is not null; folder = folder.Parent)
        {
            if (Path.Exists(Path.Combine(folder.FullName, ".git")))
            {
                return folder.FullName;
            }
        }

        return (definitions.Parent ?? definitions).FullName;
    }
}
