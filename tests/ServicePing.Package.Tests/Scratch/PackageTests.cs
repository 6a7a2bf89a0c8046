using System.Text.Json;
using ServicePing.Generators.Tests.Support;
using ServicePing.Tests;

namespace ServicePing.Package.Tests.Scratch;

/// <summary>Packs the package and installs it in an empty project, as a user does.</summary>
public class PackageTests
{
    [Fact]
    public async Task Installing_the_package_and_adding_one_file_is_all_it_takes()
    {
        using ScratchProject app = await ScratchProject.InstallAsync("App");
        app.Write("ServicePing/metrics/issues.yml", Yaml.Count("counts.issues"));
        app.Write("Program.cs", """
            using Microsoft.Extensions.DependencyInjection;

            ServiceCollection services = new();
            services.AddServicePing(ping => { });
            Console.WriteLine($"{App.AppMetrics.Counts.Issues} {services.Count(service => service.ServiceType == typeof(ServicePing.Runtime.Plans.MetricSet))}");
            """);

        Assert.Equal("counts.issues 1", (await Dotnet.SucceedAsync(app.Folder, "run")).Trim());
    }

    [Fact]
    public async Task A_broken_file_stops_the_build_at_the_offending_word_whether_analyzers_run_or_not()
    {
        const string place = "linked.yml(15,3): error SP0002";
        using ScratchProject app = await ScratchProject.CreateAsync("App", """
            <ItemGroup>
              <AdditionalFiles Include="../Shared/linked.yml" ServicePingKind="metric" />
            </ItemGroup>
            """);
        app.Write("Program.cs", "Console.WriteLine(App.AppMetrics.Counts.Linked);");
        app.Write("../Shared/linked.yml", Yaml.Count("counts.linked", more: "  wehre: id = 1"));

        IReadOnlyList<BuiltState> builds = await new BuildSequence(app)
            .Then("ErrorLog=analyzer.sarif,version=2.1")
            .Then("RunAnalyzers=false;ErrorLog=generator.sarif,version=2.1")
            .Then(write: new() { ["../Shared/linked.yml"] = Yaml.Count("counts.linked") })
            .RunAsync();

        builds[0].Failed(place);
        Assert.StartsWith("# SP0002: ", await ReadPageAsync(builds[0].Folder, "analyzer.sarif"), StringComparison.Ordinal);
        builds[1].Failed(place);
        Assert.StartsWith("# SP0002: ", await ReadPageAsync(builds[1].Folder, "generator.sarif"), StringComparison.Ordinal);
        Assert.Equal("counts.linked", (await app.RunAsync([], folder: builds[2].Succeeded().Folder)).Trim());
    }

    /// <summary>The page that the compiler's log links to.</summary>
    private static async Task<string> ReadPageAsync(string folder, string log)
    {
        using JsonDocument document = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, log)));
        JsonElement run = document.RootElement.GetProperty("runs")[0];
        JsonElement result = run.GetProperty("results").EnumerateArray().Single(one => one.GetProperty("ruleId").GetString() == "SP0002");
        JsonElement rule = run.GetProperty("tool").GetProperty("driver").GetProperty("rules")[result.GetProperty("ruleIndex").GetInt32()];
        return await File.ReadAllTextAsync(new Uri(rule.GetProperty("helpUri").GetString()!).LocalPath);
    }
}
