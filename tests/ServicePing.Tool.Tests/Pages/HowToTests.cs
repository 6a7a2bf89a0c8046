using System.Text.Json;
using Npgsql;
using ServicePing.Testing;
using ServicePing.Tests;

namespace ServicePing.Tool.Tests.Pages;

/// <summary>The pages below docs/how-to: their definitions are right, and give the numbers that they say.</summary>
public sealed class HowToTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("serviceping-tool-");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>All but the index, and the page of libraries, which a test of the packages follows.</summary>
    public static TheoryData<string> Pages =>
    [
        .. Directory.EnumerateFiles(Repository.PathOf("docs", "how-to"), "*.md").Select(page => Path.GetFileName(page))
            .Where(page => page is not ("README.md" or "library.md")).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task The_definitions_of_a_page_are_right_and_give_its_numbers(string page)
    {
        IReadOnlyList<PageBlock> shared = PageBlock.OfPage("how-to/README.md");
        IReadOnlyList<PageBlock> blocks = PageBlock.OfPage($"how-to/{page}");
        Write([.. shared, .. blocks]);

        ProgramRun validation = await ToolRun.Of(_folder.FullName, "validate", "ServicePing");
        Assert.True(validation.ExitCode == 0 && !validation.Output.Contains("warning", StringComparison.Ordinal), validation.Output + validation.Errors);

        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync();
        await using PrivateRedis redis = await PrivateRedis.StartAsync();
        string main = await CreateAsync(postgres, "forge", shared);
        string builds = await CreateAsync(postgres, "builds", shared);
        ProgramRun payload = await ToolRun.Of(
            _folder.FullName, "generate", "ServicePing", "--connection", main, "--database", $"ci={builds}", "--redis", redis.ConnectionString);

        Assert.True(payload.ExitCode == 0, payload.Errors);
        PageBlock[] numbers = [.. blocks.Where(block => block.Language == "json")];
        Assert.NotEmpty(numbers);
        Assert.All(numbers, block => Contains(JsonElement.Parse(block.Text), JsonElement.Parse(payload.Output)));
    }

    private void Write(IReadOnlyList<PageBlock> blocks)
    {
        foreach (PageBlock block in blocks.Where(block => block.Language == "yaml" || block.Path == "schema.sql"))
        {
            Assert.True(block.Path is not null, $"This definition names no file:\n{block.Text}");
            string file = Path.Combine(_folder.FullName, "ServicePing", block.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            Assert.False(File.Exists(file), file);
            File.WriteAllText(file, block.Text);
        }
    }

    private static async Task<string> CreateAsync(PrivatePostgres postgres, string name, IReadOnlyList<PageBlock> shared)
    {
        string connection = await postgres.CreateDatabaseAsync(name);
        await using NpgsqlDataSource database = NpgsqlDataSource.Create(connection);
        foreach (PageBlock script in shared.Where(block => block.Language == "sql"))
        {
            await using NpgsqlCommand command = database.CreateCommand(script.Text);
            await command.ExecuteNonQueryAsync();
        }

        return connection;
    }

    /// <summary>Whether everything that the page says is there; there is more, such as the standard metrics.</summary>
    private static void Contains(JsonElement expected, JsonElement actual)
    {
        if (expected.ValueKind != JsonValueKind.Object)
        {
            Assert.True(JsonElement.DeepEquals(expected, actual), $"{expected} is {actual}");
            return;
        }

        foreach (JsonProperty one in expected.EnumerateObject())
        {
            Assert.True(actual.TryGetProperty(one.Name, out JsonElement value), $"{one.Name} is not in {actual}");
            Contains(one.Value, value);
        }
    }
}
