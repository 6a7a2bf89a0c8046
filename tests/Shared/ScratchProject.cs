using System.Diagnostics;

namespace ServicePing.Tests;

/// <summary>A console project outside the repository that refers to the package, as a user's does.</summary>
internal sealed class ScratchProject : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("serviceping-");

    /// <summary>The name of the project and its root namespace.</summary>
    internal string Name { get; }

    /// <summary>The project's own folder.</summary>
    internal string Folder { get; }

    private ScratchProject(string name)
    {
        Name = name;
        // A folder whose name needs escaping, as users have them.
        Folder = Path.Combine(_folder.FullName, "C#", name);
        Directory.CreateDirectory(Folder);
    }

    /// <summary>Makes the project.</summary>
    /// <param name="name">The name of the project.</param>
    /// <param name="content">More properties and items for the project file.</param>
    internal static async Task<ScratchProject> CreateAsync(string name, string content = "")
    {
        ScratchProject project = new(name);
        Packages packages = await Packages.GetAsync();
        project.Write($"{name}.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              {packages.RestoreProperties}
              <ItemGroup>
                <PackageReference Include="ServicePing" Version="$(ServicePingVersion)" />
              </ItemGroup>
              {content}
            </Project>
            """);
        return project;
    }

    /// <summary>Makes the project with the commands that a user has for it: a new one, to which the package is added.</summary>
    /// <param name="name">The name of the project.</param>
    internal static async Task<ScratchProject> InstallAsync(string name)
    {
        ScratchProject project = new(name);
        Packages packages = await Packages.GetAsync();
        project.Write("../Directory.Build.props", $"<Project>{packages.RestoreProperties}</Project>");
        await Dotnet.SucceedAsync(project.Folder, "new", "console", "--no-restore");
        await Dotnet.SucceedAsync(project.Folder, "add", "package", "ServicePing", "--version", packages.Version);
        return project;
    }

    /// <summary>Writes a file below the project's folder, or beside it with <c>../</c>.</summary>
    internal void Write(string path, string text)
    {
        string file = Path.GetFullPath(Path.Combine(Folder, path));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    /// <summary>Builds, which must succeed.</summary>
    internal Task<string> BuildAsync(params string[] arguments) => Dotnet.SucceedAsync(Folder, ["build", "-nologo", .. arguments]);

    /// <summary>Runs the built program to its end, which must be a success.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="input">What the program reads.</param>
    /// <param name="folder">A copy of the project's folder; the project's own when null.</param>
    /// <returns>What it wrote.</returns>
    internal async Task<string> RunAsync(IEnumerable<string> arguments, string input = "", string? folder = null)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine("bin", "Debug", "net10.0", $"{Name}.dll"), .. arguments])
        {
            WorkingDirectory = folder ?? Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended without reading on; its exit code and its words say why.
        }

        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"The program ended with {process.ExitCode}:\n{await error}");
        return await output;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
