using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Yaml;
using ServicePing.Generators;

namespace ServicePing.Benchmarks.Generator;

/// <summary>Programs that start a host and end; compiled into a folder, and published from there.</summary>
internal sealed class StartupPrograms
{
    private const int KeyPaths = 4_700;
    private const string HostFrameworkName = "Microsoft.AspNetCore.App";
    private const string Mark = "started: ";

    private readonly string _folder;

    /// <param name="folder">What it holds is replaced.</param>
    public StartupPrograms(string folder)
    {
        _folder = folder;
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        // What the programs refer to; the rest is in the framework that hosts web programs.
        Directory.CreateDirectory(folder);
        foreach (string name in (string[])["ServicePing.Runtime.dll", "Npgsql.dll", "StackExchange.Redis.dll"])
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, name), Path.Combine(folder, name));
        }
    }

    public string PathOf(string name) => Path.GetFullPath(Path.Combine(_folder, name + ".dll"));

    public string PublishedPathOf(string name) => Path.GetFullPath(Path.Combine(Published, name + ".dll"));

    private string Published => Path.Combine(_folder, "published");

    private static string HostFramework => Path.Combine(
        Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", HostFrameworkName, Environment.Version.ToString());

    /// <summary>Compiles a program over the definitions, so many times that they are enough, and tells how many key paths they are.</summary>
    public int Compile(string name, SourceFile[] files, string register)
    {
        SourceFile[] all = files.Length == 0 ? files : Enlarge(files);
        ConsumerProject project = new(all);
        CSharpCompilation compilation = ConsumerProject.Compile($$"""
            using System;
            using System.IO;
            using System.Runtime;
            using Microsoft.Extensions.DependencyInjection;
            using Microsoft.Extensions.Hosting;

            HostApplicationBuilder builder = Host.CreateApplicationBuilder();
            IServiceCollection services = builder.Services;
            {{register}}
            using IHost host = builder.Build();
            host.Start();

            long resident = Environment.WorkingSet / 1024;
            double processor = Environment.CpuUsage.TotalTime.TotalMilliseconds;
            long methods = JitInfo.GetCompiledMethodCount();
            long mine = 0;
            foreach (string line in File.ReadLines("/proc/self/status"))
            {
                if (line.StartsWith("RssAnon:") || line.StartsWith("RssShmem:"))
                {
                    mine += long.Parse(line.Split(':')[1].Replace("kB", ""));
                }
            }

            Console.WriteLine(FormattableString.Invariant($"{{Mark}}{processor} {methods} {resident} {mine}"));
            Environment.Exit(0);
            """);
        compilation = compilation
            .WithAssemblyName(name)
            .WithOptions(compilation.Options.WithOutputKind(OutputKind.ConsoleApplication))
            .WithReferences(
            [
                .. compilation.References.Where(static reference => !Path.GetFileName(reference.Display!).StartsWith("Microsoft.Extensions", StringComparison.Ordinal)),
                .. Directory.EnumerateFiles(HostFramework, "Microsoft.Extensions.*.dll").Select(static file => MetadataReference.CreateFromFile(file)),
            ]);
        project.Driver(new ServicePingGenerator()).RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out _);
        EmitResult result = generated.Emit(PathOf(name));
        if (!result.Success)
        {
            throw new InvalidOperationException($"{name} does not compile: {result.Diagnostics.First(static one => one.Severity == DiagnosticSeverity.Error)}");
        }

        Configure(PathOf(name));
        return FlatTable.Metrics(all).Count;
    }

    /// <summary>Publishes the programs, with what they refer to, compiled for this machine.</summary>
    public void Publish()
    {
        string project = Path.Combine(_folder, "Publish", "Publish.csproj");
        Directory.CreateDirectory(Path.GetDirectoryName(project)!);

        // The properties of the repository end here.
        File.WriteAllText(Path.Combine(_folder, "Publish", "Directory.Build.props"), "<Project/>");
        File.WriteAllText(Path.Combine(_folder, "Publish", "Directory.Packages.props"), "<Project/>");
        File.WriteAllText(project, $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <RuntimeIdentifier>$(NETCoreSdkPortableRuntimeIdentifier)</RuntimeIdentifier>
                <SelfContained>false</SelfContained>
                <PublishReadyToRun>true</PublishReadyToRun>
              </PropertyGroup>
              <ItemGroup>
                <FrameworkReference Include="{HostFrameworkName}" />
                <Reference Include="../*.dll" />
              </ItemGroup>
            </Project>
            """);
        Run(["publish", project, "-nologo", "-v", "quiet", "-o", Published], Environment.CurrentDirectory);
        foreach (string configuration in Directory.EnumerateFiles(_folder, "*.runtimeconfig.json"))
        {
            File.Copy(configuration, Path.Combine(Published, Path.GetFileName(configuration)));
        }
    }

    /// <summary>Starts a program and waits for its end.</summary>
    public static ProgramStart Start(string path)
    {
        // The host watches the folder it starts in; this one holds the same for each program, and nothing else.
        string folder = Path.Combine(Path.GetDirectoryName(path)!, "content");
        Directory.CreateDirectory(folder);
        long started = Stopwatch.GetTimestamp();
        string output = Run([path], folder);
        double milliseconds = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        double[] figures = [.. output.Split('\n').Single(static line => line.StartsWith(Mark, StringComparison.Ordinal))[Mark.Length..]
            .Split(' ').Select(static figure => double.Parse(figure, CultureInfo.InvariantCulture))];
        return new ProgramStart(milliseconds, figures[0], figures[1], figures[2], figures[3]);
    }

    /// <summary>As many key paths as asked for: the definitions once more under other names.</summary>
    private static SourceFile[] Enlarge(SourceFile[] files)
    {
        List<SourceFile> all = [.. files];
        int missing = KeyPaths - FlatTable.Metrics(files).Count;
        foreach (SourceFile file in files.Where(static file => file.Kind == DefinitionKind.Metric))
        {
            MetricDefinition metric = DefinitionReader.Read(file).Meaning.Metrics[0];
            if (missing <= 0)
            {
                break;
            }

            missing -= Math.Max(1, metric.HasTimeFrameList ? metric.TimeFrames.Count : 1);
            all.Add(new SourceFile(
                file.Path, file.RelativePath.Replace("metrics/", "metrics/more/", StringComparison.Ordinal), file.Kind,
                file.Text.Replace("key_path: ", "key_path: more.", StringComparison.Ordinal)));
        }

        return [.. all];
    }

    private static void Configure(string path) =>
        File.WriteAllText(Path.ChangeExtension(path, ".runtimeconfig.json"), JsonSerializer.Serialize(new
        {
            runtimeOptions = new { framework = new { name = HostFrameworkName, version = Environment.Version.ToString() } },
        }));

    private static string Run(string[] arguments, string folder)
    {
        using Process process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments)
        {
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} ended with {process.ExitCode}: {output}");
    }
}

/// <summary>What the start of a program took.</summary>
/// <param name="Milliseconds">From outside, to the end of the process.</param>
/// <param name="ProcessorMilliseconds">Of all threads, until the host had started.</param>
/// <param name="Methods">How many were compiled until then.</param>
/// <param name="ResidentKilobytes">All pages in memory.</param>
/// <param name="PrivateKilobytes">Those that belong to no file.</param>
internal readonly record struct ProgramStart(
    double Milliseconds, double ProcessorMilliseconds, double Methods, double ResidentKilobytes, double PrivateKilobytes);
