using System.Diagnostics;

namespace ServicePing.Runtime.Forwarding;

/// <summary>Takes over once a minute what ended processes have left for one forwarder, and writes at each interval what waits.</summary>
/// <param name="forwarder">What the forwarder is called.</param>
/// <param name="options">Where the spool lies, and how often it is written.</param>
/// <param name="secret">Makes pseudonyms.</param>
/// <param name="tally">How much waits already.</param>
/// <param name="log">Says what is in the way.</param>
internal sealed class ForwardingSpoolLoop(
    string forwarder, ServicePingOptions options, InstanceSecret secret, ForwardingTally tally, ForwardingLog log) : IAsyncDisposable
{
    private static readonly TimeSpan AdoptInterval = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LongestKeeping = TimeSpan.FromSeconds(5);

    private readonly ForwardingSpool _spool = new(forwarder, options, secret, log);
    private Task _running = Task.CompletedTask;

    /// <summary>Begins.</summary>
    /// <param name="take">Lets an event wait that a process has left.</param>
    /// <param name="end">Ends it.</param>
    internal void Begin(Action<WaitingEvent> take, CancellationToken end) => _running = Task.Run(() => RunAsync(take, end), CancellationToken.None);

    /// <summary>Notes an event that waits; on the caller's thread.</summary>
    internal void Take(WaitingEvent waiting) => _spool.Take(waiting);

    /// <summary>Whether all that waits is in the spool, as it ends; a store or a disk that does not answer is not waited for.</summary>
    internal bool IsKept()
    {
        try
        {
            Task<bool> keeping = Task.Run(() => _spool.KeepAsync(CancellationToken.None));
            return keeping.Wait(LongestKeeping) && keeping.Result;
        }
        catch (AggregateException)
        {
            return false;
        }
    }

    /// <summary>Keeps what waits, once the loop was ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await _running.WaitAsync(TimeSpan.FromSeconds(1)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ = IsKept();
        _spool.Dispose();
    }

    private async Task RunAsync(Action<WaitingEvent> take, CancellationToken end)
    {
        long adopted = 0;
        while (!end.IsCancellationRequested)
        {
            try
            {
                if (adopted == 0 || Stopwatch.GetElapsedTime(adopted) >= AdoptInterval)
                {
                    adopted = Stopwatch.GetTimestamp();
                    await _spool.AdoptAsync(options.Forwarding.QueueSize - (int)tally.Pending, take, end).ConfigureAwait(false);
                }

                await _spool.KeepAsync(end).ConfigureAwait(false);
            }
            catch (Exception exception) when (!end.IsCancellationRequested)
            {
                log.CannotSpool(forwarder, exception.Message);
            }

            await Task.Delay(options.SpoolInterval, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
