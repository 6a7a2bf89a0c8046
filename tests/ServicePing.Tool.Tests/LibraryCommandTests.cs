using System.Text.Json;
using ServicePing.Tests;

namespace ServicePing.Tool.Tests;

/// <summary>The commands over an application and a compiled library, which is the assembly of these tests.</summary>
public sealed class LibraryCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("serviceping-tool-");

    public LibraryCommandTests()
    {
        Write("bugs", "counts.bug_mails", "data_source: internal_events\nevents: [{ name: send_mail }]");
        Write("sum", "counts.sum", "data_source: database\nquery: { operation: add, metrics: [counts.bug_mails, acme.mails] }");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string[] Library => ["--assembly", typeof(LibraryCommandTests).Assembly.Location];

    [Fact]
    public async Task Names_of_a_library_are_known_to_the_rules()
    {
        ProgramRun with = await Run(["validate", "ping", .. Library]);
        ProgramRun without = await Run("validate", "ping");

        Assert.Equal((0, "2 files, 0 errors, 0 other problems\n", ""), (with.ExitCode, with.Output, with.Errors));
        Assert.Equal(1, without.ExitCode);
        Assert.Contains("SP0615", without.Output, StringComparison.Ordinal);
        Assert.Contains("SP0618", without.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_a_library_has_is_a_clash()
    {
        Write("mails", "acme.mails", "data_source: internal_events\nevents: [{ name: send_mail }]");

        ProgramRun run = await Run(["validate", "ping", .. Library]);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("ping/metrics/mails.yml(1,11): error SP0112: ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_dictionary_has_a_library_s_metrics_and_events()
    {
        string with = (await Run(["dictionary", "ping", .. Library])).Output;
        string without = (await Run("dictionary", "ping")).Output;

        foreach (string words in new[] { "### acme.drafts\n", "### acme.mails\n", "| `send_mail` | A mail is sent | user |" })
        {
            Assert.Contains(words, with, StringComparison.Ordinal);
            Assert.DoesNotContain(words, without, StringComparison.Ordinal);
        }

        Assert.Contains("### counts.bug_mails\n", with, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_site_has_what_the_references_of_a_build_carry()
    {
        File.WriteAllLines(Path.Combine(_folder.FullName, "references.txt"),
        [
            Library[1], typeof(ServicePingCollector).Assembly.Location, "nowhere.dll", "",
            Path.Combine(AppContext.BaseDirectory, "serviceping.runtimeconfig.json"),
        ]);

        ProgramRun run = await Run("dictionary", "ping", "--references", "references.txt", "--site", "site");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "site", "metrics", "acme.mails_monthly", "index.html")));
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "site", "events", "send_mail", "index.html")));
    }

    [Fact]
    public async Task The_catalogue_has_a_library_s_definitions()
    {
        Assert.Equal(["acme.drafts", "acme.mails", "counts.bug_mails", "counts.sum"], await Listed("key_path", Library));
        Assert.Equal(["counts.bug_mails", "counts.sum"], await Listed("key_path"));
        Assert.Equal(["send_mail"], await Listed("action", ["--kind", "event", .. Library]));
        Assert.Equal(["CountDraftsMetric"], await Listed("instrumentation_class", ["--kind", "query", .. Library]));
    }

    [Fact]
    public async Task Lineage_goes_through_a_library()
    {
        Assert.Equal(
            """
            event send_mail -> metric acme.mails
            event send_mail -> metric acme.mails_monthly
            event send_mail -> metric counts.bug_mails
            metric acme.mails -> metric counts.sum
            metric counts.bug_mails -> metric counts.sum

            """,
            (await Run(["lineage", "ping", "send_mail", .. Library])).Output);
        Assert.Equal("table drafts -> metric acme.drafts\n", (await Run(["lineage", "ping", "drafts", .. Library])).Output);
        Assert.Equal(1, (await Run("lineage", "ping", "drafts")).ExitCode);
    }

    [Theory]
    [InlineData("validate", "serviceping.dll", "carries no definitions.")]
    [InlineData("dictionary", "serviceping.dll", "carries no definitions.")]
    [InlineData("catalogue", "serviceping.runtimeconfig.json", "is no .NET assembly.")]
    [InlineData("lineage", "serviceping.runtimeconfig.json", "is no .NET assembly.")]
    public async Task A_file_that_is_no_library_is_refused_in_a_sentence(string command, string file, string reason)
    {
        string path = Path.Combine(AppContext.BaseDirectory, file);

        ProgramRun run = await Run(command, "ping", "--assembly", path);

        Assert.Equal((2, "", $"'{path}' {reason}\n"), (run.ExitCode, run.Output, run.Errors));
    }

    private async Task<IEnumerable<string?>> Listed(string field, params string[] arguments) =>
        JsonElement.Parse((await Run(["catalogue", "ping", "--json", .. arguments])).Output).EnumerateArray()
            .Select(one => one.GetProperty(field).GetString()).Order(StringComparer.Ordinal);

    private Task<ProgramRun> Run(params string[] arguments) => ToolRun.Of(_folder.FullName, arguments);

    private void Write(string file, string keyPath, string source)
    {
        string path = Path.Combine(_folder.FullName, "ping", "metrics", file + ".yml");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $"""
            key_path: {keyPath}
            description: What {keyPath} counts
            product_group: planning
            value_type: number
            status: active
            milestone: "1.0"
            introduced_by_url: https://example.com/changes/1
            time_frame: all
            data_category: optional
            tiers: [free]
            {source}

            """);
    }
}
