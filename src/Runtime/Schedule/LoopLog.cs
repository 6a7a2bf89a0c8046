using Microsoft.Extensions.Logging;
using ServicePing.Runtime.Collection;
using ServicePing.Runtime.Delivery;
using ServicePing.Runtime.Permissions;
using ServicePing.Runtime.Storage;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Schedule;

/// <summary>What the loop writes to the log, of the category <c>ServicePing.PingLoop</c>; docs/observability.md lists it.</summary>
internal sealed partial class LoopLog(ILogger logger, LoopInstruments instruments)
{
    private int _undelivered;

    /// <summary>A network that is not there is said once; from then on it is for those who look.</summary>
    internal void Report(string cycle, DeliveryAttempt attempt)
    {
        instruments.Count(attempt);
        double elapsed = attempt.Elapsed.TotalMilliseconds;
        if (attempt.State == CycleState.Sent)
        {
            Volatile.Write(ref _undelivered, 0);
            LogDelivered(cycle, attempt.Receiver, attempt.SentBytes, elapsed, attempt.UsageDataId);
        }
        else if (attempt.State == CycleState.Failed)
        {
            LogRefused(cycle, attempt.Receiver, attempt.Message);
        }
        else if (attempt.Outcome == PingSender.Unverified)
        {
            // No outage, and nothing that passes by itself.
            LogUnverified(cycle, attempt.Receiver, attempt.Message, attempt.NextAttemptIn ?? TimeSpan.Zero);
        }
        else if (Interlocked.Increment(ref _undelivered) == 1)
        {
            LogNotDelivered(cycle, attempt.Receiver, attempt.Message, attempt.NextAttemptIn ?? TimeSpan.Zero);
        }
        else
        {
            LogNotDeliveredAgain(cycle, attempt.Receiver, attempt.Message, attempt.NextAttemptIn ?? TimeSpan.Zero);
        }

        if (attempt.State.IsFinal())
        {
            instruments.CountEnd(attempt.State);
        }
    }

    internal void LogEnded(string cycle, CycleState state, string reason)
    {
        instruments.CountEnd(state);
        LogEnded(cycle, state.Word(), reason);
    }

    [LoggerMessage(201, LogLevel.Information, "The service ping is {State}. {Reason} The next one is due at {Due} and goes to {Receiver}.")]
    internal partial void LogStart(string state, string reason, string due, string receiver);

    [LoggerMessage(202, LogLevel.Information, "Cycle '{Cycle}' runs here. {Reason}")]
    internal partial void LogRuns(string cycle, string reason);

    [LoggerMessage(203, LogLevel.Information, "Cycle '{Cycle}' waits for {Wait}. {Reason}")]
    internal partial void LogWaits(string cycle, TimeSpan wait, string reason);

    [LoggerMessage(204, LogLevel.Information, "Cycle '{Cycle}' has ended: {State}. {Reason}")]
    private partial void LogEnded(string cycle, string state, string reason);

    [LoggerMessage(205, LogLevel.Information, "Cycle '{Cycle}' was delivered to {Receiver}: {Bytes} bytes in {Elapsed:0} ms, there number {Number}.")]
    private partial void LogDelivered(string cycle, string receiver, long bytes, double elapsed, long? number);

    [LoggerMessage(206, LogLevel.Information, "Cycle '{Cycle}' was not delivered to {Receiver}. {Reason} It is tried again in {Wait}.")]
    private partial void LogNotDelivered(string cycle, string receiver, string reason, TimeSpan wait);

    [LoggerMessage(212, LogLevel.Debug, "Cycle '{Cycle}' was again not delivered to {Receiver}. {Reason} It is tried again in {Wait}.")]
    private partial void LogNotDeliveredAgain(string cycle, string receiver, string reason, TimeSpan wait);

    [LoggerMessage(207, LogLevel.Warning, "Cycle '{Cycle}' is refused by {Receiver}. {Reason}")]
    private partial void LogRefused(string cycle, string receiver, string reason);

    [LoggerMessage(213, LogLevel.Warning, "Cycle '{Cycle}' has no receipt of {Receiver} that counts. {Reason} It is tried again in {Wait}.")]
    private partial void LogUnverified(string cycle, string receiver, string reason, TimeSpan wait);

    [LoggerMessage(208, LogLevel.Warning, "The ping of cycle '{Cycle}' could not be computed.")]
    internal partial void LogNotComputed(string cycle, Exception exception);

    [LoggerMessage(209, LogLevel.Warning, "A report beside the ping of cycle '{Cycle}' could not be computed.")]
    internal partial void LogReportNotComputed(string cycle, Exception exception);

    [LoggerMessage(210, LogLevel.Warning, "The loop cannot use its store and waits. {Reason}")]
    internal partial void LogStoreTrouble(string reason);

    [LoggerMessage(211, LogLevel.Error, "The loop waits, as something unexpected was thrown.")]
    internal partial void LogTrouble(Exception exception);
}
