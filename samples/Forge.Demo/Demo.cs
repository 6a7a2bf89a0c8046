using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ServicePing;
using ServicePing.Testing;
using Spectre.Console;

namespace Forge.Demo;

/// <summary>From empty servers to a payload that the vendor has.</summary>
internal static class Demo
{
    private const int Failed = 1;
    private const int Interrupted = 130;

    public static async Task<int> RunAsync(
        bool json, bool keep, bool serve, FileInfo? truth, CancellationToken cancellationToken)
    {
        IAnsiConsole log = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Console.Error),
            Ansi = Console.IsErrorRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = Console.IsErrorRedirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        try
        {
            await using Installation installation = await log.Status()
                .StartAsync("Starting PostgreSQL and Redis", _ => Installation.StartAsync(cancellationToken));
            await using Vendor vendor = await Vendor.StartAsync(installation.VendorDatabase, cancellationToken);
            await using Collector collector = await Collector.StartAsync(cancellationToken);
            Outcome outcome = await log.Progress()
                .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
                .StartAsync(progress => GoRoundAsync(installation, vendor, collector, progress, cancellationToken));

            Print(outcome.Delivered.Ping);
            IAnsiConsole tables = json ? log : AnsiConsole.Console;
            tables.Write(Summary.Of(outcome.Cost, outcome.Rows));
            tables.Write(Summary.Of(outcome.Delivered));
            tables.Write(Summary.Of(outcome, collector));
            if (truth is not null)
            {
                await File.WriteAllTextAsync(truth.FullName, outcome.ToTruth().ToJsonString(), cancellationToken);
            }

            if (keep)
            {
                log.WriteLine("The servers are up. To look into them, and to end them and remove their data:");
                foreach (string command in installation.Keep())
                {
                    log.Profile.Out.Writer.WriteLine($"  {command}");
                }
            }

            if (serve)
            {
                await ServedForge.RunAsync(installation, vendor, SettingsOf(outcome.Monitoring), log, cancellationToken);
            }

            return 0;
        }
        catch (PrivateServerException exception)
        {
            log.WriteLine(exception.ToString());
            return Failed;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            log.WriteLine("Interrupted. The servers are stopped and their data is removed.");
            return Interrupted;
        }
    }

    private static async Task<Outcome> GoRoundAsync(
        Installation installation, Vendor vendor, Collector collector, ProgressContext progress, CancellationToken cancellationToken)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        long rows = await installation.LoadAsync(now, Step("Loading three years of work"), cancellationToken);

        List<Occurrence> occurrences = [.. Traffic.Until(now)];
        LateClock clock = new();
        await using (WebApplication past = installation.CreateForge(vendor, clock))
        {
            await Traffic.TrackAsync(occurrences, past.Services, clock, Step("Tracking events of the last weeks"), cancellationToken);
        }

        Action<double> killing = Step("Exporting projects over HTTP, kill -9, and on");
        ForgeProcess process = installation.With(await ForgeProcess.StartAsync(installation, vendor, collector, cancellationToken));
        occurrences.AddRange(await process.ExportProjectsAsync(cancellationToken));
        await collector.HasAsync(ForgeProcess.Exports, cancellationToken);
        killing(0.5);
        long recovered = await process.KillAndRestartAsync(cancellationToken);
        killing(1);

        (Monitoring? monitoring, string? missing) = await Monitoring.StartAsync(process.Address.Authority, cancellationToken);
        if (monitoring is not null)
        {
            await installation.With(monitoring).HasAllAsync(process, Step("Waiting until Prometheus has seen it"), cancellationToken);
        }

        PingCycle report = await SecondarySite.ReportAsync(
            installation, vendor, process.Address, Step("A second site reports to the first"), cancellationToken);

        Action<double> collecting = Step("Collecting by hand, to see what it costs");
        await using WebApplication forge = installation.CreateForge(vendor, more: SettingsOf(monitoring));
        double shareDone = 0;
        ServicePingPayload payload = await forge.Services.GetRequiredService<ServicePingCollector>().CollectAsync(
            new Progress<CollectionProgress>(so => collecting(shareDone = Math.Max(shareDone, so.ShareDone))),
            cancellationToken);
        collecting(1);

        Action<double> sending = Step("Going round once: computed, kept, sent, answered");
        Delivered delivered = await Delivered.OfAsync(forge.Services.GetRequiredService<IPingHistory>(), cancellationToken);
        sending(1);

        JsonObject tracked = Truth.Of(occurrences, delivered.RecordedAt);
        JsonNode counted = await WithoutRedis.CountAsync(
            installation, vendor, occurrences, Step("Once more without Redis, with counters in PostgreSQL"), cancellationToken);
        JsonObject withoutRedis = WithoutRedis.Values(counted, tracked.Select(value => value.Key));
        return new Outcome(payload.Statistics, rows, delivered, tracked, withoutRedis, recovered, report, monitoring, missing);

        Action<double> Step(string name)
        {
            ProgressTask task = progress.AddTask(name);
            return share => task.Value = 100 * share;
        }
    }

    /// <summary>What a Forge is told of the Prometheus beside it.</summary>
    private static IEnumerable<string> SettingsOf(Monitoring? monitoring) => monitoring is null ? [] : [monitoring.Setting];

    private static void Print(ReadOnlyMemory<byte> ping)
    {
        using JsonDocument document = JsonDocument.Parse(ping);
        using Stream output = Console.OpenStandardOutput();
        using (Utf8JsonWriter writer = new(output, new JsonWriterOptions { Indented = true }))
        {
            document.WriteTo(writer);
        }

        output.WriteByte((byte)'\n');
    }
}
