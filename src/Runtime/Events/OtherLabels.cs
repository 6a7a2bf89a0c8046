using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using ServicePing.Runtime.Labels;

namespace ServicePing.Runtime.Events;

/// <summary>Counts what was counted under <c>other</c> instead of its own label, and says so once a counter and cause.</summary>
internal sealed partial class OtherLabels(LabelLimits limits, ILogger logger)
{
    private readonly ConcurrentDictionary<(OtherCause Cause, string Name), bool> _said = new();
    private long _moves;

    internal LabelLimits Limits => limits;

    /// <summary>How often that was: movements of counters for labels, arguments of events for values.</summary>
    internal long Moves => Interlocked.Read(ref _moves);

    /// <param name="cause">Why.</param>
    /// <param name="name">The counter's key, or the event.</param>
    /// <param name="moves">How many movements of counters, or arguments of events.</param>
    internal void Add(OtherCause cause, string name, long moves)
    {
        Interlocked.Add(ref _moves, moves);
        if (!_said.TryAdd((cause, name), true))
        {
            return;
        }

        switch (cause)
        {
            case OtherCause.TooLong:
                LogTooLong(name, limits.Longest);
                break;
            case OtherCause.TooMany:
                LogTooMany(name, limits.Most);
                break;
            default:
                LogOutside(name);
                break;
        }
    }

    [LoggerMessage(10, LogLevel.Warning, "Counter '{Key}' is given labels of more than {Longest} characters (MaxLabelLength); they are counted under 'other'.")]
    private partial void LogTooLong(string key, int longest);

    [LoggerMessage(11, LogLevel.Warning, "Counter '{Key}' is given more than {Most} different labels (MaxLabels); further ones are counted under 'other'.")]
    private partial void LogTooMany(string key, int most);

    [LoggerMessage(12, LogLevel.Warning, "Event '{Event}' is given values that its definition does not list; they are counted as 'other'.")]
    private partial void LogOutside(string @event);
}

/// <summary>Why something is counted under <c>other</c>.</summary>
internal enum OtherCause
{
    /// <summary>The label is too long.</summary>
    TooLong,

    /// <summary>The counter has as many labels as it may have.</summary>
    TooMany,

    /// <summary>The value is not among those that the definition lists.</summary>
    Outside,
}
