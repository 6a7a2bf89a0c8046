using ServicePing.Generators.Tests.Support;
using ServicePing.Tests;

namespace ServicePing.Package.Tests.Scratch;

/// <summary>When a build compiles.</summary>
public class RebuildTests
{
    private const string Issues = "ServicePing/metrics/issues.yml";

    [Fact]
    public async Task A_build_compiles_again_when_a_definition_is_edited_added_or_deleted_and_only_then()
    {
        using ScratchProject app = await ScratchProject.CreateAsync("App");
        app.Write(Issues, Yaml.Count("counts.issues"));
        app.Write("Program.cs", """
            foreach (Type type in typeof(App.AppMetrics).GetNestedTypes())
            {
                Console.WriteLine(string.Join(' ', type.GetProperties().Select(property => $"{property.GetValue(null)}").Order()));
            }
            """);
        await app.BuildAsync();
        Assert.Equal("counts.issues", await Run());
        DateTime compiled = app.CompiledAt;

        await app.BuildAsync("--no-restore");
        Assert.Equal(compiled, app.CompiledAt);

        app.Write(Issues, Yaml.Count("counts.tasks"));
        await CompilesTo("counts.tasks");

        app.Write("ServicePing/metrics/notes.yml", Yaml.Count("counts.notes", "notes"));
        await CompilesTo("counts.notes counts.tasks");

        // No input is newer than it was.
        app.Delete("ServicePing/metrics/notes.yml");
        await CompilesTo("counts.tasks");

        async Task<string> Run() => (await app.RunAsync([])).Trim();

        async Task CompilesTo(string output)
        {
            await app.BuildAsync("--no-restore");
            Assert.NotEqual(compiled, app.CompiledAt);
            compiled = app.CompiledAt;
            Assert.Equal(output, await Run());
        }
    }

    /// <summary>The two runs of the compiler that projects have whose other source generators must see generated types.</summary>
    [Fact]
    public async Task Types_that_are_written_first_are_written_again_when_definitions_change_and_only_then()
    {
        const string program = "Console.WriteLine(App.AppMetrics.Counts.Issues);";
        using ScratchProject app = await ScratchProject.CreateAsync(
            "App", "<PropertyGroup><ServicePingGenerateFirst>true</ServicePingGenerateFirst></PropertyGroup>");
        app.Write(Issues, Yaml.Count("counts.issues"));
        app.Write("ServicePing/metrics/notes.yml", Yaml.Count("counts.notes", "notes"));
        app.Write("Program.cs", program);
        await app.BuildAsync();
        Assert.Equal("counts.issues", (await app.RunAsync([])).Trim());
        DateTime written = WrittenAt();
        Assert.Contains(Written(), text => text.Contains("counts.notes", StringComparison.Ordinal));

        app.Write("Program.cs", program + " // As before.");
        DateTime compiled = app.CompiledAt;
        await app.BuildAsync("--no-restore");
        Assert.NotEqual(compiled, app.CompiledAt);
        Assert.Equal(written, WrittenAt());

        // No input is newer than it was.
        app.Delete("ServicePing/metrics/notes.yml");
        await app.BuildAsync("--no-restore");
        Assert.NotEqual(written, WrittenAt());
        Assert.DoesNotContain(Written(), text => text.Contains("counts.notes", StringComparison.Ordinal));

        app.Write(Issues, Yaml.Count("counts.issues", more: "  wehre: id = 1"));
        (int exitCode, string output) = await app.TryBuildAsync("--no-restore");
        Assert.Equal(1, exitCode);
        // The summary of a build repeats what was said.
        Assert.Contains(
            "issues.yml(15,3): error SP0002",
            Assert.Single(output.Split("Build FAILED.")[0].Split('\n'), line => line.Contains(": error ", StringComparison.Ordinal)),
            StringComparison.Ordinal);

        string Folder() => Path.Combine(app.Folder, "obj", "Debug", "net10.0", "ServicePing");

        DateTime WrittenAt() => File.GetLastWriteTimeUtc(Path.Combine(Folder(), $"{app.Name}.dll"));

        IEnumerable<string> Written() => Directory.EnumerateFiles(Folder(), "*.g.cs", SearchOption.AllDirectories).Select(File.ReadAllText);
    }

    [Fact]
    public async Task ServicePingGenerate_false_leaves_definitions_to_others()
    {
        using ScratchProject app = await ScratchProject.CreateAsync("App");
        app.Write(Issues, "key_path: [\n");
        app.Write("Program.cs", """Console.WriteLine(typeof(Program).Assembly.GetTypes().Count(type => type.Namespace == "App"));""");

        (int exitCode, string output) = await app.TryBuildAsync();
        Assert.Equal(1, exitCode);
        Assert.Contains("issues.yml(2,1): error SP0001", output, StringComparison.Ordinal);

        await app.BuildAsync("--no-restore", "-p:ServicePingGenerate=false");
        Assert.Equal("0", (await app.RunAsync([])).Trim());
    }
}
