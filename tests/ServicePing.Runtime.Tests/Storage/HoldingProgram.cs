using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Storage;

namespace ServicePing.Tests;

/// <summary>This assembly as a program of its own that has a cycle: it is stopped and killed from outside.</summary>
internal sealed class HoldingProgram : IDisposable
{
    private readonly OwnProcess _process;

    private HoldingProgram(OwnProcess process) => _process = process;

    /// <summary>Starts it over a folder or a database.</summary>
    internal static HoldingProgram Start(string what, string place) => new(OwnProcess.Start(what, place));

    /// <summary>What the program does.</summary>
    internal static async Task RunAsync(string what, string place)
    {
        await using ServiceProvider services = Services(place);
        IPingStore store = services.GetRequiredService<IPingStore>();
        if (what == "hold")
        {
            await HoldAsync(store);
        }
        else
        {
            await WorkAsync(store);
        }
    }

    internal Task<string> ReadAsync() => _process.ReadAsync();

    internal Task SayAsync(string line) => _process.SayAsync(line);

    internal void Stop() => Assert.Equal(0, Kill(_process.Id, 19));

    internal void Continue() => Assert.Equal(0, Kill(_process.Id, 18));

    internal Task KillAsync() => _process.KillAsync();

    public void Dispose() => _process.Dispose();

    /// <summary>Takes a cycle, waits for a word, and writes as if it still had the cycle.</summary>
    private static async Task HoldAsync(IPingStore store)
    {
        CycleHold hold = (await store.TakeAsync(
            new Cycle("a", CycleKind.Weekly, Ping.RecordedAt, "It is time."), Guid.NewGuid(), TimeSpan.FromMinutes(60), default))!;
        Console.WriteLine(hold.Fence);
        await Console.In.ReadLineAsync();
        PingDraft draft = new(PingKind.AllValues, Ping.RecordedAt, "zombie"u8.ToArray());
        Console.WriteLine(string.Join(
            ' ',
            await store.KeepAsync(hold, draft, default),
            await store.MoveAsync(hold, CycleState.Sent, "zombie", default),
            await store.RecordAsync(hold, new DeliveryAttempt("r", "o", "zombie", CycleState.Sent), default),
            await store.RenewAsync(hold, TimeSpan.FromMinutes(60), default)));
        await Console.In.ReadLineAsync();
    }

    /// <summary>Keeps one ping after the other and says how many, until it is killed.</summary>
    private static async Task WorkAsync(IPingStore store)
    {
        Random random = new(1);
        while (true)
        {
            string name = Guid.NewGuid().ToString("N");
            CycleHold hold = (await store.TakeAsync(
                new Cycle(name, CycleKind.ByHand, Ping.RecordedAt, "x"), Guid.NewGuid(), TimeSpan.FromMinutes(60), default))!;
            byte[] bytes = Encoding.ASCII.GetBytes(new string('x', random.Next(1, 50_000)));
            await store.KeepAsync(hold, new PingDraft(PingKind.AllValues, Ping.RecordedAt, bytes) { Metadata = bytes }, default);
            PingRecord latest = (await store.PingsAsync(PingKind.AllValues, 1, default))[0];
            Console.WriteLine(latest.Number);
        }
    }

    private static ServiceProvider Services(string place)
    {
        ServiceCollection services = new();
        ServicePingServiceCollectionExtensions.AddServicePing(
            services, ping => _ = place.Contains('=', StringComparison.Ordinal) ? ping.UsePostgres(place) : ping.KeepIn(place), null, []);
        return services.BuildServiceProvider();
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
