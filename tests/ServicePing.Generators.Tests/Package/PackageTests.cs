using ServicePing.Generators.Tests.Support;

namespace ServicePing.Generators.Tests.Package;

/// <summary>Packs the package and installs it in an empty project, as a user does.</summary>
public sealed class PackageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("serviceping-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Installing_the_package_and_adding_one_file_is_all_it_takes()
    {
        string app = await InstallAsync();
        Write("C#/App/ServicePing/metrics/issues.yml", Yaml.Count("counts.issues"));
        Write("C#/App/Program.cs", """
            using Microsoft.Extensions.DependencyInjection;

            ServiceCollection services = new();
            services.AddServicePing(ping => { });
            Console.WriteLine($"{App.AppMetrics.Counts.Issues} {services.Count(service => service.ServiceType == typeof(ServicePing.Runtime.Plans.MetricSet))}");
            """);

        await Dotnet.SucceedAsync(app, "build", "-nologo", "-v", "q");

        Assert.Equal("counts.issues 1", (await Dotnet.SucceedAsync(app, "bin/Debug/net10.0/App.dll")).Trim());
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(app, "bin"), "YamlDotNet*", SearchOption.AllDirectories));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(app, "bin"), "ServicePing.Generators*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_broken_file_stops_the_build_at_the_offending_word_whether_analyzers_run_or_not()
    {
        string app = await InstallAsync("""<AdditionalFiles Include="../Shared/linked.yml" ServicePingKind="metric" />""");
        Write("C#/App/Program.cs", "Console.WriteLine(App.AppMetrics.Counts.Linked);");
        Write("C#/Shared/linked.yml", Yaml.Count("counts.linked", more: "  wehre: id = 1"));
        string place = $"{Path.Combine(_folder.FullName, "C#", "Shared", "linked.yml")}(15,3): error SP0002";

        (int exitCode, string output) = await Dotnet.RunAsync(app, "build", "-nologo");
        Assert.Equal(1, exitCode);
        Assert.Contains(place, output, StringComparison.Ordinal);

        (exitCode, output) = await Dotnet.RunAsync(app, "build", "-nologo", "-p:RunAnalyzers=false");
        Assert.Equal(1, exitCode);
        Assert.Contains(place, output, StringComparison.Ordinal);

        Write("C#/Shared/linked.yml", Yaml.Count("counts.linked"));
        await Dotnet.SucceedAsync(app, "build", "-nologo");
        Assert.Equal("counts.linked", (await Dotnet.SucceedAsync(app, "bin/Debug/net10.0/App.dll")).Trim());
    }

    /// <summary>
    /// Makes a console project that refers to the package. The package is restored into a folder of this test; what it depends on
    /// comes from the folder of the packages that this repository restored.
    /// </summary>
    private async Task<string> InstallAsync(string items = "")
    {
        string configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            ? "Release"
            : "Debug";
        await Dotnet.SucceedAsync(
            Repository.Root, "pack", "src/Runtime", "--no-build", "-nologo", "-c", configuration, "-p:PackageVersion=0.0.1-test", "-o", Folder("Packages"));

        string restored = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        Write("C#/App/App.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <NuGetAudit>false</NuGetAudit>
                <RestoreAdditionalProjectSources>{Folder("Packages")}</RestoreAdditionalProjectSources>
                <RestorePackagesPath>{Folder("Restored")}</RestorePackagesPath>
                <RestoreAdditionalProjectFallbackFolders>{restored}</RestoreAdditionalProjectFallbackFolders>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="ServicePing" Version="0.0.1-test" />
                {items}
              </ItemGroup>
            </Project>
            """);
        return Folder("C#/App");
    }

    private string Folder(string name) => Path.Combine(_folder.FullName, name);

    private void Write(string path, string text)
    {
        string file = Path.Combine(_folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
