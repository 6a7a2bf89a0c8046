using System.Security;
using System.Text.Json;
using ServicePing.Generators.Tests.Support;
using ServicePing.Tests;

namespace ServicePing.Package.Tests.Scratch;

/// <summary>The tool as a package of its own, installed as a user does.</summary>
[Collection(InstalledTools.OfOneUser)]
public class ToolTests
{
    [Fact]
    public async Task The_tool_is_installed_into_a_manifest_and_links_to_the_pages_that_came_along()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("serviceping-tool-");
        try
        {
            Packages packages = await Packages.GetAsync();
            Write(folder, "nuget.config", $"""
                <configuration>
                  <config><add key="globalPackagesFolder" value="packages" /></config>
                  <packageSources><clear /><add key="packed" value="{SecurityElement.Escape(packages.Folder)}" /></packageSources>
                </configuration>
                """);
            Write(folder, "ServicePing/metrics/issues.yml", Yaml.Count("counts.issues", more: "  wehre: id = 1"));
            await Dotnet.SucceedAsync(folder.FullName, "new", "tool-manifest");
            await Dotnet.SucceedAsync(folder.FullName, "tool", "install", "ServicePing.Tool", "--version", packages.Version);

            (int exitCode, string output) = await Dotnet.RunAsync(folder.FullName, "serviceping", "validate", "ServicePing", "--sarif", "log.sarif");
            Assert.Equal(1, exitCode);
            Assert.Contains("issues.yml(15,3): error SP0002", output, StringComparison.Ordinal);

            JsonElement driver = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(folder.FullName, "log.sarif"))).RootElement
                .GetProperty("runs")[0].GetProperty("tool").GetProperty("driver");
            Assert.All(driver.GetProperty("rules").EnumerateArray(), rule => Assert.StartsWith(
                $"# {rule.GetProperty("id").GetString()}: ",
                File.ReadAllText(new Uri(rule.GetProperty("helpUri").GetString()!).LocalPath),
                StringComparison.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Write(DirectoryInfo folder, string path, string text)
    {
        string file = Path.Combine(folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
