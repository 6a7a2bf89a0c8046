using Microsoft.Extensions.Logging;

namespace ServicePing.Runtime.Events;

internal sealed partial class CounterFlusher
{
    [LoggerMessage(1, LogLevel.Warning, "The counter store has not answered a flush for {Seconds} s; what was tracked is kept.")]
    private partial void LogHanging(double seconds);

    [LoggerMessage(2, LogLevel.Error, "The counter store refuses '{Key}': {Moves} movements of it are dropped.")]
    private partial void LogRejected(string key, long moves);

    [LoggerMessage(4, LogLevel.Error, "There was no memory left for {Moves} movements of counters; raise TrackingMemory.")]
    private partial void LogNoMemory(long moves);

    [LoggerMessage(5, LogLevel.Error, "A flush could not be made; what was tracked is kept, and the next one is tried in time.")]
    private partial void LogBroken(Exception exception);

    [LoggerMessage(6, LogLevel.Error, "Events are tracked after the last flush of the program; from now on they are lost.")]
    private partial void LogLate();

    [LoggerMessage(3, LogLevel.Error, "The program ends before {Moves} movements of counters could be written; they are lost. {Reason}")]
    private partial void LogLost(long moves, string? reason);
}
