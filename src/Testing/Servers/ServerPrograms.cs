namespace ServicePing.Testing;

/// <summary>Finds the programs of a server: in a given folder, on PATH, or where distributions put them.</summary>
internal static class ServerPrograms
{
    /// <summary>The folder that holds <c>postgres</c> and <c>initdb</c>.</summary>
    public static string PostgresFolder(string? given) => Folder(
        given, "SERVICEPING_POSTGRES_BIN", ["postgres", "initdb"],
        [.. NewestFirst("/usr/lib/postgresql", "*/bin"), .. NewestFirst("/usr", "pgsql-*/bin"), "/usr/local/pgsql/bin"],
        "apt-get install postgresql");

    /// <summary>The folder that holds <c>redis-server</c>.</summary>
    public static string RedisFolder(string? given) => Folder(
        given, "SERVICEPING_REDIS_BIN", ["redis-server"], ["/usr/bin", "/usr/local/bin"], "apt-get install redis-server");

    /// <summary>The folder that holds <c>pgbouncer</c>.</summary>
    public static string PgBouncerFolder(string? given) => Folder(
        given, "SERVICEPING_PGBOUNCER_BIN", ["pgbouncer"], ["/usr/sbin", "/usr/bin", "/usr/local/bin"], "apt-get install pgbouncer");

    /// <summary>The folder that holds <c>prometheus</c> and <c>promtool</c>.</summary>
    public static string PrometheusFolder(string? given) => Folder(
        given, "SERVICEPING_PROMETHEUS_BIN", ["prometheus", "promtool"], ["/usr/bin", "/usr/local/bin"], "apt-get install prometheus");

    internal static string Folder(string? given, string variable, string[] programs, string[] usual, string install)
    {
        string? chosen = given ?? Environment.GetEnvironmentVariable(variable);
        if (!string.IsNullOrEmpty(chosen))
        {
            return Holds(chosen, programs) ? chosen : throw new PrivateServerException(
                $"{chosen} does not hold {string.Join(" and ", programs)}: correct the option or {variable}.");
        }

        // On some machines PATH has a link to one program only: its siblings lie where the link points.
        foreach (string folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Where(Path.IsPathRooted))
        {
            FileInfo program = new(Path.Combine(folder, programs[0]));
            string? resolved = program.Exists ? (program.ResolveLinkTarget(returnFinalTarget: true) ?? program).FullName : null;
            if (resolved is not null && Holds(Path.GetDirectoryName(resolved)!, programs))
            {
                return Path.GetDirectoryName(resolved)!;
            }
        }

        return usual.FirstOrDefault(folder => Holds(folder, programs)) ?? throw new PrivateServerException(
            $"{string.Join(" and ", programs)} not found on PATH or in {string.Join(", ", usual)}. "
            + $"Install them ({install}) or name their folder in {variable}.");
    }

    private static bool Holds(string folder, string[] programs) =>
        programs.All(program => File.Exists(Path.Combine(folder, program)));

    /// <summary>The folders of a pattern such as <c>*/bin</c>, highest version first: 9.6 comes after 16.</summary>
    internal static IEnumerable<string> NewestFirst(string root, string pattern) =>
        Directory.Exists(root)
            ? Directory.EnumerateDirectories(root, Path.GetDirectoryName(pattern)!)
                .OrderByDescending(folder => Version.TryParse(VersionIn(folder), out Version? version) ? version : new Version())
                .Select(folder => Path.Combine(folder, Path.GetFileName(pattern)))
            : [];

    private static string VersionIn(string folder)
    {
        string version = Path.GetFileName(folder).Replace("pgsql-", "", StringComparison.Ordinal);
        return version.Contains('.', StringComparison.Ordinal) ? version : version + ".0";
    }
}
