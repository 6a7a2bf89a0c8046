using ServicePing.Tests;

namespace ServicePing.Package.Tests.Consumers;

/// <summary>
/// The projects in <c>Shapes/</c>, copied out of the repository, built, published, tested and opened as an editor does. All of them
/// go through one <c>dotnet</c> command each; tests look at what it came to.
/// </summary>
public sealed class ShapesFixture : IAsyncLifetime
{
    private const string Framework = "net10.0";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("serviceping-shapes-");

    /// <summary>What <c>dotnet test</c> printed.</summary>
    public string TestOutput { get; private set; } = "";

    // A folder whose name needs escaping, as users have them.
    private string Root => Path.Combine(_folder.FullName, "C# code");

    public async Task InitializeAsync()
    {
        Packages packages = await Packages.GetAsync();
        string feed = Directory.CreateDirectory(Path.Combine(_folder.FullName, "Feed")).FullName;
        Copy(Repository.PathOf("tests", "ServicePing.Package.Tests", "Shapes"), Root);
        await File.WriteAllTextAsync(Path.Combine(Root, "Packages.props"), $"""
            <Project>
              {packages.RestoreProperties}
              <PropertyGroup>
                <RestoreAdditionalProjectSources>$(RestoreAdditionalProjectSources);{feed}</RestoreAdditionalProjectSources>
              </PropertyGroup>
            </Project>
            """);

        await RunAsync("pack", "Packages.slnx", "-c", "Release", "-o", feed);
        await RunAsync("build", "Shapes.slnx", "-c", "Release");
        await RunAsync("publish", "Shapes.slnx", "-c", "Release", "--no-build");
        Task<string> opened = RunAsync(
            "msbuild", "Shapes.slnx", "-t:OpenInEditor", "-p:Configuration=Release", "-p:DesignTimeBuild=true", "-p:BuildProjectReferences=false",
            "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true", "-p:NonExistentFile=__NonExistentSubDir__/__NonExistentFile__");
        TestOutput = await RunAsync("test", "Shapes.slnx", "-c", "Release", "--no-build");
        await opened;
    }

    /// <summary>The names of the files that a program was published with.</summary>
    internal IEnumerable<string> Published(string shape) => Directory
        .EnumerateFiles(PublishFolder(shape), "*", SearchOption.AllDirectories)
        .Select(path => Path.GetFileName(path));

    /// <summary>Runs a published program.</summary>
    /// <returns>What it printed.</returns>
    internal async Task<string> RunPublishedAsync(string shape) =>
        (await Dotnet.SucceedAsync(_folder.FullName, Path.Combine(PublishFolder(shape), shape + ".dll"))).Trim();

    /// <summary>Publishes a program once more, trimmed and with everything it needs, and runs it.</summary>
    /// <returns>What it printed.</returns>
    internal async Task<string> RunTrimmedAsync(string shape)
    {
        string folder = Path.Combine(_folder.FullName, "Trimmed");
        await RunAsync(
            "publish", shape, "-c", "Release", "--use-current-runtime", "--self-contained", "-p:PublishTrimmed=true", "-p:TrimmerSingleWarn=false",
            "-o", folder);
        return (await Dotnet.RunProgramAsync(Path.Combine(folder, shape), folder)).Output.Trim();
    }

    /// <summary>The arguments with which an editor would call the compiler.</summary>
    internal string[] CommandLine(string shape) => File.ReadAllLines(Path.Combine(Root, shape, "obj", "compiler.txt"));

    /// <summary>Builds one of the projects again, which may fail.</summary>
    internal Task<(int ExitCode, string Output)> TryBuildAsync(string shape, params string[] arguments) =>
        Dotnet.RunAsync(Path.Combine(Root, shape), ["build", "-nologo", "-c", "Release", "--no-restore", .. arguments]);

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    private string PublishFolder(string shape) => Path.Combine(Root, shape, "bin", "Release", Framework, "publish");

    private Task<string> RunAsync(params string[] arguments) => Dotnet.SucceedAsync(Root, [.. arguments, "-nologo", "-v:minimal"]);

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
