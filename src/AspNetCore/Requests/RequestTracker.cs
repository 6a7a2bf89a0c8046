using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ServicePing;

/// <summary>Tracks what requests count, and says what goes wrong there: to the log and the meter, never to the request.</summary>
internal sealed partial class RequestTracker
{
    /// <summary>The category of the log, which users filter by: it stays whatever the class is called.</summary>
    internal const string LogCategory = "ServicePing.RequestTracker";

    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<(string Endpoint, string Name, string Cause), DateTimeOffset> _said = new();
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly Counter<long> _failed;
    private readonly RequestTrackingOptions _options;

    public RequestTracker(IServiceProvider services, EventTracker events, IOptions<RequestTrackingOptions> options, ILoggerFactory log)
    {
        Events = events;
        _log = log.CreateLogger(LogCategory);
        _options = options.Value;
        _clock = services.GetService<TimeProvider>() ?? TimeProvider.System;
        Cookie = new VisitorCookie(_options.VisitorCookie, _clock);
        _failed = (services.GetService<IMeterFactory>()?.Create("ServicePing") ?? new Meter("ServicePing")).CreateCounter<long>(
            "serviceping.requests.failed", "{request}", "Requests that were not counted, as their tracking failed.");
    }

    internal EventTracker Events { get; }

    internal VisitorCookie Cookie { get; }

    internal EventValue UserOf(HttpContext context) => _options.UserOf(context);

    internal string UserIdentifier => _options.UserIdentifier;

    /// <summary>Notes what has become of an event.</summary>
    internal void Note(TrackedEndpoint endpoint, RequestTrackingAttribute tracking, TrackingResult result)
    {
        foreach (TrackingProblem problem in result.Problems)
        {
            if (problem.Kind is TrackingProblemKind.UnknownEvent or TrackingProblemKind.UnknownCounter)
            {
                _failed.Add(1);
                if (IsNews(endpoint, tracking, "unknown"))
                {
                    NobodyHas(_log, endpoint.Name, tracking.Kind, tracking.Name);
                }
            }
            else if (!(problem.Kind == TrackingProblemKind.Missing && problem.Name == UserIdentifier) && IsNews(endpoint, tracking, problem.Name))
            {
                // Where nobody is signed in there is no user, which is nothing to say.
                IsWrong(_log, endpoint.Name, tracking.Kind, tracking.Name, problem.Name, problem.Kind);
            }
        }
    }

    /// <summary>Notes that code of the program has thrown.</summary>
    internal void Note(TrackedEndpoint endpoint, RequestTrackingAttribute tracking, Exception exception)
    {
        _failed.Add(1);
        if (IsNews(endpoint, tracking, "thrown"))
        {
            HasThrown(_log, exception, endpoint.Name, tracking.Kind, tracking.Name);
        }
    }

    private bool IsNews(TrackedEndpoint endpoint, RequestTrackingAttribute tracking, string cause)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        (string, string, string) key = (endpoint.Name, tracking.Name, cause);
        return _said.TryGetValue(key, out DateTimeOffset last) ? now - last >= Quiet && _said.TryUpdate(key, now, last) : _said.TryAdd(key, now);
    }

    [LoggerMessage(1, LogLevel.Warning, "'{Endpoint}' does not count {Kind} '{Name}', as its code has thrown.")]
    private static partial void HasThrown(ILogger log, Exception exception, string endpoint, string kind, string name);

    [LoggerMessage(2, LogLevel.Error, "'{Endpoint}' does not count {Kind} '{Name}', as no definition of the program has it.")]
    private static partial void NobodyHas(ILogger log, string endpoint, string kind, string name);

    [LoggerMessage(3, LogLevel.Warning, "'{Endpoint}' counts {Kind} '{Name}' with something wrong: '{Argument}' ({Problem}).")]
    private static partial void IsWrong(ILogger log, string endpoint, string kind, string name, string argument, TrackingProblemKind problem);
}
