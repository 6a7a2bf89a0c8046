using ServicePing.Tests;

namespace ServicePing.Tool.Tests.Dictionary;

/// <summary><c>serviceping dictionary --site</c> as a user runs it.</summary>
public sealed class SiteCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("serviceping-site-");

    public SiteCommandTests() => new SmallProject().WriteTo(Path.Combine(_folder.FullName, "ping"));

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_site_is_the_same_to_the_byte_from_another_folder()
    {
        DirectoryInfo other = _folder.CreateSubdirectory("a b").CreateSubdirectory("élsewhere");
        new SmallProject().WriteTo(other.FullName);

        ProgramRun here = await Run("dictionary", "ping", "--site", "site");
        ProgramRun there = await ToolRun.Of(other.FullName, "dictionary", ".", "--site", Path.Combine(_folder.FullName, "again"));

        Assert.Equal((0, ""), (here.ExitCode, here.Errors));
        Assert.StartsWith("site/index.html is written, with ", here.Output, StringComparison.Ordinal);
        Assert.Equal(0, there.ExitCode);
        Assert.Equal(Contents("site"), Contents("again"));
    }

    [Fact]
    public async Task What_an_earlier_site_had_and_this_one_has_not_is_gone_and_what_somebody_added_stays()
    {
        await Run("dictionary", "ping", "--site", "site");
        File.WriteAllText(PathOf("site", "CNAME"), "metrics.example.com");
        File.Delete(PathOf("ping", "metrics", "seats.yml"));
        DateTime written = File.GetLastWriteTimeUtc(PathOf("site", "tables", "issues", "index.html"));

        ProgramRun run = await Run("dictionary", "ping", "--site", "site");

        Assert.Equal(0, run.ExitCode);
        Assert.False(Directory.Exists(PathOf("site", "metrics", "settings.seats")));
        Assert.True(File.Exists(PathOf("site", "CNAME")));
        Assert.Equal(written, File.GetLastWriteTimeUtc(PathOf("site", "tables", "issues", "index.html")));
    }

    [Fact]
    public async Task A_folder_with_something_else_is_refused()
    {
        Directory.CreateDirectory(PathOf("mine"));
        File.WriteAllText(PathOf("mine", "letter.txt"), "");

        ProgramRun run = await Run("dictionary", "ping", "--site", "mine");

        Assert.Equal(
            (2, "", $"'mine' holds something else than such a site: name a folder that is empty, or not there yet.\n"),
            (run.ExitCode, run.Output, run.Errors));
        Assert.Equal(["letter.txt"], Directory.EnumerateFileSystemEntries(PathOf("mine")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Releases_days_and_a_payload_are_taken()
    {
        await Run("lock", "ping");
        File.Move(PathOf("ping", "servicepings.lock"), PathOf("old.lock"));
        File.Delete(PathOf("ping", "metrics", "seats.yml"));
        File.WriteAllText(PathOf("ping.json"), """{"counts":{"issues":77}}""");

        ProgramRun run = await Run(
            "dictionary", "ping", "--site", "site", "--product", "Shop", "--product-version", "2.0", "--release", "1.9=old.lock",
            "--release-date", "2.0=2026-11-21", "--payload", "ping.json", "--recorded-at", "2026-11-21T02:15:00Z");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("What changed since 1.9", Page("releases", "2.0"), StringComparison.Ordinal);
        Assert.Contains("2026-11-21", Page("releases"), StringComparison.Ordinal);
        Assert.Contains("&quot;issues&quot;: 77", Page("metrics", "counts.issues"), StringComparison.Ordinal);
        Assert.Contains("2026-11-12 02:15:00", Page("metrics", "counts.issues_weekly"), StringComparison.Ordinal);
        Assert.Contains("The last release that had it is", Page("metrics", "settings.seats"), StringComparison.Ordinal);
        Assert.Contains("Shop 2.0", Page(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_every_instance_reports_is_in_it_unless_the_product_defines_it_and_belongs_to_no_release()
    {
        await Run("lock", "ping");
        File.Move(PathOf("ping", "servicepings.lock"), PathOf("old.lock"));
        File.WriteAllText(PathOf("ping", "metrics", "uuid.yml"), SmallProject.Metric("uuid", "system", "none", "instrumentation_class: UuidMetric"));

        ProgramRun run = await Run("dictionary", "ping", "--site", "site", "--product-version", "2.0", "--release", "1.9=old.lock");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("What uuid says", Page("metrics", "uuid"), StringComparison.Ordinal);
        Assert.Contains("host name", Page("metrics", "hostname"), StringComparison.Ordinal);
        Assert.Contains("metrics/uuid/", Page("releases", "2.0"), StringComparison.Ordinal);
        Assert.DoesNotContain("metrics/hostname/", Page("releases", "2.0"), StringComparison.Ordinal);
        Assert.False(Directory.Exists(PathOf("site", "releases", "0.1")));
    }

    [Fact]
    public async Task Tags_have_the_lockfiles_of_earlier_releases_and_their_days()
    {
        await Git("init", "-q");
        await CommitAsync("2026-01-31T23:30:00-05:00", "v1.7");
        await Run("lock", "ping");
        await CommitAsync("2026-02-10T12:00:00Z", "v1.8");
        File.Delete(PathOf("ping", "metrics", "seats.yml"));
        File.Delete(PathOf("ping", "servicepings.lock"));
        await Run("lock", "ping");
        await CommitAsync("2026-03-01T12:00:00Z", "v1.9-rc1", "v1.9", "nightly");

        ProgramRun run = await Run(
            "dictionary", "ping", "--site", "site", "--product-version", "2.0", "--release-tags", "v*", "--release-date", "1.9=2026-03-02");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("What changed since 1.8", Page("releases", "1.9-rc1"), StringComparison.Ordinal);
        Assert.Contains("settings.seats", Page("releases", "1.9-rc1"), StringComparison.Ordinal);
        Assert.Contains("What changed since 1.9-rc1", Page("releases", "1.9"), StringComparison.Ordinal);
        Assert.Contains("What changed since 1.9<", Page("releases", "2.0"), StringComparison.Ordinal);
        string releases = Page("releases");
        Assert.All(["2026-02-10", "2026-03-01", "2026-03-02"], day => Assert.Contains(day, releases, StringComparison.Ordinal));
        Assert.DoesNotContain("What changed since 1.7", Page("releases", "1.8"), StringComparison.Ordinal);
        Assert.Contains("The last release that had it is", Page("metrics", "settings.seats"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tags_that_tell_of_no_release_are_told()
    {
        Assert.StartsWith("git does not tell the tags of ", (await WithTags("v*")).Errors, StringComparison.Ordinal);

        await Git("init", "-q");
        await CommitAsync("2026-02-10T12:00:00Z", "nightly");
        Assert.StartsWith("No tag is called 'v*': ", (await WithTags("v*")).Errors, StringComparison.Ordinal);
        Assert.StartsWith("The tag 'nightly' has no version: ", (await WithTags("*")).Errors, StringComparison.Ordinal);

        Task<ProgramRun> WithTags(string pattern) => Run("dictionary", "ping", "--site", "site", "--release-tags", pattern);
    }

    [Fact]
    public async Task A_program_tells_where_it_tracks_each_event()
    {
        string library = Repository.PathOf("tests", "ServicePing.Tool.Tests", "Library");
        File.WriteAllText(PathOf("forgotten.yml"), """
            action: lose_mail
            description: A mail is lost
            internal_events: true
            product_group: mail
            milestone: "1.0"
            introduced_by_url: https://example.com/changes/1
            tiers: [free]
            """);

        ProgramRun run = await Run(
            "dictionary", library, "--site", "site", "--file", "event=" + PathOf("forgotten.yml"),
            "--program", typeof(SiteCommandTests).Assembly.Location, "--source-url", "https://git.example.com/mail/{file}#L{line}");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        
        // Long paths may break after a folder.
        string[] pages =
        [
            .. new[] { Page("events", "send_mail"), Page("metrics", "acme.mails"), Page("known-events", "g_mail_read") }
                .Select(page => page.Replace("<wbr>", "", StringComparison.Ordinal)),
        ];
        Assert.All(pages, page => Assert.Contains("tests/ServicePing.Tool.Tests/Calls/MailProgram.cs:", page, StringComparison.Ordinal));
        Assert.Contains("https://git.example.com/mail/tests/ServicePing.Tool.Tests/Calls/MailProgram.cs#L", pages[0], StringComparison.Ordinal);
        Assert.Contains("MailProgram.SendLaterAsync", pages[1], StringComparison.Ordinal);
        Assert.Contains("MailProgram.SendAll", pages[2], StringComparison.Ordinal);
        Assert.Contains("Nothing in the program tracks it", Page("events", "lose_mail"), StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"calls\"", Page("metrics", "acme.drafts"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_program_nothing_is_said_of_where_an_event_is_tracked()
    {
        await Run("dictionary", "ping", "--site", "site");

        Assert.DoesNotContain("id=\"calls\"", Page("events", "create_issue"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--source-url", "git.example.com/{file}", "'git.example.com/{file}' of --source-url cannot be used: write it like https://git.example.com/shop/blob/main/{file}#L{line}.")]
    [InlineData("--source-url", "https://git.example.com/", "'https://git.example.com/' of --source-url cannot be used: ")]
    [InlineData("--source-url", "javascript:{file}", "'javascript:{file}' of --source-url cannot be used: ")]
    [InlineData("--program", "ping.json", "'ping.json' is no .NET assembly")]
    [InlineData("--release", "1.9", "'1.9' of --release cannot be read: write VERSION=FILE, such as 1.2=old/servicepings.lock.")]
    [InlineData("--release", "1.9=nowhere.lock", "'nowhere.lock' of --release is not there.")]
    [InlineData("--release-date", "1.9=tomorrow", "'tomorrow' of --release-date is no day: write it as 2026-11-21.")]
    [InlineData("--payload", "ping/metrics/sum.yml", "'ping/metrics/sum.yml' is no payload: ")]
    [InlineData("--report", "ping.json", "'ping.json' is no report of a collection: it lacks 'recorded_at' or 'metrics'.")]
    public async Task Wrong_usage_is_told_in_a_sentence(string option, string value, string message)
    {
        File.WriteAllText(PathOf("ping.json"), "{}");
        ProgramRun run = await Run("dictionary", "ping", "--site", "site", option, value);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith(message, run.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(PathOf("site")));
    }

    [Theory]
    [InlineData("--counters", "redis")]
    [InlineData("--product", "Shop")]
    [InlineData("--recorded-at", "2026-01-05T00:00:00Z")]
    public async Task What_Markdown_does_not_have_is_refused_where_no_site_is_written(string option, string value)
    {
        ProgramRun run = await Run("dictionary", "ping", "--markdown", "metrics.md", option, value);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"{option} changes nothing in Markdown: say --site FOLDER as well, or leave it out.", run.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(PathOf("metrics.md")));
    }

    [Fact]
    public async Task Help_names_the_site() =>
        Assert.Contains("--site", (await Run("dictionary", "--help")).Output, StringComparison.Ordinal);

    private SortedDictionary<string, string> Contents(string site) => new(
        Directory.EnumerateFiles(PathOf(site), "*", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetRelativePath(PathOf(site), file), file => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))),
        StringComparer.Ordinal);

    private async Task CommitAsync(string moment, params string[] tags)
    {
        await Git("add", "ping");
        await Git("-c", "user.name=Somebody", "-c", "user.email=somebody@example.com", "commit", "-q", "--allow-empty", "-m", "A step", "--date", moment);
        foreach (string tag in tags)
        {
            await ProgramRun.Of(_folder.FullName, "env", [$"GIT_COMMITTER_DATE={moment}", "git", "-c", "user.name=Somebody", "-c", "user.email=s@example.com", "tag", "-a", "-m", tag, tag]);
        }
    }

    private async Task Git(params string[] arguments)
    {
        ProgramRun run = await ProgramRun.Of(_folder.FullName, "git", arguments);
        Assert.True(run.ExitCode == 0, run.Errors);
    }

    private string Page(params string[] folder) => File.ReadAllText(PathOf(["site", .. folder, "index.html"]));

    private string PathOf(params string[] parts) => Path.Combine([_folder.FullName, .. parts]);

    private Task<ProgramRun> Run(params string[] arguments) => ToolRun.Of(_folder.FullName, arguments);
}
