using ServicePing.Generators.Tests.Support;
using ServicePing.Tests;

namespace ServicePing.Package.Tests.Scratch;

/// <summary>A build that writes the dictionary, as a user of the package asks for it.</summary>
public class DictionaryTests
{
    [Fact]
    public async Task A_build_writes_the_dictionary_with_files_from_elsewhere()
    {
        using ScratchProject app = await ScratchProject.CreateAsync("App", """
            <ItemGroup>
              <AdditionalFiles Include="../Shared/linked file.yml" ServicePingKind="metric" />
            </ItemGroup>
            """);
        app.Write("Program.cs", "Console.WriteLine();");
        await Dotnet.SucceedAsync(app.Folder, "restore");
        app.Write("ServicePing/metrics/issues.yml", Yaml.Count("counts.issues"));
        app.Write("../Shared/linked file.yml", Yaml.Count("counts.linked"));

        string output = await Dotnet.SucceedAsync(app.Folder, "build", "--no-restore", "-p:ServicePingDictionary=out/dictionary", "-p:Version=2.1.0");

        Assert.Contains("index.html is written, with ", output, StringComparison.Ordinal);
        string site = Path.Combine(app.Folder, "out", "dictionary");
        Assert.Contains("App 2.1.0", await File.ReadAllTextAsync(Path.Combine(site, "index.html")), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(site, "metrics", "counts.issues", "index.html")));
        Assert.True(File.Exists(Path.Combine(site, "metrics", "counts.linked", "index.html")));
    }
}
