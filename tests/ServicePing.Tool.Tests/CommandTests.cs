using System.Text.Json;
using ServicePing.Tests;

namespace ServicePing.Tool.Tests;

/// <summary>The commands over a small project on disk.</summary>
public sealed class CommandTests : IDisposable
{
    private const string Metric = """
        key_path: counts.issues
        description: Issues that exist
        product_group: planning
        value_type: number
        status: active
        milestone: "1.0"
        introduced_by_url: https://example.com/changes/1
        time_frame: all
        data_source: database
        data_category: optional
        tiers: [free]
        query: { operation: count, from: issues }

        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("serviceping-tool-");

    public CommandTests() => Write("metrics/issues.yml", Metric);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_sound_project_is_valid()
    {
        ProgramRun run = await Run("validate", "ping");
        Assert.Equal((0, "1 files, 0 errors, 0 other problems\n", ""), (run.ExitCode, run.Output, run.Errors));
    }

    [Fact]
    public async Task A_problem_is_printed_as_the_compiler_prints_it()
    {
        Write("metrics/issues.yml", Metric.Replace("active", "activ", StringComparison.Ordinal));
        ProgramRun run = await Run("validate", "ping");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("ping/metrics/issues.yml(5,9): error SP0005: 'activ' is no value of 'status'", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_schema_beside_the_definitions_is_looked_at()
    {
        Write("schema.sql", "CREATE TABLE isues (id bigint PRIMARY KEY);");
        Assert.Contains("SP0601", (await Run("validate", "ping")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "warning SP0012: There is no file 'schemas/issues.json' in 'ping': write its path from the root of the repository")]
    [InlineData("{ \"type\": }", "warning SP0012: 'schemas/issues.json' is no JSON Schema, as no value begins like this in line 1, column 11: mend the file.")]
    [InlineData("{ \"type\": \"object\" }", "1 files, 0 errors, 0 other problems")]
    public async Task The_schema_of_a_value_is_looked_for(string? schema, string message)
    {
        Write("metrics/issues.yml", Metric + "value_json_schema: schemas/issues.json\n");
        if (schema is not null)
        {
            Write("schemas/issues.json", schema);
        }

        Assert.Contains(message, (await Run("validate", "ping")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_schema_of_a_value_is_looked_for_from_the_root_of_the_repository()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, ".git"));
        Write("metrics/issues.yml", Metric + "value_json_schema: schemas/issues.json\n");

        Assert.Contains("There is no file 'schemas/issues.json' in '.' or 'ping'", (await Run("validate", "ping")).Output, StringComparison.Ordinal);

        Directory.CreateDirectory(Path.Combine(_folder.FullName, "schemas"));
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "schemas", "issues.json"), "{}");
        Assert.Contains("0 other problems", (await Run("validate", "ping")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistake_in_the_schema_is_printed_with_its_place()
    {
        Write("schema.sql", "CREATE TABLE issues (id bigint PRIMARY KEY;");
        ProgramRun run = await Run("validate", "ping");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("ping/schema.sql(1,21): warning SP0631: '(' is never closed", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Definitions_are_read_by_the_words_of_the_product()
    {
        Write("vocabulary.yml", "tiers: [community, business]\ndefaults: [{ tiers: [community], milestone: \"1.0\" }]\n");
        Assert.Contains("use one of community, business", (await Run("validate", "ping")).Output, StringComparison.Ordinal);

        Write("metrics/issues.yml", Metric.Replace("tiers: [free]\n", "", StringComparison.Ordinal));
        ProgramRun run = await Run("validate", "ping");
        Assert.Equal((0, "2 files, 0 errors, 0 other problems\n"), (run.ExitCode, run.Output));
    }

    [Fact]
    public async Task Schemas_have_the_words_of_the_product()
    {
        Write("vocabulary.yml", "tiers: [community, business]\n");
        Assert.Equal(0, (await Run("schemas", "own", "--definitions", "ping")).ExitCode);
        Assert.Equal(0, (await Run("schemas", "gitlab")).ExitCode);

        string own = await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "own", "metric.schema.json"));
        Assert.Contains("\"community\"", own, StringComparison.Ordinal);
        Assert.DoesNotContain("ultimate", own, StringComparison.Ordinal);
        Assert.Contains("ultimate", await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "gitlab", "metric.schema.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task JSON_has_the_whole_range_and_the_related_places()
    {
        Write("metrics/other.yml", Metric);
        ProgramRun run = await Run("validate", "ping", "--json");
        JsonElement problem = Assert.Single(JsonDocument.Parse(run.Output).RootElement.EnumerateArray().ToList());
        Assert.Equal(
            ("SP0101", "error", "ping/metrics/other.yml", 1, 11, 1, 24),
            (problem.GetProperty("rule").GetString(), problem.GetProperty("level").GetString(), problem.GetProperty("path").GetString(),
                problem.GetProperty("line").GetInt32(), problem.GetProperty("column").GetInt32(),
                problem.GetProperty("end_line").GetInt32(), problem.GetProperty("end_column").GetInt32()));
        Assert.Equal("ping/metrics/issues.yml", Assert.Single(problem.GetProperty("related").EnumerateArray().ToList()).GetProperty("path").GetString());
    }

    [Fact]
    public async Task SARIF_has_the_rules_and_a_result_a_problem()
    {
        Write("metrics/other one.yml", Metric);
        Assert.Equal(1, (await Run("validate", "ping", "--sarif", "log.sarif")).ExitCode);
        JsonElement log = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "log.sarif"))).RootElement;
        Assert.Equal("2.1.0", log.GetProperty("version").GetString());
        JsonElement run = log.GetProperty("runs")[0];
        JsonElement rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules");
        JsonElement result = run.GetProperty("results")[0];
        Assert.Equal("SP0101", rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString());
        Assert.Equal("error", result.GetProperty("level").GetString());
        JsonElement place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.Equal("ping/metrics/other%20one.yml", place.GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal(1, place.GetProperty("region").GetProperty("startLine").GetInt32());
        Assert.Equal(1, result.GetProperty("relatedLocations").GetArrayLength());
        Assert.All(rules.EnumerateArray(), rule => Assert.True(File.Exists(new Uri(rule.GetProperty("helpUri").GetString()!).LocalPath)));
    }

    [Fact]
    public async Task The_catalogue_is_one_list()
    {
        Assert.StartsWith("---\n- data_category: optional\n  key_path: counts.issues\n", (await Run("catalogue", "ping")).Output, StringComparison.Ordinal);
        JsonElement list = JsonDocument.Parse((await Run("catalogue", "ping", "--json", "--include-paths")).Output).RootElement;
        Assert.Equal("metrics/issues.yml", list[0].GetProperty("file_path").GetString());
        Assert.Equal("--- []\n", (await Run("catalogue", "ping", "--kind", "event")).Output);
    }

    [Fact]
    public async Task Lineage_follows_a_name_and_says_where_there_is_none()
    {
        Assert.Equal("table issues -> metric counts.issues\n", (await Run("lineage", "ping", "issues")).Output);
        JsonElement step = JsonElement.Parse((await Run("lineage", "ping", "issues", "--json")).Output)[0];
        Assert.Equal(
            ("table", "issues", "metric", "counts.issues"),
            (step.GetProperty("from_kind").GetString(), step.GetProperty("from").GetString(), step.GetProperty("to_kind").GetString(), step.GetProperty("to").GetString()));
        ProgramRun run = await Run("lineage", "ping", "nothing");
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("Nothing has the name 'nothing': ", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_dictionary_is_a_page()
    {
        Assert.Equal(0, (await Run("dictionary", "ping", "--markdown", "docs/metrics.md")).ExitCode);
        Assert.Contains("### counts.issues", await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "docs/metrics.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_has_what_every_instance_reports_but_for_what_the_product_defines_itself()
    {
        string page = (await Run("dictionary", "ping")).Output;
        Assert.Contains("\n### uuid\n", page, StringComparison.Ordinal);
        Assert.Contains("\n`package ServicePing`\n", page, StringComparison.Ordinal);
        Assert.DoesNotContain("### host.container", page, StringComparison.Ordinal);

        Write("metrics/uuid.yml", Metric.Replace("counts.issues", "uuid", StringComparison.Ordinal).Replace("Issues that exist", "Our own", StringComparison.Ordinal));
        page = (await Run("dictionary", "ping")).Output;
        Assert.Contains("\n### uuid\n\nOur own\n", page, StringComparison.Ordinal);
        Assert.Single(page.Split('\n'), "### uuid");
    }

    /// <summary>Written by <c>serviceping dictionary samples/Forge/ServicePing --markdown samples/Forge/docs/metrics.md</c>.</summary>
    [Fact]
    public async Task The_dictionary_of_the_sample_is_up_to_date() =>
        Assert.Equal(
            await File.ReadAllTextAsync(Repository.PathOf("samples", "Forge", "docs", "metrics.md")),
            (await Run("dictionary", Repository.PathOf("samples", "Forge", "ServicePing"))).Output);

    [Fact]
    public async Task What_became_of_the_lockfile_is_told_to_machines()
    {
        JsonElement written = await LockAsync(0);
        Assert.Equal((true, false, 1), (Is(written, "is_written"), Is(written, "is_up_to_date"), written.GetProperty("changes").GetArrayLength()));
        Assert.Equal("ping/servicepings.lock", written.GetProperty("file").GetString());

        JsonElement same = await LockAsync(0);
        Assert.Equal((false, true, 0), (Is(same, "is_written"), Is(same, "is_up_to_date"), same.GetProperty("changes").GetArrayLength()));

        Write("metrics/other.yml", Metric.Replace("counts.issues", "counts.others", StringComparison.Ordinal));
        JsonElement behind = await LockAsync(1, "--check");
        Assert.Equal((false, false, 2), (Is(behind, "is_written"), Is(behind, "is_up_to_date"), behind.GetProperty("metrics").GetInt32()));

        File.Delete(Path.Combine(_folder.FullName, "ping/metrics/issues.yml"));
        JsonElement broken = await LockAsync(1);
        Assert.Contains("counts.issues", broken.GetProperty("problems").EnumerateArray().Single().GetString(), StringComparison.Ordinal);
        Assert.False(Is(broken, "is_written"));

        bool Is(JsonElement report, string name) => report.GetProperty(name).GetBoolean();
        async Task<JsonElement> LockAsync(int exitCode, params string[] more)
        {
            ProgramRun run = await Run(["lock", "ping", "--json", .. more]);
            Assert.Equal((exitCode, ""), (run.ExitCode, run.Errors));
            return JsonElement.Parse(run.Output);
        }
    }

    [Fact]
    public async Task Two_lockfiles_are_compared()
    {
        Assert.Equal(0, (await Run("lock", "ping")).ExitCode);
        File.Copy(Path.Combine(_folder.FullName, "ping/servicepings.lock"), Path.Combine(_folder.FullName, "old.lock"));
        Write("metrics/other.yml", Metric.Replace("counts.issues", "counts.others", StringComparison.Ordinal));
        Assert.Equal(1, (await Run("lock", "ping", "--check")).ExitCode);
        Assert.Equal(0, (await Run("lock", "ping")).ExitCode);

        ProgramRun same = await Run("diff", "old.lock", "old.lock");
        ProgramRun differs = await Run("diff", "old.lock", "ping/servicepings.lock", "--json");

        Assert.Equal((0, "0 added, 0 removed, 0 changed\n"), (same.ExitCode, same.Output));
        Assert.Equal(1, differs.ExitCode);
        Assert.Contains("counts.others", JsonDocument.Parse(differs.Output).RootElement[0].ToString(), StringComparison.Ordinal);

        ProgramRun markdown = await Run("diff", "old.lock", "ping/servicepings.lock", "--markdown");
        Assert.Equal(1, markdown.ExitCode);
        Assert.StartsWith("### Added (1)\n\n| | name | field | before | after |\n|---|---|---|---|---|\n| metric | `counts.others` | status |  | `active` |\n|  |  | ", markdown.Output, StringComparison.Ordinal);
        Assert.Equal("No metric and no event differs.\n", (await Run("diff", "old.lock", "old.lock", "--markdown")).Output);
        Assert.Equal(2, (await Run("diff", "old.lock", "old.lock", "--markdown", "--json")).ExitCode);
    }

    [Theory]
    [InlineData("validate", "nowhere")]
    [InlineData("diff", "nowhere.lock", "nowhere.lock")]
    [InlineData("verify", "nowhere")]
    public async Task A_path_that_is_not_there_is_wrong_usage(params string[] arguments)
    {
        ProgramRun run = await Run(arguments);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("nowhere", run.Errors, StringComparison.Ordinal);
    }

    /// <summary>A level too high, a level too low, and beside it.</summary>
    [Theory]
    [InlineData("validate", ".", "such as 'ping'")]
    [InlineData("catalogue", "ping/metrics", "such as 'ping'")]
    [InlineData("dictionary", "ping/metrics/counts", "such as 'ping'")]
    [InlineData("validate", "empty", "name the folder above metrics/")]
    [InlineData("lineage", "odd", "odd/metric/issues.yml(1,1): warning SP0007")]
    public async Task A_folder_that_is_no_root_is_wrong_usage(string command, string folder, string expected)
    {
        Write("metrics/counts/more.yml", Metric.Replace("counts.issues", "counts.more", StringComparison.Ordinal));
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "empty"));
        Write("../odd/metric/issues.yml", Metric);

        ProgramRun run = await Run(command, folder);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains($"'{folder}' holds no definitions", run.Errors, StringComparison.Ordinal);
        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
    }

    private Task<ProgramRun> Run(params string[] arguments) => ToolRun.Of(_folder.FullName, arguments);

    private void Write(string path, string text)
    {
        string whole = Path.Combine(_folder.FullName, "ping", path);
        Directory.CreateDirectory(Path.GetDirectoryName(whole)!);
        File.WriteAllText(whole, text);
    }
}
