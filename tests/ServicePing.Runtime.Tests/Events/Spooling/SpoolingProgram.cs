using System.Diagnostics;
using System.Globalization;
using System.IO.MemoryMappedFiles;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>
/// This assembly as a process that tracks until it is killed, and keeps a note of how much that was at each moment, which outlives it.
/// </summary>
internal sealed class SpoolingProgram : IDisposable
{
    internal const int Ticks = 6_000;

    private const string Argument = "spool";

    private readonly OwnProcess _process;

    private SpoolingProgram(OwnProcess process) => _process = process;

    internal static bool Is(string what) => what == Argument;

    /// <summary>Starts one, and returns when it tracks.</summary>
    /// <param name="folder">The folder of spools.</param>
    /// <param name="store">How to connect to the counters: <c>postgres</c> or <c>redis</c>, and a connection.</param>
    /// <param name="note">The file of its note.</param>
    /// <param name="label">The label of its events.</param>
    /// <param name="events">How many events it tracks.</param>
    /// <param name="flushes">Whether it flushes at all.</param>
    internal static async Task<SpoolingProgram> StartAsync(string folder, string store, string note, string label, long events, bool flushes)
    {
        string words = string.Join('\n', folder, store, note, label, events.ToString(CultureInfo.InvariantCulture), flushes.ToString());
        SpoolingProgram program = new(OwnProcess.Start(Argument, words));
        await program.ReadAsync();
        return program;
    }

    /// <summary>What the process does.</summary>
    internal static async Task RunAsync(string words, TextWriter output)
    {
        string[] word = words.Split('\n');
        long events = long.Parse(word[4], CultureInfo.InvariantCulture);
        TestSet set = EventSet.Create();
        ServiceCollection services = new();
        ServicePingServiceCollectionExtensions.AddServicePing(
            services,
            ping => UseCounters(ping, word[1]).Configure(options => (options.SpoolFolder, options.SpoolInterval) = (word[0], TimeSpan.FromMilliseconds(50))),
            set);
        await using ServiceProvider program = services.BuildServiceProvider();
        EventTracker tracker = program.GetRequiredService<EventTracker>();
        TrackedEvent tracked = tracker.EventsOf(set)[0];
        using MemoryMappedFile file = MemoryMappedFile.CreateFromFile(word[2], FileMode.Create, null, 8 * (1 + Ticks));
        using MemoryMappedViewAccessor note = file.CreateViewAccessor();
        if (bool.Parse(word[5]))
        {
            _ = Task.Run(async () =>
            {
                while (true)
                {
                    await tracker.FlushAsync();
                    await Task.Delay(20);
                }
            });
        }

        await output.WriteLineAsync("tracking");
        await output.FlushAsync();
        long began = Stopwatch.GetTimestamp();
        for (long i = 1; i <= events; i++)
        {
            // Written before, so that what is counted is never more than this.
            note.Write(0, i);
            tracked.Track(i, word[3], 1);
            note.Write(8 * (1 + Math.Min((long)Stopwatch.GetElapsedTime(began).TotalMilliseconds / 10, Ticks - 1)), i);
            if (i % 50 == 0)
            {
                await Task.Delay(1);
            }
        }

        await output.WriteLineAsync("done");
        await output.FlushAsync();
        await Task.Delay(Timeout.Infinite);
    }

    internal static ServicePingBuilder UseCounters(ServicePingBuilder ping, string store) => store.Split(' ', 2) switch
    {
        ["redis", var connection] => ping.UseRedis(connection),
        [_, var connection] => ping.UsePostgresCounters(connection),
        _ => throw new ArgumentException(store, nameof(store)),
    };

    internal Task<string> ReadAsync() => _process.ReadAsync();

    internal Task KillAsync() => _process.KillAsync();

    public void Dispose() => _process.Dispose();
}
