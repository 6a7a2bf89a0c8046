namespace ServicePing.Tool.Coverage;

/// <summary>What runs of tests have exercised, from the files that <c>ServicePing.Testing</c> writes.</summary>
/// <param name="Exercised">The definitions, as kind and name: <c>event create_issue</c>.</param>
/// <param name="Unknown">What tests have called by a name that no definition has.</param>
internal sealed record RecordedRun(IReadOnlySet<string> Exercised, IReadOnlySet<string> Unknown)
{
    private const string Header = "# servicepings.coverage 1";
    private const string UnknownKind = "unknown ";

    /// <summary>Reads files, and all of a folder and those below it whose names end in <c>.coverage</c>.</summary>
    /// <exception cref="UsageException">There is none, or one is of another form.</exception>
    internal static RecordedRun Read(IReadOnlyList<FileSystemInfo> paths)
    {
        HashSet<string> exercised = new(StringComparer.Ordinal);
        HashSet<string> unknown = new(StringComparer.Ordinal);
        string[] files = [.. paths.SelectMany(FilesOf).Distinct(StringComparer.Ordinal)];
        if (files.Length == 0)
        {
            throw new UsageException(
                $"No file ends in '.coverage' in {string.Join(", ", paths.Select(path => $"'{path}'"))}: run the tests, which write 'servicepings.coverage' beside their assembly, "
                + "or a file a process into the folder that SERVICEPING_COVERAGE names.");
        }

        foreach (string file in files)
        {
            string[] lines = File.ReadAllLines(file);
            if (lines.Length == 0 || lines[0] != Header)
            {
                throw new UsageException($"'{file}' does not begin with '{Header}': it is no coverage of definitions, or that of a later version.");
            }

            foreach (string line in lines.Skip(1))
            {
                bool isUnknown = line.StartsWith(UnknownKind, StringComparison.Ordinal);
                (isUnknown ? unknown : exercised).Add(isUnknown ? line[UnknownKind.Length..] : line);
            }
        }

        return new RecordedRun(exercised, unknown);
    }

    private static IEnumerable<string> FilesOf(FileSystemInfo path) => path is DirectoryInfo folder
        ? folder.EnumerateFiles("*.coverage", SearchOption.AllDirectories).Select(file => file.FullName).Order(StringComparer.Ordinal)
        : [path.FullName];
}
