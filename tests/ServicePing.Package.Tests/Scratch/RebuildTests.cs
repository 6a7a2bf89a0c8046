using ServicePing.Generators.Tests.Support;
using ServicePing.Tests;

namespace ServicePing.Package.Tests.Scratch;

/// <summary>When a build compiles.</summary>
public class RebuildTests
{
    private const string Issues = "ServicePing/metrics/issues.yml";

    private const string Compiled = "obj/Debug/net10.0/App.dll";
    private const string First = "obj/Debug/net10.0/ServicePing";

    [Fact]
    public async Task A_build_compiles_again_when_a_definition_is_edited_added_or_deleted_and_only_then()
    {
        const string notes = "ServicePing/metrics/notes.yml";
        using ScratchProject app = await ScratchProject.CreateAsync("App");
        app.Write("Program.cs", """
            foreach (Type type in typeof(App.AppMetrics).GetNestedTypes())
            {
                Console.WriteLine(string.Join(' ', type.GetProperties().Select(property => $"{property.GetValue(null)}").Order()));
            }
            """);

        IReadOnlyList<BuiltState> builds = await new BuildSequence(app)
            .Then(write: new() { [Issues] = Yaml.Count("counts.issues") })
            .Then()
            .Then(write: new() { [Issues] = Yaml.Count("counts.tasks") })
            .Then(write: new() { [notes] = Yaml.Count("counts.notes", "notes") })
            // No input is newer than it was.
            .Then(delete: [notes])
            .RunAsync();

        await CompiledTo("counts.issues", builds[0]);
        Assert.Equal(builds[0].WrittenAt(Compiled), builds[1].Succeeded().WrittenAt(Compiled));
        await CompiledTo("counts.tasks", builds[2], after: builds[1]);
        await CompiledTo("counts.notes counts.tasks", builds[3], after: builds[2]);
        await CompiledTo("counts.tasks", builds[4], after: builds[3]);

        async Task CompiledTo(string output, BuiltState build, BuiltState? after = null)
        {
            Assert.NotEqual(after?.WrittenAt(Compiled), build.Succeeded().WrittenAt(Compiled));
            Assert.Equal(output, (await app.RunAsync([], folder: build.Folder)).Trim());
        }
    }

    /// <summary>The two runs of the compiler that projects have whose other source generators must see generated types.</summary>
    [Fact]
    public async Task Types_that_are_written_first_are_written_again_when_definitions_change_and_only_then()
    {
        const string notes = "ServicePing/metrics/notes.yml";
        const string program = "Console.WriteLine(App.AppMetrics.Counts.Issues);";
        using ScratchProject app = await ScratchProject.CreateAsync(
            "App", "<PropertyGroup><ServicePingGenerateFirst>true</ServicePingGenerateFirst></PropertyGroup>");

        IReadOnlyList<BuiltState> builds = await new BuildSequence(app)
            .Then(write: new() { [Issues] = Yaml.Count("counts.issues"), [notes] = Yaml.Count("counts.notes", "notes"), ["Program.cs"] = program })
            .Then(write: new() { ["Program.cs"] = program + " // As before." })
            // No input is newer than it was.
            .Then(delete: [notes])
            .Then(write: new() { [Issues] = Yaml.Count("counts.issues", more: "  wehre: id = 1") })
            .RunAsync();

        Assert.Equal("counts.issues", (await app.RunAsync([], folder: builds[0].Succeeded().Folder)).Trim());
        Assert.Contains(Written(builds[0]), text => text.Contains("counts.notes", StringComparison.Ordinal));

        Assert.NotEqual(builds[0].WrittenAt(Compiled), builds[1].Succeeded().WrittenAt(Compiled));
        Assert.Equal(builds[0].WrittenAt($"{First}/App.dll"), builds[1].WrittenAt($"{First}/App.dll"));

        Assert.NotEqual(builds[1].WrittenAt($"{First}/App.dll"), builds[2].Succeeded().WrittenAt($"{First}/App.dll"));
        Assert.DoesNotContain(Written(builds[2]), text => text.Contains("counts.notes", StringComparison.Ordinal));

        builds[3].Failed("issues.yml(15,3): error SP0002");
        Assert.Contains(
            "issues.yml(15,3): error SP0002",
            Assert.Single(builds[3].Output.Split('\n'), line => line.Contains(": error ", StringComparison.Ordinal)),
            StringComparison.Ordinal);

        static IEnumerable<string> Written(BuiltState build) =>
            Directory.EnumerateFiles(Path.Combine(build.Folder, First), "*.g.cs", SearchOption.AllDirectories).Select(File.ReadAllText);
    }

    [Fact]
    public async Task ServicePingGenerate_false_leaves_definitions_to_others()
    {
        using ScratchProject app = await ScratchProject.CreateAsync("App");
        app.Write(Issues, "key_path: [\n");
        app.Write("Program.cs", """Console.WriteLine(typeof(Program).Assembly.GetTypes().Count(type => type.Namespace == "App"));""");

        IReadOnlyList<BuiltState> builds = await new BuildSequence(app).Then().Then("ServicePingGenerate=false").RunAsync();

        builds[0].Failed("issues.yml(2,1): error SP0001");
        Assert.Equal("0", (await app.RunAsync([], folder: builds[1].Succeeded().Folder)).Trim());
    }
}
