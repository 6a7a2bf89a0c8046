using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Reading;
using ServicePing.Generators;

namespace ServicePing.Benchmarks.Generator;

/// <summary>
/// What 4,700 metrics add to the start of a program before anything is collected: whole processes with and without them, in turns.
/// </summary>
internal sealed class StartupBenchmark
{
    private const int KeyPaths = 4_700;
    private const int Rounds = 21;

    private const string HostFrameworkName = "Microsoft.AspNetCore.App";

    private readonly string _folder;

    private StartupBenchmark(string folder) => _folder = folder;

    public static void Run(SourceFile[] files)
    {
        string folder = Path.Combine("artifacts", "benchmarks", "startup");
        StartupBenchmark benchmark = new(folder);
        benchmark.Install();
        int keyPaths = benchmark.Compile("With", Enlarge(files), """
            services.AddServicePing(ping => ping.UseInProcessCounters());
            """);
        benchmark.Compile("Connected", Enlarge(files), """
            services.AddServicePing(ping => ping.UsePostgres("Host=localhost;Database=product").UseRedis("localhost"));
            """);
        benchmark.Compile("Without", [], "");

        string[] programs = ["Without", "With", "Connected"];
        Dictionary<string, List<Start>> starts = programs.ToDictionary(name => name, _ => new List<Start>());
        for (int round = -3; round < Rounds; round++)
        {
            foreach (string program in programs)
            {
                Start start = benchmark.Time(program);
                if (round >= 0)
                {
                    starts[program].Add(start);
                }
            }
        }

        (double ms, double kb)[] medians = [.. programs.Select(program => (
            Median(starts[program].Select(start => start.Milliseconds)), Median(starts[program].Select(start => start.Kilobytes))))];
        for (int i = 0; i < programs.Length; i++)
        {
            Say($"start-up       {programs[i],-28} {medians[i].ms,9:F1} ms {medians[i].kb,10:N0} KB resident");
        }

        Say($"start-up of {keyPaths} key paths, medians of {Rounds} processes each, to the end of the program.");
        Say($"generator: startup_ms = {medians[1].ms - medians[0].ms:F1}");
        Say($"generator: startup_kb = {medians[1].kb - medians[0].kb:F0}");
        Say($"generator: startup_connected_ms = {medians[2].ms - medians[0].ms:F1}");
    }

    private static string HostFramework => Path.Combine(
        Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", HostFrameworkName, Environment.Version.ToString());

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

    /// <summary>Lays beside the programs what they refer to; the rest is in the framework that hosts web programs.</summary>
    private void Install()
    {
        Directory.CreateDirectory(_folder);
        foreach (string name in (string[])["ServicePing.Runtime.dll", "Npgsql.dll", "StackExchange.Redis.dll"])
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, name), Path.Combine(_folder, name), overwrite: true);
        }
    }

    private int Compile(string name, SourceFile[] files, string register)
    {
        ConsumerProject project = new(files);
        CSharpCompilation compilation = ConsumerProject.Compile($$"""
            using System;
            using Microsoft.Extensions.DependencyInjection;
            using Microsoft.Extensions.Hosting;

            HostApplicationBuilder builder = Host.CreateApplicationBuilder();
            IServiceCollection services = builder.Services;
            {{register}}
            using IHost host = builder.Build();
            host.Start();
            Console.WriteLine(Environment.WorkingSet / 1024);
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
        EmitResult result = generated.Emit(Path.Combine(_folder, name + ".dll"));
        if (!result.Success)
        {
            throw new InvalidOperationException($"{name} does not compile: {result.Diagnostics.First(static one => one.Severity == DiagnosticSeverity.Error)}");
        }

        File.WriteAllText(Path.Combine(_folder, name + ".runtimeconfig.json"), JsonSerializer.Serialize(new
        {
            runtimeOptions = new { framework = new { name = HostFrameworkName, version = Environment.Version.ToString() } },
        }));
        return FlatTable.Metrics(files).Count;
    }

    private Start Time(string program)
    {
        long started = Stopwatch.GetTimestamp();
        using Process process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [Path.Combine(_folder, program + ".dll")])
        {
            RedirectStandardOutput = true,
        })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? new Start(Stopwatch.GetElapsedTime(started).TotalMilliseconds, double.Parse(output.TrimEnd().Split('\n')[^1], CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] ordered = [.. values.Order()];
        return ordered[ordered.Length / 2];
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private readonly record struct Start(double Milliseconds, double Kilobytes);
}
