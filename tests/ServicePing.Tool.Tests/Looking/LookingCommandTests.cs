using System.Text.Json;
using ServicePing.Tests;
using ServicePing.Tool.Tests.Dictionary;

namespace ServicePing.Tool.Tests.Looking;

/// <summary><c>list</c>, <c>show</c> and <c>explain</c> over a project that has some of everything.</summary>
public sealed class LookingCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("serviceping-look-");

    public LookingCommandTests() => new SmallProject().WriteTo(Path.Combine(_folder.FullName, "ping"));

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_list_has_a_key_path_a_line_with_its_facts()
    {
        ProgramRun run = await Run("list", "ping");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        string[] lines = run.Output.TrimEnd('\n').Split('\n');
        Assert.Contains(lines, line => line.StartsWith("counts.issues_monthly ", StringComparison.Ordinal)
            && line.EndsWith("28d   database         active   planning  What counts.issues says", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("counts.old ", StringComparison.Ordinal) && line.Contains("  removed  ", StringComparison.Ordinal));
        Assert.Equal($"{lines.Length - 1} metrics", lines[^1]);
    }

    [Theory]
    [InlineData("events", "create_issue", "--kind", "event")]
    [InlineData("known events", "g_compliance_view", "--kind", "known_event")]
    [InlineData("aggregates", "compliance_users", "--kind", "aggregate")]
    [InlineData("metrics", "settings.seats", "--source", "license")]
    [InlineData("metrics", "counts.broken", "--status", "broken")]
    [InlineData("metrics", "counts.creators_monthly", "--search", "CREATORS")]
    [InlineData("metrics", "counts.authors", "--time-frame", "28d", "--source", "database", "--search", "authors")]
    public async Task A_list_is_of_one_kind_and_of_what_the_options_leave(string kind, string first, params string[] options)
    {
        ProgramRun run = await Run(["list", "ping", .. options]);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.StartsWith(first, run.Output, StringComparison.Ordinal);
        Assert.Matches($" {kind.TrimEnd('s')}s?\n$", run.Output);

        JsonElement[] json = [.. JsonElement.Parse((await Run(["list", "ping", "--json", .. options])).Output).EnumerateArray()];
        Assert.Equal(first, json[0].GetProperty("name").GetString());
        Assert.Equal(run.Output.Count(letter => letter == '\n') - 1, json.Length);
    }

    [Fact]
    public async Task Options_that_leave_nothing_are_told_with_what_was_meant()
    {
        ProgramRun run = await Run("list", "ping", "--owner", "planing");

        Assert.Equal((1, "0 metrics\n"), (run.ExitCode, run.Output));
        Assert.EndsWith("leave none: take one of them away. None has the owner 'planing'. Did you mean 'planning'?\n", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list", "ping", "--source", "redys")]
    [InlineData("list", "ping", "--kind", "metrics")]
    [InlineData("list", "nowhere")]
    [InlineData("list", "ping", "--nothing")]
    [InlineData("show")]
    [InlineData("show", "ping")]
    [InlineData("show", "nowhere", "counts.issues")]
    [InlineData("explain", "ping", "counts.issues", "more")]
    [InlineData("explain", "ping", "counts.issues", "--recorded-at", "yesterday")]
    [InlineData("explain", "ping", "counts.issues", "--report", "nowhere.json")]
    [InlineData("explain", "ping", "counts.issues", "--connection", "Hots=127.0.0.1")]
    [InlineData("explain", "ping", "counts.issues", "--database", "Host=127.0.0.1")]
    public async Task Wrong_usage_is_refused_in_a_sentence(params string[] arguments)
    {
        ProgramRun run = await Run(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.NotEmpty(run.Errors);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_root_is_the_one_that_the_folder_has_or_lies_in()
    {
        string whole = (await Run("list", "ping")).Output;

        Assert.Equal(whole, (await ToolRun.Of(_folder.FullName, "list")).Output);
        Assert.Equal(whole, (await ToolRun.Of(Path.Combine(_folder.FullName, "ping"), "list")).Output);
        Assert.Equal(whole, (await ToolRun.Of(Path.Combine(_folder.FullName, "ping", "metrics"), "list")).Output);
        Assert.Contains("ping/metrics/issues.yml", (await ToolRun.Of(_folder.FullName, "show", "counts.issues")).Output, StringComparison.Ordinal);

        new SmallProject().WriteTo(Path.Combine(_folder.FullName, "other"));
        ProgramRun several = await ToolRun.Of(_folder.FullName, "list");
        Assert.Equal(2, several.ExitCode);
        Assert.Contains("There are several definitions roots here: name one of other, ping as DIR.", several.Errors, StringComparison.Ordinal);

        ProgramRun none = await ToolRun.Of(_folder.CreateSubdirectory("empty").FullName, "list");
        Assert.Equal(2, none.ExitCode);
        Assert.Contains("There are no definitions here: name the folder above metrics/", none.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_metric_is_shown_with_its_facts_and_its_definition()
    {
        ProgramRun run = await Run("show", "ping", "counts.issues_monthly");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.StartsWith("counts.issues_monthly\nWhat counts.issues says\n\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("\n  status          active, since 1.2\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("\n  owner           planning, #planning\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("\n  also as         counts.issues, counts.issues_weekly\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("\n  made from       table issues\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("\n  file            ping/metrics/issues.yml\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("\n      key_path: counts.issues\n", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("create_issue", "event create_issue\n", "\n  metrics         counts.created_monthly\n                  counts.created_weekly\n                  counts.creators_monthly\n")]
    [InlineData("g_compliance_view", "known event g_compliance_view\n", "\n  category        compliance\n")]
    [InlineData("compliance_users", "aggregate compliance_users\n", "\n  operator        OR\n")]
    [InlineData("issues", "table issues\n", "state_id smallint: counts.issues")]
    [InlineData("growth", "owner growth\n", "\n  contact         growth@example.com\n")]
    public async Task A_name_of_each_kind_is_shown(string name, string title, string fact)
    {
        ProgramRun run = await Run("show", "ping", name);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.StartsWith(title, run.Output, StringComparison.Ordinal);
        Assert.Contains(fact, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_shown_as_JSON_has_the_shape_of_the_dictionary()
    {
        JsonElement one = JsonElement.Parse((await Run("show", "ping", "counts.created", "--json")).Output);

        Assert.Equal(
            ["counts.created_monthly", "counts.created_weekly"],
            one.GetProperty("metrics").EnumerateArray().Select(metric => metric.GetProperty("key_path").GetString()));
        Assert.Equal(0, one.GetProperty("events").GetArrayLength());
    }

    [Fact]
    public async Task A_name_that_nothing_has_is_told_with_the_nearest()
    {
        ProgramRun shown = await Run("show", "ping", "creat_issue");
        Assert.Equal((1, ""), (shown.ExitCode, shown.Output));
        Assert.StartsWith("Nothing has the name 'creat_issue'. Did you mean 'create_issue'? ", shown.Errors, StringComparison.Ordinal);

        ProgramRun explained = await Run("explain", "ping", "counts.isues");
        Assert.Equal((1, ""), (explained.ExitCode, explained.Output));
        Assert.StartsWith("No metric has the key path 'counts.isues'. Did you mean 'counts.issues'? ", explained.Errors, StringComparison.Ordinal);

        ProgramRun other = await Run("explain", "ping", "create_issue");
        Assert.Equal((1, "'create_issue' is no metric: 'serviceping show create_issue' tells of it, and of the metrics that are made from it.\n"), (other.ExitCode, other.Errors));
    }

    [Fact]
    public async Task A_metric_of_a_database_is_explained_down_to_its_SQL()
    {
        ProgramRun run = await Run("explain", "ping", "counts.issues_monthly", "--recorded-at", "2026-11-21T02:15:00Z");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        foreach (string fact in new[]
        {
            "\n  defined in      ping/metrics/issues.yml\n",
            "\n  covers          28 days: from thirty days before the ping to two days before it.\n",
            "\n  reads           issues.author_id (where)\n",
            "\n  made from       table issues\n",
            "'2026-10-22",
            "\n  SQL as sent in a pass.",
            "\n  costs           unknown here: --connection asks a database, --report reads what a collection has measured\n",
            "\n  in the payload  \"counts\"",
            "\n  switched off    include_optional_metrics\n",
        })
        {
            Assert.Contains(fact, run.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("counts.creators_monthly", "\n  Keys of counters. ")]
    [InlineData("counts.sum", "\n                    table issues\n")]
    [InlineData("counts_monthly.aggregated_metrics.compliance_users", "\n  Sets that are counted together. ")]
    [InlineData("settings.seats", "\n  Class. ")]
    [InlineData("counts.old", "\n  covers          None.\n")]
    public async Task What_comes_from_elsewhere_is_explained_as_well(string keyPath, string fact) =>
        Assert.Contains(fact, (await Run("explain", "ping", keyPath)).Output, StringComparison.Ordinal);

    [Fact]
    public async Task Counters_are_explained_and_shown_as_the_store_has_them_that_is_named()
    {
        string postgres = (await Run("explain", "ping", "counts.creators_monthly", "--counters", "postgres", "--counter-prefix", "forge:")).Output;
        Assert.Contains("\n  Keys in PostgreSQL. ", postgres, StringComparison.Ordinal);
        Assert.Contains("FROM service_ping_counters.counters JOIN service_ping_counters.segments", postgres, StringComparison.Ordinal);
        Assert.Contains("\n  Keys in Redis. ", (await Run("explain", "ping", "counts.creators_monthly", "--counters", "redis")).Output, StringComparison.Ordinal);

        Assert.Contains("user-YYYY-WW: different values of user\n", (await Run("show", "ping", "create_issue")).Output, StringComparison.Ordinal);
        Assert.Contains("forge:{hll_counters}_create_issue-user-YYYY-WW: different values (PFADD) of user\n",
            (await Run("show", "ping", "create_issue", "--counters", "redis", "--counter-prefix", "forge:")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--counter-prefix says what keys begin with; say with --counters redis or postgres where they are.", "--counter-prefix", "forge:")]
    [InlineData("Counters of the program itself have no prefix; take --counter-prefix out.", "--counters", "process", "--counter-prefix", "forge:")]
    [InlineData("'{a}' cannot begin the keys of counters", "--counters", "postgres", "--counter-prefix", "{a}")]
    [InlineData("'mysql'", "--counters", "mysql")]
    public async Task A_store_that_cannot_be_is_refused(string message, params string[] options)
    {
        ProgramRun run = await Run(["explain", "ping", "counts.creators_monthly", .. options]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_collection_has_measured_is_part_of_it()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder.FullName, "report.json"),
            """{ "recorded_at": "2026-11-21T02:15:00.000Z", "metrics": { "counts.issues": { "status": "ok", "duration_ms": 12.345 } } }""");

        string text = (await Run("explain", "ping", "counts.issues", "--report", "report.json")).Output;
        Assert.Contains("\n  has cost        12.3 ms in the collection of 2026-11-21T02:15:00.000Z, ok\n", text, StringComparison.Ordinal);

        JsonElement json = JsonElement.Parse((await Run("explain", "ping", "counts.issues", "--report", "report.json", "--json")).Output)[0];
        Assert.Equal(12.345, json.GetProperty("metric").GetProperty("cost").GetProperty("milliseconds").GetDouble());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("database").ValueKind);
    }

    private Task<ProgramRun> Run(params string[] arguments) => ToolRun.Of(_folder.FullName, arguments);
}
