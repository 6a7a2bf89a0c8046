using System.Text.Json;
using ServicePing.Tests;
using ServicePing.Tool.Tests.Dictionary;

namespace ServicePing.Tool.Tests.Drafts;

/// <summary><c>serviceping new</c>: on a terminal, where it asks, and with options alone.</summary>
public sealed class NewCommandTests : IDisposable
{
    private const string Link = "https://example.com/changes/90";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("serviceping-new-");

    public NewCommandTests() => new SmallProject().WriteTo(Path.Combine(_folder.FullName, "ping"));

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_metric_is_asked_for_on_a_terminal_and_written()
    {
        ProgramRun run = await Terminal.Of(
            _folder.FullName, ["new", "metric", "ping"],
            ("source ", ""), ("operation ", "distinct_cout"), ("none of", "distinct_count"), ("from ", "labels"), ("column ", "colour"), ("where ", "project_id > 0"),
            ("key-path ", "Counts"), ("is no key path", "counts.label_colours"), ("description ", "Different colours that labels have"),
            ("time-frame ", ""), ("value-type ", ""), ("category ", ""), ("owner ", ""), ("file ", ""), ("milestone ", ""), ("link ", Link), ("tiers ", ""));

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains("ping/metrics/label_colours.yml is written", run.Output, StringComparison.Ordinal);
        Assert.Equal(
            """
            key_path: counts.label_colours
            description: Different colours that labels have
            product_group: planning
            value_type: number
            status: active
            milestone: "1.2"
            introduced_by_url: https://example.com/changes/90
            time_frame: all
            data_source: database
            data_category: optional
            tiers:
            - free
            - premium
            query:
              operation: distinct_count
              from: labels
              where: project_id > 0
              column: colour

            """,
            await Text("metrics", "label_colours.yml"));
        Assert.DoesNotMatch(@"label_colours\.yml\(\d+,\d+\): error ", (await Run("validate", "ping")).Output);
    }

    [Fact]
    public async Task An_event_is_asked_for_on_a_terminal_and_written()
    {
        ProgramRun run = await Terminal.Of(
            _folder.FullName, ["new", "event", "ping", "--link", Link],
            ("action ", "create_issue"), ("is defined already", "close_issue"), ("description ", "Someone closes an issue"), ("identifiers ", "user"),
            ("property ", "reason:strng=Why"), ("is no type", "reason:string=Why it is closed"), ("property ", ""), ("owner ", ""), ("file ", ""), ("milestone ", "1.3"), ("tiers ", ""));

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Equal(
            """
            action: close_issue
            description: Someone closes an issue
            internal_events: true
            product_group: planning
            milestone: "1.3"
            introduced_by_url: https://example.com/changes/90
            tiers:
            - free
            - premium
            identifiers:
            - user
            additional_properties:
              reason:
                description: Why it is closed
                type: string

            """,
            await Text("events", "close_issue.yml"));
    }

    [Theory]
    [InlineData("counts.issues_closed", "--source", "database", "--from", "issues", "--where", "state_id = 2", "--key-path", "counts.issues_closed")]
    [InlineData("counts.issues_sum_state_id", "--source", "database", "--from", "issues", "--operation", "sum", "--column", "state_id")]
    [InlineData("counts.issues_average_state_id", "--source", "database", "--from", "issues", "--operation", "average", "--column", "state_id", "--time-frame", "28d")]
    [InlineData("counts.by_state", "--source", "database", "--from", "issues", "--group-by", "state_id", "--key-path", "counts.by_state")]
    [InlineData("counts.per_author", "--source", "database", "--from", "issues", "--operation", "histogram", "--column", "author_id", "--key-path", "counts.per_author")]
    [InlineData("counts.issues_percentile_author_id", "--source", "database", "--from", "issues", "--operation", "percentile", "--column", "author_id", "--percentile", "90")]
    [InlineData("counts.issues_exist", "--source", "database", "--from", "issues", "--operation", "exists", "--key-path", "counts.issues_exist")]
    [InlineData("counts.everything", "--source", "database", "--operation", "add", "--metrics", "counts.issues, counts.joined", "--key-path", "counts.everything")]
    [InlineData("counts.sites", "--source", "database", "--operation", "sites", "--metrics", "counts.issues_weekly, counts.joined", "--key-path", "counts.sites")]
    [InlineData("counts.part", "--source", "database", "--operation", "ratio", "--numerator", "counts.joined", "--denominator", "counts.issues", "--key-path", "counts.part")]
    [InlineData("counts.some_states", "--source", "database", "--from", "issues", "--group-by", "state_id", "--values", "1, 2", "--key-path", "counts.some_states")]
    [InlineData("counts.most_states", "--source", "database", "--from", "issues", "--group-by", "state_id", "--max-groups", "5", "--key-path", "counts.most_states")]
    [InlineData("counts.bugs", "--source", "internal_events", "--event", "create_issue", "--filter", "label=bug", "--key-path", "counts.bugs")]
    [InlineData("counts.both", "--source", "internal_events", "--event", "create_issue", "--filter", "label=bug", "--filter", "label=idea", "--key-path", "counts.both")]
    [InlineData("redis_hll_counters.count_distinct_project_id_from_create_issue", "--source", "internal_events", "--event", "create_issue", "--unique", "project.id")]
    [InlineData("counts.count_total_create_issue", "--source", "internal_events")]
    [InlineData("redis_hll_counters.compliance.both", "--source", "redis_hll", "--event", "g_compliance_view,i_compliance_edit", "--key-path", "redis_hll_counters.compliance.both")]
    [InlineData("counts.clicks", "--source", "redis", "--event", "clicks", "--unit", "clicks")]
    [InlineData("settings.ldap_enabled", "--source", "system", "--key-path", "settings.ldap_enabled", "--value-type", "boolean", "--time-frame", "none")]
    public async Task Options_answer_and_proposals_do_the_rest(string keyPath, params string[] options)
    {
        ProgramRun run = await Run(["new", "metric", "ping", "--description", "Something that is worth to be counted", "--link", Link, "--file", "metrics/new/one.yml", "--json", .. options]);

        Assert.Equal("", run.Errors);
        JsonElement report = JsonElement.Parse(run.Output);
        Assert.True(report.GetProperty("is_written").GetBoolean(), run.Output);
        Assert.Equal((0, keyPath, "ping/metrics/new/one.yml"), (run.ExitCode, report.GetProperty("name").GetString(), report.GetProperty("file").GetString()));
        Assert.Equal(report.GetProperty("text").GetString(), await Text("metrics", "new", "one.yml"));
        ProgramRun validation = await Run("validate", "ping");
        Assert.DoesNotMatch(@"new/one\.yml\(\d+,\d+\): error ", validation.Output);
        Assert.Contains(keyPath, (await Run("list", "ping", "--search", keyPath)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_vocabulary_says_is_neither_asked_nor_written()
    {
        await File.AppendAllTextAsync(
            Path.Combine(_folder.FullName, "ping", "vocabulary.yml"),
            "\ndefaults: [{ folder: metrics, product_group: growth, milestone: \"2.0\", tiers: [free], introduced_by_url: https://example.com/all }]\n");

        ProgramRun run = await Run("new", "metric", "ping", "--source", "database", "--from", "projects", "--description", "Projects that there are", "--dry-run");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(
            """
            key_path: counts.projects
            description: Projects that there are
            value_type: number
            status: active
            time_frame: all
            data_source: database
            data_category: optional
            query:
              operation: count
              from: projects

            """,
            run.Output[..(run.Output.IndexOf("projects\n", run.Output.IndexOf("from:", StringComparison.Ordinal), StringComparison.Ordinal) + "projects\n".Length)]);
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "ping", "metrics", "projects.yml")));
    }

    [Fact]
    public async Task What_a_build_would_refuse_is_shown_and_not_written()
    {
        ProgramRun run = await Run("new", "metric", "ping", "--source", "database", "--from", "issues", "--where", "colour = 'red'", "--description", "Red issues that exist",
            "--link", Link, "--key-path", "counts.red");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("ping/metrics/red.yml(", run.Output, StringComparison.Ordinal);
        Assert.Contains("error SP0601: ", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("Nothing is written: ", run.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "ping", "metrics", "red.yml")));
    }

    [Theory]
    [InlineData("--from (", "new", "metric", "ping", "--source", "database")]
    [InlineData("on a terminal, where it asks.", "new", "event", "ping", "--action", "close_issue")]
    [InlineData("--source: 'databse' is none of database, redis, redis_hll, internal_events, system, license, prometheus. Did you mean 'database'?", "new", "metric", "ping", "--source", "databse")]
    [InlineData("--from: 'isues' is none of issues, labels, projects. Did you mean 'issues'?", "new", "metric", "ping", "--source", "database", "--from", "isues")]
    [InlineData("--operation: 'ration' is none of count, distinct_count, ", "new", "metric", "ping", "--source", "database", "--operation", "ration")]
    [InlineData("--numerator: 'counts.isues' is no key path of a metric, as its definition has it. Did you mean 'counts.issues'?", "new", "metric", "ping", "--source", "database", "--operation", "ratio", "--numerator", "counts.isues")]
    [InlineData("--metrics: 'counts.issues_weekly' is no key path of a metric", "new", "metric", "ping", "--source", "database", "--operation", "add", "--metrics", "counts.joined,counts.issues_weekly")]
    [InlineData("--max-groups: 'many' is no number of groups.", "new", "metric", "ping", "--source", "database", "--from", "issues", "--group-by", "state_id", "--max-groups", "many")]
    [InlineData("--filter: 'colour' is no property of create_issue.", "new", "metric", "ping", "--source", "internal_events", "--event", "create_issue", "--filter", "colour=red")]
    [InlineData("--filter: 'label' cannot be read: write it like label=bug.", "new", "metric", "ping", "--source", "internal_events", "--event", "create_issue", "--filter", "label")]
    [InlineData("--key-path: 'counts.issues' is defined already.", "new", "metric", "ping", "--source", "database", "--from", "issues", "--key-path", "counts.issues")]
    [InlineData("--time-frame: '30d' is none of 7d, 28d, all, none.", "new", "metric", "ping", "--source", "database", "--from", "labels", "--key-path", "counts.x", "--time-frame", "all,30d")]
    [InlineData("--event: 'create_isue' is none of create_issue.", "new", "metric", "ping", "--source", "internal_events", "--event", "create_isue")]
    [InlineData("--unique: 'group.id' is none of user.id, project.id, label.", "new", "metric", "ping", "--source", "internal_events", "--unique", "group.id")]
    [InlineData("--action: 'Close' is no name: write it like create_issue.", "new", "event", "ping", "--action", "Close")]
    [InlineData("--identifiers: 'group' is none of project, user, namespace", "new", "event", "ping", "--action", "close_issue", "--identifiers", "user,group")]
    [InlineData("--property: 'label' cannot be read", "new", "event", "ping", "--action", "close_issue", "--property", "label")]
    [InlineData("is no file below events/ that ends in .yml", "new", "event", "ping", "--action", "close_issue", "--description", "Someone closes one", "--link", Link, "--file", "metrics/x.yml")]
    [InlineData("--link: 'changes/1' is no address", "new", "event", "ping", "--action", "close_issue", "--description", "Someone closes one", "--link", "changes/1")]
    [InlineData("is there already: name another one with --file.", "new", "event", "ping", "--action", "close_issue", "--description", "Someone closes one", "--link", Link, "--file", "events/create_issue.yml")]
    [InlineData("Required command was not provided.", "new")]
    [InlineData("nowhere", "new", "metric", "nowhere")]
    public async Task Wrong_answers_are_refused_in_a_sentence(string message, params string[] arguments)
    {
        ProgramRun run = await Run(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }

    private Task<string> Text(params string[] path) => File.ReadAllTextAsync(Path.Combine([_folder.FullName, "ping", .. path]));

    private Task<ProgramRun> Run(params string[] arguments) => ToolRun.Of(_folder.FullName, arguments);
}
