using ServicePing.Generators.Tests.Support;
using ServicePing.Tests;

namespace ServicePing.Package.Tests.Scratch;

/// <summary>The life of a metric under a lockfile, as a user of the package lives it.</summary>
public class LockfileTests
{
    private const string Issues = "ServicePing/metrics/issues.yml";
    private const string Snippets = "ServicePing/metrics/snippets.yml";
    private const string Lockfile = "ServicePing/servicepings.lock";
    private const string Update = "ServicePingLock=update";
    private const string Check = "ServicePingLock=check";

    [Fact]
    public async Task A_recorded_metric_keeps_its_meaning_until_it_is_removed()
    {
        using ScratchProject app = await ScratchProject.CreateAsync("App", """
            <ItemGroup>
              <AdditionalFiles Include="../Shared/linked file.yml" ServicePingKind="metric" />
            </ItemGroup>
            """);
        app.Write("Program.cs", "Console.WriteLine();");
        app.Write("../Shared/linked file.yml", Yaml.Count("counts.linked"));

        IReadOnlyList<BuiltState> life = await new BuildSequence(app)
            .Then(Update, write: new() { [Issues] = Yaml.Count("counts.issues") })
            .Then(Check)
            // Another calculation: neither a build nor an update takes it.
            .Then(write: new() { [Issues] = Yaml.Count("counts.issues", "snippets") })
            .Then(Update)
            // A key path of its own, beside the old one.
            .Then(write: new() { [Issues] = Removed(Yaml.Count("counts.issues")), [Snippets] = Yaml.Count("counts.snippets", "snippets") })
            .Then(Check)
            .Then(Update)
            .Then()
            // What is removed may be deleted, and nothing else.
            .Then(delete: [Issues])
            .Then(delete: [Snippets])
            // The names are taken.
            .Then(write: new() { [Issues] = Yaml.Count("counts.issues"), [Snippets] = Yaml.Count("counts.snippets", "snippets") })
            .RunAsync();

        string recorded = life[0].Succeeded().Read(Lockfile);
        Assert.Contains("metric counts.issues status=active time_frame=all", recorded, StringComparison.Ordinal);
        Assert.Contains("metric counts.linked ", recorded, StringComparison.Ordinal);
        life[1].Succeeded();

        life[2].Failed("issues.yml(12,1): error SP0402");
        Assert.Contains("metric counts.issues status=active", life[3].Failed("issues.yml(12,1): error SP0402").Read(Lockfile), StringComparison.Ordinal);

        life[4].Failed("snippets.yml(1,11): error SP0406");
        life[5].Failed("error SP0406");
        life[6].Succeeded();
        life[7].Succeeded();

        life[8].Succeeded();
        life[9].Failed("servicepings.lock(6,8): error SP0405");

        life[10].Failed("issues.yml(1,11): error SP0308");
    }

    private static string Removed(string text) =>
        text.Replace("status: active", "status: removed\nmilestone_removed: '2.0'\nremoved_by_url:", StringComparison.Ordinal);
}
