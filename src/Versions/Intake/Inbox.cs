using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ServicePing.Versions;

/// <summary>
/// Where pings wait to be written: all that arrive while commits are under way are stored with the next, so that a commit is shared by as
/// many as there are, and nobody waits for others to come.
/// </summary>
internal sealed partial class Inbox : BackgroundService
{
    /// <summary>While one waits for the disk, the other has the server work.</summary>
    internal const int Writers = 2;

    private const int MaxBatchPings = 256;
    private const int MaxBatchBytes = 8 << 20;

    private readonly PingWriter _writer;
    private readonly ILogger<Inbox> _logger;
    private readonly Channel<Waiting> _waiting;

    internal Inbox(PingWriter writer, int maxWaiting, ILogger<Inbox> logger)
    {
        _writer = writer;
        _logger = logger;
        _waiting = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(maxWaiting));
    }

    /// <summary>Stores a ping; completes after the commit.</summary>
    /// <exception cref="UnavailableException">Too many are waiting, the program ends, or the database did not take it.</exception>
    internal Task<PingOutcome> AddAsync(ArrivedPing ping)
    {
        Waiting waiting = new(ping);
        return _waiting.Writer.TryWrite(waiting)
            ? waiting.Outcome.Task
            : throw new UnavailableException("Too many pings are waiting to be stored, or the receiver is about to end.");
    }

    /// <summary>Stores what has arrived before the program ends; what comes later is sent again.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        if (ExecuteTask is { } writing)
        {
            await ((Task)writing.WaitAsync(cancellationToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await base.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => WriteAllAsync()));

    private async Task WriteAllAsync()
    {
        List<Waiting> batch = [];
        while (await _waiting.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            long bytes = 0;
            while (batch.Count < MaxBatchPings && bytes < MaxBatchBytes && _waiting.Reader.TryRead(out Waiting? next))
            {
                batch.Add(next);
                bytes += next.Ping.Body.Length;
            }

            // The other writer may have taken all of them.
            if (batch is not [])
            {
                await StoreAsync(batch).ConfigureAwait(false);
                batch.Clear();
            }
        }
    }

    private async Task StoreAsync(List<Waiting> batch)
    {
        ArrivedPing[] pings = [.. batch.Select(waiting => waiting.Ping)];
        try
        {
            PingOutcome[] outcomes = await WriteAsync(pings).ConfigureAwait(false);
            foreach ((int ping, PingOutcome outcome) in outcomes.Index())
            {
                batch[ping].Outcome.SetResult(outcome);
            }
        }
        catch (Exception exception)
        {
            LogNotStored(exception, pings.Length);
            foreach (Waiting waiting in batch)
            {
                waiting.Outcome.SetException(new UnavailableException("The database did not take the ping."));
            }
        }
    }

    private async Task<PingOutcome[]> WriteAsync(ArrivedPing[] pings)
    {
        try
        {
            return await _writer.WriteAsync(pings, CancellationToken.None).ConfigureAwait(false);
        }
        catch (NpgsqlException exception) when (exception is { IsTransient: true, InnerException: not TimeoutException })
        {
            // A pool knows that a connection is gone only when it is used; writing twice stores once.
            return await _writer.WriteAsync(pings, CancellationToken.None).ConfigureAwait(false);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "{Pings} pings could not be stored; their senders are asked to come again.")]
    private partial void LogNotStored(Exception exception, int pings);

    private sealed record Waiting(ArrivedPing Ping)
    {
        internal TaskCompletionSource<PingOutcome> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>The receiver cannot take anything now; who sent it shall come again.</summary>
internal sealed class UnavailableException(string message) : Exception(message);
