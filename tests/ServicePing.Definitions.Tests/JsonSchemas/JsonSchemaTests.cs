using System.Diagnostics;
using ServicePing.Definitions.GitLab;
using ServicePing.Definitions.JsonSchemas;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Tests.Broken;
using ServicePing.Definitions.Tests.Corpus;
using ServicePing.Definitions.Yaml;
using ServicePing.Tests;

namespace ServicePing.Definitions.Tests.JsonSchemas;

public sealed class JsonSchemaTests
{
    /// <summary>Texts that a schema must refuse, and the words by which the validator says why.</summary>
    public static TheoryData<DefinitionKind, string, string> Refused => new()
    {
        { DefinitionKind.Metric, Yaml.Metric("-milestone"), "'milestone'" },
        { DefinitionKind.Metric, Yaml.Metric("status: activ"), "allowed values" },
        { DefinitionKind.Metric, Yaml.Metric("keypath: a"), "additional properties" },
        { DefinitionKind.Metric, Yaml.Metric("time_frame: [7d, none]"), "time_frame" },
        { DefinitionKind.Metric, Yaml.Metric("milestone: 1.0"), "must be string" },
        { DefinitionKind.Metric, Yaml.Metric("status: removed"), "milestone_removed" },
        { DefinitionKind.Metric, Yaml.Metric("status: broken"), "repair_issue_url" },
        { DefinitionKind.Metric, Yaml.EventMetric("instrumentation_class: SomeMetric"), "instrumentation_class" },
        { DefinitionKind.Metric, Yaml.Query("operation: counts", "from: issues"), "allowed values" },
        { DefinitionKind.Metric, Yaml.Metric("introduced_by_url: nothing"), "format" },
        { DefinitionKind.Metric, Yaml.Metric("unit: Bytes"), "pattern" },
        { DefinitionKind.Metric, Yaml.Metric("deprecated: { reason: Old, since: soon }"), "format" },
        { DefinitionKind.Event, Yaml.Event("deprecated: { since: 2026-11-30 }"), "reason" },
        { DefinitionKind.Event, Yaml.Event("identifiers: [users]"), "identifiers" },
        { DefinitionKind.Event, Yaml.Event("-tiers"), "'tiers'" },
        { DefinitionKind.Query, "instrumentation_class: count\nquery: { operation: count, from: t }\n", "pattern" },
        { DefinitionKind.KnownEvent, "- { name: a, aggregation: monthly }\n", "allowed values" },
        { DefinitionKind.Aggregate, "- { name: a, operator: XOR, source: redis, time_frame: [7d], events: [a] }\n", "allowed values" },
        { DefinitionKind.Override, "a: [b]\n", "must be string" },
        { DefinitionKind.Vocabulary, "tiers: community\n", "must be array" },
        { DefinitionKind.Vocabulary, "identifiers: { member: { type: int } }\n", "pattern" },
        { DefinitionKind.Vocabulary, "owners: { billing: {} }\n", "contact" },
        { DefinitionKind.Vocabulary, "defaults: [{ folder: queries, milestone: '1.0' }]\n", "pattern" },
    };

    /// <summary>Texts that a schema must accept.</summary>
    public static TheoryData<DefinitionKind, string> Accepted => new()
    {
        { DefinitionKind.Metric, Yaml.Query("operation: count", "from: issues", "where: [a = 1, b = 2]", "batch: { size: 10 }") },
        { DefinitionKind.Metric, Yaml.Metric("unit: bytes", "deprecated: { reason: Old, since: 2026-11-30, until: 2027-06-30 }", "available_when: has_license") },
        { DefinitionKind.Event, Yaml.Event() },
        { DefinitionKind.Query, "- instrumentation_class: CountImportsMetric\n  parameters: { source: { values: { group: 0 } }, status: }\n  query: { operation: count, from: t }\n" },
        { DefinitionKind.KnownEvent, "- { name: a_view, redis_slot: view, aggregation: daily, expiry: 3 }\n" },
        { DefinitionKind.Aggregate, "- { name: a, operator: AND, source: redis, time_frame: [7d], events: [a, b] }\n" },
        { DefinitionKind.Override, "a-user: b\n" },
        {
            DefinitionKind.Vocabulary, """
            tiers: [community]
            identifiers: { member: { type: Acme.MemberId }, organisation: { type: uuid } }
            owners: { billing: { contact: billing@example.com } }
            defaults: [{ folder: metrics/legacy, tiers: [community], time_frame: [7d, all] }]

            """
        },
    };

    private static readonly Lazy<string> Validator = new(InstallValidator);

    private static readonly Lazy<Task<Dictionary<(DefinitionKind Kind, string Text), string>>> Refusals = new(RefuseAsync);

    [Fact]
    public void The_schemas_in_the_repository_are_those_of_the_tables() => Assert.All(JsonSchema.Files, file =>
    {
        string path = Repository.PathOf("schemas", file.Value);
        if (GoldenFile.IsWriting)
        {
            File.WriteAllText(path, JsonSchema.Write(file.Key));
        }

        Assert.Equal(File.ReadAllText(path), JsonSchema.Write(file.Key));
    });

    [Theory]
    [InlineData(DefinitionKind.Metric, "metric")]
    [InlineData(DefinitionKind.Event, "event")]
    [InlineData(DefinitionKind.Query, "query")]
    [InlineData(DefinitionKind.KnownEvent, "known_event")]
    [InlineData(DefinitionKind.Aggregate, "aggregate")]
    [InlineData(DefinitionKind.Vocabulary, "vocabulary")]
    public void The_reader_knows_each_key_of_a_schema_and_no_other(DefinitionKind kind, string name)
    {
        IEnumerable<string> keys = Definition(JsonSchema.Write(kind)).GetProperty("properties").EnumerateObject().Select(member => member.Name);
        string text = string.Concat(keys.Append("nobody_knows_this").Select(key => $"{key}: {{}}\n"));

        ReadFile file = DefinitionReader.Read(new SourceFile(name, name, kind, text));

        Assert.Equal(
            "nobody_knows_this",
            Assert.Single(file.Problems, problem => problem.Rule.Id == "SP0002") is { } problem ? text.Substring(problem.Span.Start, problem.Span.Length) : "");
    }

    [Fact]
    public void The_schema_of_a_product_has_its_words_and_asks_for_nothing_that_has_a_default()
    {
        ProductWords words = GitLabWords.All with
        {
            Tiers = ["community", "business"],
            Owners = [new("billing", "billing@example.com")],
            Defaults = [new("metrics", "milestone", ["1.0"], false)],
        };
        System.Text.Json.JsonElement own = Definition(JsonSchema.Write(DefinitionKind.Metric, words));
        System.Text.Json.JsonElement gitLab = Definition(JsonSchema.Write(DefinitionKind.Metric));

        Assert.Equal(["community", "business"], Enum(own.GetProperty("properties").GetProperty("tiers").GetProperty("items")));
        Assert.Equal(["billing"], Enum(own.GetProperty("properties").GetProperty("product_group")));
        Assert.Equal(
            ["milestone"],
            gitLab.GetProperty("required").EnumerateArray().Select(one => one.GetString())
                .Except(own.GetProperty("required").EnumerateArray().Select(one => one.GetString())));
    }

    private static System.Text.Json.JsonElement Definition(string schema) =>
        System.Text.Json.JsonDocument.Parse(schema).RootElement.GetProperty("definitions").GetProperty("definition");

    private static IEnumerable<string?> Enum(System.Text.Json.JsonElement type) => type.GetProperty("enum").EnumerateArray().Select(one => one.GetString());

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task An_independent_validator_refuses_what_is_wrong(DefinitionKind kind, string text, string reason) =>
        Assert.Contains(reason, (await Refusals.Value)[(kind, text)], StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task An_independent_validator_accepts_what_is_right(DefinitionKind kind, string text) =>
        Assert.DoesNotContain((kind, text), await Refusals.Value);

    [CorpusFact]
    public async Task An_independent_validator_accepts_the_whole_corpus()
    {
        List<SourceFile> sources = GitLabDefinitions.Load();
        Assert.Equal($"accepted {sources.Count}\n", await ValidateAsync(sources.Select(source => (source.Kind, source.Path))));
    }

    /// <summary>All texts in one go, as a validator takes longer to start than to answer.</summary>
    /// <returns>Why those that it refuses are refused.</returns>
    private static async Task<Dictionary<(DefinitionKind Kind, string Text), string>> RefuseAsync()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("serviceping-schemas-");
        try
        {
            Dictionary<string, (DefinitionKind Kind, string Text)> texts = [];
            foreach (object[] row in Refused.Concat(Accepted))
            {
                string path = Path.Combine(folder.FullName, $"{texts.Count}.yml");
                texts.Add(path, ((DefinitionKind)row[0], (string)row[1]));
                await File.WriteAllTextAsync(path, (string)row[1]);
            }

            string[] lines = (await ValidateAsync(texts.Select(text => (text.Value.Kind, text.Key)))).TrimEnd('\n').Split('\n');
            Assert.Equal($"accepted {texts.Count - lines.Length + 1}", lines[^1]);
            return lines[..^1].Select(line => line.Split('\t')).ToDictionary(line => texts[line[0]], line => line[1]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> ValidateAsync(IEnumerable<(DefinitionKind Kind, string Path)> files)
    {
        string list = Path.GetTempFileName();
        Dictionary<DefinitionKind, string> schemas = JsonSchema.Files.ToDictionary(file => file.Key, file => Repository.PathOf("schemas", file.Value));
        await File.WriteAllLinesAsync(list, files.Select(file => $"{schemas[file.Kind]}\t{file.Path}"));
        string output = await Task.Run(() => Run(Validator.Value, "node", "validate.mjs", list));
        File.Delete(list);
        return output;
    }

    /// <summary>A folder with the validator and what it needs, from the versions that the repository pins.</summary>
    private static string InstallValidator()
    {
        string source = Repository.PathOf("tests", "schemas");
        string folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "schemas")).FullName;
        foreach (string name in (string[])["package.json", "package-lock.json", "validate.mjs"])
        {
            File.Copy(Path.Combine(source, name), Path.Combine(folder, name), overwrite: true);
        }

        Run(folder, "npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
        return folder;
    }

    private static string Run(string folder, string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
