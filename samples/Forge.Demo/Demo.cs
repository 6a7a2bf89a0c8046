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
            (CollectionStatistics cost, JsonObject events, long rows, Delivered delivered) = await log.Progress()
                .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
                .StartAsync(progress => FillCollectAndSendAsync(installation, vendor, progress, cancellationToken));

            Print(delivered.Ping);
            (json ? log : AnsiConsole.Console).Write(Summary.Of(cost, rows));
            (json ? log : AnsiConsole.Console).Write(Summary.Of(delivered));
            if (truth is not null)
            {
                await File.WriteAllTextAsync(truth.FullName, events.ToJsonString(), cancellationToken);
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
                await ServedForge.RunAsync(installation, vendor, log, cancellationToken);
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

    private static async Task<(CollectionStatistics Cost, JsonObject Events, long Rows, Delivered Delivered)> FillCollectAndSendAsync(
        Installation installation, Vendor vendor, ProgressContext progress, CancellationToken cancellationToken)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        LateClock clock = new();
        await using WebApplication forge = installation.CreateForge(vendor, builder => builder.Services.AddSingleton<TimeProvider>(clock));

        ProgressTask loading = progress.AddTask("Loading three years of work");
        long rows = await installation.LoadAsync(now, share => loading.Value = 100 * share, cancellationToken);

        ProgressTask tracking = progress.AddTask("Tracking events of the last weeks");
        IReadOnlyList<Occurrence> occurrences = Traffic.Until(now);
        await Traffic.TrackAsync(
            occurrences,
            forge.Services.GetRequiredService<ForgeEvents>(),
            forge.Services.GetRequiredService<ForgeKnownEvents>(),
            forge.Services.GetRequiredService<EventTracker>(),
            clock,
            share => tracking.Value = 100 * share,
            cancellationToken);

        ProgressTask collecting = progress.AddTask("Collecting by hand, to see what it costs");
        clock.Set(now);
        ServicePingPayload payload = await forge.Services.GetRequiredService<ServicePingCollector>().CollectAsync(
            new Progress<CollectionProgress>(so => collecting.Value = Math.Max(collecting.Value, 100 * so.ShareDone)),
            cancellationToken);
        collecting.Value = 100;

        ProgressTask sending = progress.AddTask("Going round once: computed, kept, sent, answered");
        Delivered delivered = await Delivered.OfAsync(forge.Services.GetRequiredService<IPingHistory>(), cancellationToken);
        sending.Value = 100;

        return (payload.Statistics, Truth.Of(occurrences, delivered.RecordedAt), rows, delivered);
    }

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
