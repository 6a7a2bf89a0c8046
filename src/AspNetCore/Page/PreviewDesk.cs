namespace ServicePing;

/// <summary>
/// Computes what the next ping would hold, one at a time, and keeps the last one for a while in this process. What was computed under other
/// permissions than those that hold is forgotten as soon as anybody looks.
/// </summary>
internal sealed class PreviewDesk(ServicePingReports reports, TimeProvider clock, CancellationToken stopping)
{
    private static readonly TimeSpan Keep = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private PreviewRun? _run;

    /// <summary>What is being computed, or was, under these permissions; null where there is nothing.</summary>
    internal PreviewRun? Find(PingPermissions permissions)
    {
        lock (_lock)
        {
            if (_run is { } run && (run.Permissions != permissions || clock.GetUtcNow() - run.BegunAt > Keep))
            {
                run.End();
                _run = null;
            }

            return _run;
        }
    }

    /// <summary>Begins to compute, unless that is under way.</summary>
    internal void Begin(PingPermissions permissions)
    {
        lock (_lock)
        {
            if (Find(permissions) is { IsUnderWay: true })
            {
                return;
            }

            _run = new PreviewRun(reports, permissions, clock.GetUtcNow(), stopping);
        }
    }
}

/// <summary>A ping that is computed to be looked at.</summary>
internal sealed class PreviewRun : IProgress<CollectionProgress>
{
    private readonly CancellationTokenSource _end;
    private readonly Task<ServicePingPayload> _work;
    private volatile string _progress = "Reading counters and facts.";
    private double _shareDone;

    internal PreviewRun(ServicePingReports reports, PingPermissions permissions, DateTimeOffset begunAt, CancellationToken stopping)
    {
        Permissions = permissions;
        BegunAt = begunAt;
        _end = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _work = Task.Run(() => reports.AllValuesAsync(permissions, this, _end.Token), _end.Token);
    }

    internal PingPermissions Permissions { get; }

    internal DateTimeOffset BegunAt { get; }

    internal bool IsUnderWay => !_work.IsCompleted;

    /// <summary>What was computed; null where that is under way, or has failed.</summary>
    internal ServicePingPayload? Payload => _work.IsCompletedSuccessfully ? _work.Result : null;

    /// <summary>Why nothing was computed; null where it was, or is under way.</summary>
    internal string? Failure => _work.IsFaulted
        ? $"{_work.Exception.InnerException!.GetType().FullName} was thrown while it was computed."
        : _work.IsCanceled ? "It was ended before it was computed." : null;

    /// <summary>What it is at.</summary>
    internal string Progress => _progress;

    /// <summary>From 0 to 1.</summary>
    internal double ShareDone => Volatile.Read(ref _shareDone);

    /// <summary>Told on the threads that walk.</summary>
    public void Report(CollectionProgress value)
    {
        _progress = $"Reading {value.Walking}.";
        Volatile.Write(ref _shareDone, value.ShareDone);
    }

    internal void End() => _end.Cancel();
}
