using System.Security;

namespace ServicePing.Tests;

/// <summary>The packages as a user gets them: those that <c>./test</c> packed, otherwise packed once from what was built.</summary>
internal sealed class Packages
{
    private static readonly Lazy<Task<Packages>> Shared = new(PackAsync);

    // Of the last run there is nothing left to restore.
    private static readonly DirectoryInfo Restored = Fresh("restored");

    private Packages(string folder, string version)
    {
        Folder = folder;
        Version = version;
    }

    /// <summary>Where the <c>.nupkg</c> files are.</summary>
    internal string Folder { get; }

    /// <summary>The version of all of them, which no other test run has.</summary>
    internal string Version { get; }

    /// <summary>
    /// What projects outside the repository say to restore the packages into a folder of the test project; what they depend on comes
    /// from the packages that this repository and its samples restored (the compiler of native code among them), or from the feed.
    /// </summary>
    internal string RestoreProperties => $"""
        <PropertyGroup>
          <ServicePingVersion>{Version}</ServicePingVersion>
          <RestoreAdditionalProjectSources>{SecurityElement.Escape(Folder)}</RestoreAdditionalProjectSources>
          <RestorePackagesPath>{SecurityElement.Escape(Restored.FullName)}</RestorePackagesPath>
          <RestoreAdditionalProjectFallbackFolders>{SecurityElement.Escape(string.Join(';', RestoredByRepository))}</RestoreAdditionalProjectFallbackFolders>
          <NuGetAudit>false</NuGetAudit>
        </PropertyGroup>
        """;

    internal static Task<Packages> GetAsync() => Shared.Value;

    /// <summary>Where packages are restored to that nothing else has restored; a folder of the test project.</summary>
    internal static string RestoreFolder => Restored.FullName;

    /// <summary>Where a project that took <see cref="RestoreProperties"/> has found one of the packages.</summary>
    internal string RestoredFolder(string package) => RestoredByRepository.Append(Restored.FullName)
        .Select(folder => Path.Combine(folder, package, Version))
        .First(Directory.Exists);

    /// <summary>Packs what was built.</summary>
    internal static Task PackAsync(string folder, string version) =>
        Task.WhenAll(new[] { "src/Runtime", "src/AspNetCore", "src/Testing", "src/Tool", "src/Versions" }.Select(project => PackAsync(folder, version, project)));

    /// <summary>Packs one project of what was built.</summary>
    internal static Task PackAsync(string folder, string version, string project, params string[] arguments) => Dotnet.SucceedAsync(
        Repository.Root,
        ["pack", project, "--no-build", "-nologo", "-c", Configuration, $"-p:PackageVersion={version}", "-o", folder, .. arguments]);

    private static async Task<Packages> PackAsync()
    {
        if (Environment.GetEnvironmentVariable("SERVICEPING_PACKAGES") is { } packed)
        {
            return new Packages(packed, Environment.GetEnvironmentVariable("SERVICEPING_VERSION")!);
        }

        DirectoryInfo folder = Fresh("packed");
        string version = $"0.0.1-test.{Guid.NewGuid():N}";
        await PackAsync(folder.FullName, version);
        return new Packages(folder.FullName, version);
    }

    /// <summary>An empty folder of this test project, which stays for whoever looks why a test failed.</summary>
    private static DirectoryInfo Fresh(string name)
    {
        string folder = Repository.PathOf("artifacts", "test-packages", typeof(Packages).Assembly.GetName().Name!, name);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        return Directory.CreateDirectory(folder);
    }

    private static string Configuration =>
        AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            ? "Release"
            : "Debug";

    /// <summary>Where the repository and its samples have restored what they use.</summary>
    internal static IEnumerable<string> RestoredByRepository => new[]
    {
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"),
        Repository.PathOf("artifacts", "sample-packages"),
    }.Where(Directory.Exists);
}
