using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using ServicePing.Runtime.Logging;

namespace ServicePing.Runtime.Forwarding;

/// <summary>Says once what is in the way of a forwarder, until it works again.</summary>
internal sealed partial class ForwardingLog(ILogger logger)
{
    private readonly ILogger _logger = new CalmLogger(logger);

    /// <summary>What was said, and not to be said again.</summary>
    private readonly ConcurrentDictionary<(string Forwarder, DropCause? Cause), byte> _said = new();

    /// <summary>The same of spools, by forwarder or path.</summary>
    private readonly ConcurrentDictionary<string, byte> _spools = new(StringComparer.Ordinal);

    internal void Works(string forwarder)
    {
        if (_said.TryRemove((forwarder, null), out _))
        {
            LogAgain(forwarder);
        }

        foreach ((string Forwarder, DropCause?) said in _said.Keys)
        {
            if (said.Forwarder == forwarder)
            {
                _said.TryRemove(said, out _);
            }
        }
    }

    internal void Fails(string forwarder, int most, string reason)
    {
        if (_said.TryAdd((forwarder, null), 0))
        {
            LogFailing(forwarder, most, reason);
        }
    }

    internal void Drops(string forwarder, DropCause cause, string reason)
    {
        if (!_said.TryAdd((forwarder, cause), 0))
        {
            return;
        }

        if (cause == DropCause.NotPermitted)
        {
            LogNotPermitted(forwarder, reason);
        }
        else
        {
            LogDropped(forwarder, ForwardingTally.Word(cause), reason);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Events for '{Forwarder}' cannot be forwarded; up to {Most} wait. {Reason}")]
    private partial void LogFailing(string forwarder, int most, string reason);

    [LoggerMessage(2, LogLevel.Information, "Events for '{Forwarder}' are forwarded again.")]
    private partial void LogAgain(string forwarder);

    [LoggerMessage(3, LogLevel.Warning, "Events for '{Forwarder}' are dropped ({Cause}); the statistics of tracking count them. {Reason}")]
    private partial void LogDropped(string forwarder, string cause, string reason);

    [LoggerMessage(4, LogLevel.Information, "Events for '{Forwarder}' are not forwarded, as that is not permitted. {Reason}")]
    private partial void LogNotPermitted(string forwarder, string reason);

    [LoggerMessage(5, LogLevel.Error, "The program ends before {Events} events for '{Forwarder}' could be forwarded; they are lost. {Reason}")]
    private partial void LogLostEvents(string forwarder, long events, string? reason);

    [LoggerMessage(6, LogLevel.Error, "Which events are forwarded cannot be read, so that none is. {Reason}")]
    private partial void LogNoCatalogue(string reason);

    [LoggerMessage(7, LogLevel.Warning, "The program ends before {Events} events for '{Forwarder}' could be forwarded; they are in its spool, and the next process that forwards takes them over.")]
    private partial void LogKeptEvents(string forwarder, long events);

    [LoggerMessage(8, LogLevel.Information, "{Events} events for '{Forwarder}' that a process had not forwarded when it ended are taken over from its spool '{Path}'; {Torn} torn lines are left out.")]
    private partial void LogRecovered(string forwarder, int events, int torn, string path);

    [LoggerMessage(9, LogLevel.Warning, "The spool of events for '{Forwarder}' cannot be written; what waits is in memory alone until it can. {Reason}")]
    private partial void LogCannotSpool(string forwarder, string reason);

    [LoggerMessage(10, LogLevel.Warning, "The spool '{Path}' of events for '{Forwarder}' cannot be read, and is left where it is. {Reason}")]
    private partial void LogCannotReadSpool(string forwarder, string path, string reason);

    internal void LogKept(string forwarder, long events) => LogKeptEvents(forwarder, events);

    internal void Recovers(string forwarder, int events, int torn, string path)
    {
        if (events + torn > 0)
        {
            LogRecovered(forwarder, events, torn, path);
        }
    }

    internal void CannotSpool(string forwarder, string reason)
    {
        if (_spools.TryAdd(forwarder, 0))
        {
            LogCannotSpool(forwarder, reason);
        }
    }

    internal void CannotReadSpool(string forwarder, string path, string reason)
    {
        if (_spools.TryAdd(path, 0))
        {
            LogCannotReadSpool(forwarder, path, reason);
        }
    }

    internal void Spools(string forwarder) => _spools.TryRemove(forwarder, out _);

    internal void LogLost(string forwarder, long events, string? reason) => LogLostEvents(forwarder, events, reason);

    internal void CannotRead(string reason)
    {
        if (_said.TryAdd(("", null), 0))
        {
            LogNoCatalogue(reason);
        }
    }
}
