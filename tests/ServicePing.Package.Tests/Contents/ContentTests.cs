using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ServicePing.Tests;

namespace ServicePing.Package.Tests.Contents;

/// <summary>What the packed files hold.</summary>
public partial class ContentTests
{
    [Fact]
    public async Task The_package_brings_the_runtime_the_generator_and_the_tool()
    {
        using PackageFile package = await PackageFile.OpenAsync("ServicePing");

        Assert.Equal(
            [
                "README.md",
                "THIRD-PARTY-NOTICES.txt",
                "build/ServicePing.Definitions.globalconfig",
                "build/ServicePing.props",
                "build/ServicePing.targets",
                "buildTransitive/ServicePing.Definitions.globalconfig",
                "buildTransitive/ServicePing.props",
                "buildTransitive/ServicePing.targets",
                "lib/net10.0/ServicePing.Runtime.dll",
                "lib/net10.0/ServicePing.Runtime.xml",
                "prometheus/serviceping-rules.yml",
                "roslyn/ServicePing.Definitions.dll",
                "roslyn/ServicePing.Generators.dll",
                "roslyn/YamlDotNet.dll",
                "schemas/snowplow/service_ping_event/jsonschema/1-0-0.json",
                "schemas/snowplow/service_ping_standard/jsonschema/1-0-0.json",
            ],
            package.Paths.Where(path => !path.StartsWith("tools/", StringComparison.Ordinal) && !path.StartsWith("docs/", StringComparison.Ordinal)));
        Assert.Equal(
            Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
                .Order(StringComparer.Ordinal),
            package.Paths.Where(path => path.StartsWith("docs/", StringComparison.Ordinal)));
        Assert.Superset(
            new HashSet<string> { "serviceping.dll", "serviceping.deps.json", "serviceping.runtimeconfig.json", "ServicePing.Runtime.dll" },
            package.Paths.Where(path => path.StartsWith("tools/net10.0/", StringComparison.Ordinal)).Select(path => Path.GetFileName(path)!).ToHashSet());
    }

    [Fact]
    public async Task The_package_for_tests_brings_one_assembly()
    {
        using PackageFile package = await PackageFile.OpenAsync("ServicePing.Testing");

        Assert.Equal(["README.md", "lib/net10.0/ServicePing.Testing.dll", "lib/net10.0/ServicePing.Testing.xml"], package.Paths);
    }

    [Fact]
    public async Task The_package_for_web_programs_brings_its_pages_and_the_runtime()
    {
        using PackageFile package = await PackageFile.OpenAsync("ServicePing.AspNetCore");

        Assert.Equal(
            [
                "README.md",
                "lib/net10.0/ServicePing.AspNetCore.dll",
                "lib/net10.0/ServicePing.AspNetCore.xml",
                "lib/net10.0/ServicePing.Dictionary.dll",
                "lib/net10.0/ServicePing.Pages.dll",
            ],
            package.Paths);
        Assert.Equal(
            ["ServicePing", "Npgsql", "StackExchange.Redis"],
            Assert.Single(package.Field("dependencies")!.Elements()).Elements().Select(dependency => dependency.Attribute("id")!.Value));
    }

    [Theory]
    [InlineData("ServicePing", "README.md")]
    [InlineData("ServicePing.AspNetCore", "src/AspNetCore/README.md")]
    [InlineData("ServicePing.Testing", "src/Testing/README.md")]
    [InlineData("ServicePing.Tool", "src/Tool/README.md")]
    public async Task A_package_says_what_it_is_and_under_which_licence(string id, string readme)
    {
        using PackageFile package = await PackageFile.OpenAsync(id);

        Assert.Equal(id, package.Field("id")?.Value);
        Assert.Equal((await Packages.GetAsync()).Version, package.Field("version")?.Value);
        Assert.Equal(("expression", "MIT"), (package.Field("license")?.Attribute("type")?.Value, package.Field("license")?.Value));
        Assert.StartsWith("MIT License", await File.ReadAllTextAsync(Repository.PathOf("LICENSE")), StringComparison.Ordinal);
        Assert.All(["authors", "description", "copyright", "tags"], field => Assert.NotEqual("", package.Field(field)?.Value ?? ""));
        Assert.Equal("README.md", package.Field("readme")?.Value);
        Assert.Equal(
            LeftAsText().Replace(await File.ReadAllTextAsync(Repository.PathOf(readme)), "$1"), Encoding.UTF8.GetString(package.Read("README.md")));
    }

    [Theory]
    [InlineData("ServicePing")]
    [InlineData("ServicePing.Testing")]
    [InlineData("ServicePing.Tool")]
    public async Task A_package_names_its_commit_and_neither_a_feed_nor_credentials(string id)
    {
        using PackageFile package = await PackageFile.OpenAsync(id);
        XElement repository = package.Field("repository")!;

        Assert.Equal("git", repository.Attribute("type")?.Value);
        Assert.Matches("^[0-9a-f]{40}$", repository.Attribute("commit")?.Value);
        Assert.Equal("", repository.Attribute("url") is { } url ? new Uri(url.Value).UserInfo : "");
        Assert.Equal(
            ["https://licenses.nuget.org/MIT"],
            Address().Matches(package.Metadata.ToString()).Select(match => match.Value).Where(address => !address.Contains("schemas.microsoft.com", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_program_gets_drivers_and_abstractions_and_nothing_of_the_compiler_s()
    {
        using PackageFile package = await PackageFile.OpenAsync("ServicePing");
        XElement group = Assert.Single(package.Field("dependencies")!.Elements());

        Assert.Equal("net10.0", group.Attribute("targetFramework")?.Value);
        Assert.Equal(
            [
                "Microsoft.Extensions.Configuration.Abstractions",
                "Microsoft.Extensions.DependencyInjection.Abstractions",
                "Microsoft.Extensions.Diagnostics.HealthChecks.Abstractions",
                "Microsoft.Extensions.Hosting.Abstractions",
                "Microsoft.Extensions.Logging.Abstractions",
                "Microsoft.Extensions.Options",
                "Npgsql",
                "StackExchange.Redis",
            ],
            group.Elements().Select(dependency => dependency.Attribute("id")!.Value).Order(StringComparer.Ordinal));
    }

    /// <summary>Those of others come as their makers built them.</summary>
    [Theory]
    [InlineData("ServicePing", "lib/net10.0/ServicePing.Runtime.dll")]
    [InlineData("ServicePing", "roslyn/ServicePing.Definitions.dll")]
    [InlineData("ServicePing", "roslyn/ServicePing.Generators.dll")]
    [InlineData("ServicePing", "tools/net10.0/serviceping.dll")]
    [InlineData("ServicePing.Testing", "lib/net10.0/ServicePing.Testing.dll")]
    public async Task An_assembly_carries_its_symbols_and_names_no_folder_of_the_machine_that_built_it(string id, string path)
    {
        using PackageFile package = await PackageFile.OpenAsync(id);
        byte[] bytes = package.Read(path);
        using PackedAssembly assembly = new(bytes);

        Assert.True(assembly.IsDeterministic);
        Assert.NotEmpty(assembly.Sources);
        Assert.All(assembly.Sources, source => Assert.StartsWith("/_/src/", source.Path, StringComparison.Ordinal));
        // What is not in the repository, such as generated code, cannot be fetched from there.
        Assert.All(assembly.Sources.Where(source => source.Path.Contains("/obj/", StringComparison.Ordinal)), source => Assert.True(source.IsEmbedded, source.Path));
        Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Repository.Root)));
    }

    [Theory]
    [InlineData("ServicePing", "ServicePing.Runtime", typeof(ServicePingCollector))]
    [InlineData("ServicePing.Testing", "ServicePing.Testing", typeof(Testing.PrivatePostgres))]
    public async Task Every_public_type_is_documented(string id, string assembly, Type known)
    {
        using PackageFile package = await PackageFile.OpenAsync(id);
        XDocument documentation = XDocument.Load(new MemoryStream(package.Read($"lib/net10.0/{assembly}.xml")));
        HashSet<string> documented = [.. documentation.Descendants("member").Where(member => member.HasElements).Select(member => member.Attribute("name")!.Value)];

        Assert.Empty(known.Assembly.GetExportedTypes().Select(type => $"T:{type.FullName!.Replace('+', '.')}").Except(documented));
    }

    [Theory]
    [InlineData("ServicePing")]
    [InlineData("ServicePing.Tool")]
    public async Task Who_made_the_libraries_that_come_along_is_said_with_their_licences(string id)
    {
        using PackageFile package = await PackageFile.OpenAsync(id);
        string notices = Encoding.UTF8.GetString(package.Read("THIRD-PARTY-NOTICES.txt"));

        IEnumerable<string> others = package.Paths
            .Where(path => path.EndsWith(".dll", StringComparison.Ordinal))
            .Select(path => Path.GetFileName(path))
            .Where(name => !name.StartsWith("ServicePing", StringComparison.OrdinalIgnoreCase));
        Assert.All(others, name => Assert.Contains(
            Notice().Matches(notices), notice => name.StartsWith(notice.Value + '.', StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Packing_again_gives_the_same_entries()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("serviceping-again-");
        try
        {
            string version = (await Packages.GetAsync()).Version;
            await Packages.PackAsync(folder.FullName, version);
            foreach (string id in new[] { "ServicePing", "ServicePing.Testing", "ServicePing.Tool" })
            {
                using PackageFile first = await PackageFile.OpenAsync(id);
                using PackageFile second = PackageFile.Open(folder.FullName, id, version);

                Assert.Equal(first.Paths, second.Paths);
                Assert.All(first.Paths, path => Assert.True(first.Read(path).SequenceEqual(second.Read(path)), path));
                Assert.Equal(first.Metadata.ToString(), second.Metadata.ToString());
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The one property, as it will be: nothing is compiled for it here but the README and what the package says of itself.</summary>
    [Fact]
    public async Task With_an_address_the_package_links_to_it()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("serviceping-address-");
        try
        {
            string version = (await Packages.GetAsync()).Version;
            await Packages.PackAsync(folder.FullName, version, "src/Runtime", "-p:ServicePingAddress=https://example.com/ping");
            using PackageFile package = PackageFile.Open(folder.FullName, "ServicePing", version);
            string readme = Encoding.UTF8.GetString(package.Read("README.md"));

            Assert.Equal("https://example.com/ping", package.Field("projectUrl")?.Value);
            Assert.Contains("](https://example.com/ping/docs/package.md)", readme, StringComparison.Ordinal);
            Assert.Contains("](https://example.com/ping/samples/Forge)", readme, StringComparison.Ordinal);
            Assert.All(Target().Matches(readme), link => Assert.StartsWith("https://", link.Groups[1].Value, StringComparison.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [GeneratedRegex("https?://[^<\"\\s]+")]
    private static partial Regex Address();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Target();

    /// <summary>A link to what is not in the package.</summary>
    [GeneratedRegex(@"\[([^\]]+)\]\((?!https?:|docs/)[^)]+\)")]
    private static partial Regex LeftAsText();

    [GeneratedRegex("^[A-Z][A-Za-z]+[.A-Za-z]*(?=, https://)", RegexOptions.Multiline)]
    private static partial Regex Notice();
}
