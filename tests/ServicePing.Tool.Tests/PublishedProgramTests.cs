using System.Reflection.Emit;
using System.Reflection;
using System.Text.Json;
using Npgsql;
using ServicePing.Definitions.Embedding;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Yaml;
using ServicePing.Runtime.Plans;
using ServicePing.Testing;
using ServicePing.Tests;

namespace ServicePing.Tool.Tests;

/// <summary>The commands over a published program without its definitions, which is the assembly of these tests.</summary>
public sealed class PublishedProgramTests : IDisposable
{
    private static readonly string Library = typeof(PublishedProgramTests).Assembly.Location;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("serviceping-tool-");

    public PublishedProgramTests()
    {
        // Alone: what the assembly needs to be loaded is not there.
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "published"));
        File.Copy(Library, Path.Combine(_folder.FullName, "published", Path.GetFileName(Library)));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    public static TheoryData<string> Programs => [$"published/{Path.GetFileName(Library)}", "published", Library, Path.GetDirectoryName(Library)!];

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Queries_of_an_assembly_are_those_of_its_definitions(string program)
    {
        ProgramRun fromDefinitions = await Run("queries", Definitions(), "--recorded-at", "2026-11-21T02:15:00Z");
        ProgramRun fromProgram = await Run("queries", program, "--recorded-at", "2026-11-21T02:15:00Z");

        Assert.Contains("FROM \"drafts\"", fromProgram.Output, StringComparison.Ordinal);
        Assert.Equal((0, fromDefinitions.Output, ""), (fromProgram.ExitCode, fromProgram.Output, fromProgram.Errors));
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task A_database_is_verified_by_what_the_program_carries(string program)
    {
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync();
        string connection = await postgres.CreateDatabaseAsync("acme");

        ProgramRun missing = await Run("verify", program, "--connection", connection);
        Assert.Equal((1, ""), (missing.ExitCode, missing.Errors));
        Assert.Contains("metrics/drafts.yml: error: acme.drafts: 42P01: relation \"drafts\" does not exist", missing.Output, StringComparison.Ordinal);

        await using NpgsqlDataSource database = NpgsqlDataSource.Create(connection);
        await using (NpgsqlCommand create = database.CreateCommand("CREATE TABLE drafts (id bigint PRIMARY KEY, state int, created_at timestamptz)"))
        {
            await create.ExecuteNonQueryAsync();
        }

        ProgramRun found = await Run("verify", program, "--connection", connection, "--json");
        Assert.Equal((0, ""), (found.ExitCode, found.Errors));
        JsonElement metric = JsonElement.Parse(found.Output).EnumerateArray().Single().GetProperty("metric");
        Assert.Equal(("acme.drafts", "pages of drafts"), (metric.GetProperty("key_path").GetString(), metric.GetProperty("walks")[0].GetString()));
    }

    [Theory]
    [InlineData("empty", "holds neither definitions nor an assembly that carries some.")]
    [InlineData("serviceping.dll", "carries no definitions.")]
    [InlineData("serviceping.runtimeconfig.json", "is no .NET assembly; of a program in a single file, give the assembly that it was made of.")]
    public async Task What_carries_nothing_is_refused_in_a_sentence(string program, string reason)
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "empty"));
        string path = program == "empty" ? program : Path.Combine(AppContext.BaseDirectory, program);

        ProgramRun run = await Run("verify", path, "--connection", "Host=127.0.0.1;Port=1;Username=forge;Database=forge");

        Assert.Equal((2, "", $"'{path}' {reason}\n"), (run.ExitCode, run.Output, run.Errors));
    }

    [Theory]
    [InlineData("both/App.dll")]
    [InlineData("both/App")]
    [InlineData("both")]
    public async Task A_program_and_the_libraries_beside_it_are_one(string program)
    {
        DirectoryInfo both = Directory.CreateDirectory(Path.Combine(_folder.FullName, "both"));
        File.Copy(Library, Path.Combine(both.FullName, Path.GetFileName(Library)));
        File.WriteAllBytes(Path.Combine(both.FullName, "App"), [0x7F, .. "ELF"u8]);
        SaveApp(Path.Combine(both.FullName, "App.dll"),
            Metric("posts", "{ operation: count, from: posts }"), Metric("sum", "{ operation: add, metrics: [counts.posts, acme.drafts] }"));

        ProgramRun run = await Run("queries", program);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("-- acme.drafts\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("""
            -- counts.sum
            SELECT (SELECT COUNT(*)
                    FROM "posts")
                 + (SELECT COUNT(*)
                    FROM "drafts");
            """, run.Output, StringComparison.Ordinal);
    }

    /// <summary>An assembly that refers to that of these tests, with definitions as the generator embeds them.</summary>
    private static void SaveApp(string path, params SourceFile[] definitions)
    {
        string text = CatalogueWriter.Write(
            definitions.Select(definition => CatalogueEncoder.Rows(DefinitionReader.Read(definition).Meaning)).OfType<CatalogueRows>());
        PersistedAssemblyBuilder assembly = new(new AssemblyName("App"), typeof(object).Assembly);
        TypeBuilder set = assembly.DefineDynamicModule("App").DefineType("AppSet", TypeAttributes.Public);
        set.DefineField("Library", typeof(PublishedProgramTests), FieldAttributes.Public);
        set.SetCustomAttribute(new CustomAttributeBuilder(typeof(MetricCatalogueAttribute).GetConstructor([typeof(string)])!, [text]));
        set.CreateType();
        assembly.Save(path);
    }

    private static SourceFile Metric(string name, string query) =>
        new($"{name}.yml", $"metrics/{name}.yml", DefinitionKind.Metric, CountedMetric.Yaml(name, query));

    /// <summary>The definitions that the assembly of these tests was compiled with.</summary>
    private static string Definitions()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ServicePing.Tool.Tests.csproj")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder!.FullName, "Library");
    }

    private Task<ProgramRun> Run(params string[] arguments) => ToolRun.Of(_folder.FullName, arguments);
}
