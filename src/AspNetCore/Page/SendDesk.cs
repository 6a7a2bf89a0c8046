namespace ServicePing;

/// <summary>Sends a ping that somebody has asked for, one at a time in this process; the store knows how far it is.</summary>
internal sealed class SendDesk(IPingHistory history, CancellationToken stopping)
{
    private readonly Lock _lock = new();
    private Task<PingCycle>? _work;

    internal bool IsUnderWay => _work is { IsCompleted: false };

    /// <summary>Why nothing was sent, where not even the history can tell.</summary>
    internal string? Failure => _work switch
    {
        { IsFaulted: true, Exception.InnerException: PingHistoryException exception } => exception.Message,
        { IsFaulted: true } work => $"{work.Exception!.InnerException!.GetType().FullName} was thrown.",
        _ => null,
    };

    /// <summary>Begins, unless that is under way.</summary>
    internal void Begin(string who)
    {
        lock (_lock)
        {
            if (!IsUnderWay)
            {
                _work = Task.Run(() => history.SendNowAsync(who, stopping), stopping);
            }
        }
    }
}
