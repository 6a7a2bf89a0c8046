using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ServicePing.Definitions.Locking;
using ServicePing.Tool.Dictionary;

namespace ServicePing.Tool.Commands;

/// <summary>What the command line says of a dictionary site.</summary>
internal sealed class SiteOptions
{
    internal Option<DirectoryInfo?> Site { get; } = new("--site")
    {
        Description = "The folder to write a site to, which a browser opens from there: a page for each metric, event, table, owner and release.",
    };

    internal Option<FileInfo?> Packed { get; } = new("--packed")
    {
        Description = "The file to write the same to for the administrator's page of a program that brings it with it.",
    };

    internal Option<string?> Product { get; } = new("--product") { Description = "The product's name." };

    internal Option<string?> Version { get; } = new("--product-version") { Description = "The version that the definitions are of." };

    internal Option<string[]> Releases { get; } = new("--release")
    {
        Description = "The servicepings.lock of an earlier release, as VERSION=FILE, for the history; may be given several times.",
    };

    internal Option<string?> Tags { get; } = new("--release-tags")
    {
        Description = "Takes earlier releases and their days out of git: the tags by a pattern, such as 'v*', with the lockfile that each has.",
    };

    internal Option<string[]> Dates { get; } = new("--release-date")
    {
        Description = "The day of a release, as VERSION=2026-11-21, for releases and expiries; may be given several times.",
    };

    internal Option<FileInfo> Payload { get; } = new Option<FileInfo>("--payload")
    {
        Description = "A payload whose values are shown as samples; without it they are made up.",
    }.AcceptExistingOnly();

    internal Option<FileInfo> Report { get; } = Arguments.Report();

    internal Option<FileInfo> Program { get; } = new Option<FileInfo>("--program")
    {
        Description = "The built program, for where it tracks each event: its assembly, with its symbols and what it refers to beside it.",
    }.AcceptExistingOnly();

    internal Option<string?> SourceAddress { get; } = new("--source-url")
    {
        Description = "The address of a place in the sources, such as https://git.example.com/shop/blob/main/{file}#L{line}.",
    };

    internal Option<DateTimeOffset?> RecordedAt { get; } = Arguments.RecordedAt("the first Monday of 2026");

    internal CounterOptions Counters { get; } = new();

    internal IEnumerable<Option> All => [Site, Packed, Product, Version, Releases, Tags, Dates, Payload, Report, Program, SourceAddress, RecordedAt, .. Counters.All];

    /// <summary>Refuses what a site alone has where none is written.</summary>
    /// <exception cref="UsageException">There is such an option.</exception>
    internal void Check(ParseResult arguments)
    {
        bool isWritten = arguments.GetValue(Site) is not null || arguments.GetValue(Packed) is not null;
        if (!isWritten && All.FirstOrDefault(option => arguments.GetResult(option) is { Implicit: false }) is { } idle)
        {
            throw new UsageException($"{idle.Name} changes nothing in Markdown: say --site FOLDER as well, or leave it out.");
        }
    }

    /// <summary>The earlier releases and the days of releases; what is said in so many words counts more than a tag.</summary>
    /// <exception cref="UsageException">One cannot be read.</exception>
    internal (IReadOnlyList<PastRelease> Releases, IReadOnlyDictionary<string, DateOnly> Dates) ReleasesOf(ParseResult arguments, DirectoryInfo root)
    {
        List<PastRelease> releases = ReleasesOf(arguments.GetValue(Releases) ?? []);
        Dictionary<string, DateOnly> dates = DatesOf(arguments.GetValue(Dates) ?? []);
        if (arguments.GetValue(Tags) is { } pattern)
        {
            foreach ((PastRelease release, DateOnly day) in TaggedReleases.Of(root, pattern))
            {
                dates.TryAdd(release.Version, day);
                if (!releases.Exists(one => one.Version == release.Version))
                {
                    releases.Add(release);
                }
            }
        }

        return (releases, dates);
    }

    private static List<PastRelease> ReleasesOf(IEnumerable<string> texts)
    {
        List<PastRelease> releases = [];
        foreach ((string version, string path) in texts.Select(text => Pair(text, "--release", "VERSION=FILE, such as 1.2=old/servicepings.lock")))
        {
            if (!File.Exists(path))
            {
                throw new UsageException($"'{path}' of --release is not there.");
            }

            if (releases.Exists(release => release.Version == version))
            {
                throw new UsageException($"--release names the version '{version}' twice.");
            }

            ReadLockfile read = LockfileReader.Read(path, File.ReadAllText(path));
            releases.Add(read.Problems.IsEmpty
                ? new PastRelease(version, read.Meaning)
                : throw new UsageException(read.Problems[0].ToString()));
        }

        return releases;
    }

    private static Dictionary<string, DateOnly> DatesOf(IEnumerable<string> texts)
    {
        Dictionary<string, DateOnly> dates = new(StringComparer.Ordinal);
        foreach ((string version, string day) in texts.Select(text => Pair(text, "--release-date", "VERSION=DAY, such as 1.2=2026-11-21")))
        {
            dates[version] = DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)
                ? date
                : throw new UsageException($"'{day}' of --release-date is no day: write it as 2026-11-21.");
        }

        return dates;
    }

    /// <summary>The payload.</summary>
    /// <exception cref="UsageException">It is no object of JSON.</exception>
    internal static ReadOnlyMemory<byte>? PayloadOf(FileInfo? file) =>
        JsonOf(file, "payload", "it holds no JSON object.", json => json.ValueKind == JsonValueKind.Object);

    /// <summary>The report of a collection.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    internal static ReadOnlyMemory<byte>? ReportOf(FileInfo? file) =>
        JsonOf(file, "report of a collection", "it lacks 'recorded_at' or 'metrics'.", MeasuredCosts.IsReport);

    /// <summary>The address of sources.</summary>
    /// <exception cref="UsageException">It is no address of the web, or says nothing of a file.</exception>
    internal static string? SourceAddressOf(string? address) => address is null
        || (Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && uri.Scheme is "https" or "http" && address.Contains("{file}", StringComparison.Ordinal))
        ? address
        : throw new UsageException($"'{address}' of --source-url cannot be used: write it like https://git.example.com/shop/blob/main/{{file}}#L{{line}}.");

    private static ReadOnlyMemory<byte>? JsonOf(FileInfo? file, string what, string otherwise, Predicate<JsonElement> isRight)
    {
        if (file is null)
        {
            return null;
        }

        byte[] json = File.ReadAllBytes(file.FullName);
        try
        {
            return isRight(JsonElement.Parse(json)) ? json : throw new UsageException($"'{file}' is no {what}: {otherwise}");
        }
        catch (JsonException exception)
        {
            throw new UsageException($"'{file}' is no {what}: {exception.Message}", exception);
        }
    }

    private static (string Name, string Value) Pair(string text, string option, string form)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && equals < text.Length - 1
            ? (text[..equals], text[(equals + 1)..])
            : throw new UsageException($"'{text}' of {option} cannot be read: write {form}.");
    }
}
