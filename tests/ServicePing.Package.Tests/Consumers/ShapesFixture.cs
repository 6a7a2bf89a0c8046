using System.Text;
using ServicePing.Package.Tests.Contents;
using ServicePing.Package.Tests.Guides;
using ServicePing.Tests;

namespace ServicePing.Package.Tests.Consumers;

/// <summary>
/// The projects in <c>Shapes/</c>, copied out of the repository, built, published, tested and opened as an editor does. All of them
/// go through one <c>dotnet</c> command each; tests look at what it came to.
/// </summary>
public sealed class ShapesFixture : IAsyncLifetime
{
    private const string Framework = "net10.0";

    private Task<Dictionary<string, string>> _published = Task.FromResult(new Dictionary<string, string>());

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("serviceping-shapes-");

    /// <summary>What <c>dotnet build</c> printed.</summary>
    public string BuildOutput { get; private set; } = "";

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

        await File.WriteAllTextAsync(Path.Combine(Root, "ConsoleApp.Tests", "Readme.cs"), PageCode.In("Readme", PageBlock.Of(await ReadTestingReadmeAsync())));
        await RunAsync("pack", "Packages.slnx", "-c", "Release", "-o", feed);
        BuildOutput = await RunAsync("build", "Shapes.slnx", "-c", "Release");
        await RunAsync("publish", "Shapes.slnx", "-c", "Release", "--no-build");
        await RunAsync(
            "msbuild", "Shapes.slnx", "-t:OpenInEditor", "-p:Configuration=Release", "-p:DesignTimeBuild=true", "-p:BuildProjectReferences=false",
            "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true", "-p:NonExistentFile=__NonExistentSubDir__/__NonExistentFile__");
        _published = PublishOtherwiseAsync("AotApp");
        TestOutput = await Dotnet.SucceedAsync(Root, ["test", .. TestAssemblies(), "--logger", "console;verbosity=minimal"]);
        await _published;
    }

    /// <summary>The names of the files that a program was published with.</summary>
    internal IEnumerable<string> Published(string shape) => Directory
        .EnumerateFiles(PublishFolder(shape), "*", SearchOption.AllDirectories)
        .Select(path => Path.GetFileName(path));

    /// <summary>Runs a published program.</summary>
    /// <returns>What it printed.</returns>
    internal async Task<string> RunPublishedAsync(string shape) =>
        (await Dotnet.SucceedAsync(_folder.FullName, Path.Combine(PublishFolder(shape), shape + ".dll"))).Trim();

    /// <summary>What a program prints that was published once more: <c>Trimmed</c>, and <c>Aot</c> as native code.</summary>
    internal async Task<string> RunPublishedAsync(string shape, string how, params string[] arguments)
    {
        string folder = (await _published)[how];
        return (await Dotnet.RunProgramAsync(Path.Combine(folder, shape), folder, arguments)).Output.Trim();
    }

    /// <summary>The names of the files in a folder that a program was published to.</summary>
    internal async Task<IEnumerable<string>> PublishedAsync(string how) =>
        Directory.EnumerateFiles((await _published)[how]).Select(path => Path.GetFileName(path));

    /// <summary>The arguments with which an editor would call the compiler.</summary>
    internal string[] CommandLine(string shape) => File.ReadAllLines(Path.Combine(Root, shape, "obj", "compiler.txt"));

    /// <summary>Adds a file to one of the projects.</summary>
    internal void Add(string shape, string path)
    {
        string file = Path.Combine(Root, shape, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "");
    }

    /// <summary>Builds one of the projects again, which may fail.</summary>
    internal Task<(int ExitCode, string Output)> TryBuildAsync(string shape, params string[] arguments) =>
        Dotnet.RunAsync(Path.Combine(Root, shape), ["build", "-nologo", "-c", "Release", "--no-restore", .. arguments]);

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    // One after the other, since both build in the same folder.
    private async Task<Dictionary<string, string>> PublishOtherwiseAsync(string shape)
    {
        Dictionary<string, string> folders = [];
        foreach (string how in new[] { "Trimmed", "Aot" })
        {
            folders[how] = Path.Combine(_folder.FullName, how);
            await RunAsync(
                "publish", shape, "-c", "Release", "--use-current-runtime", "--self-contained", $"-p:Publish{how}=true", "-p:TrimmerSingleWarn=false",
                "-p:DebugType=none", "-o", folders[how]);
        }

        return folders;
    }

    private static async Task<string> ReadTestingReadmeAsync()
    {
        using PackageFile package = await PackageFile.OpenAsync("ServicePing.Testing");
        return Encoding.UTF8.GetString(package.Read("README.md"));
    }

    /// <summary>All of them in one run: to start one takes longer than the tests.</summary>
    private IEnumerable<string> TestAssemblies() => Directory.EnumerateDirectories(Root, "*.Tests")
        .Select(folder => Path.Combine(folder, "bin", "Release", Framework, Path.GetFileName(folder) + ".dll"));

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
