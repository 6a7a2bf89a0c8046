using Microsoft.Extensions.Logging;

namespace ServicePing;

/// <summary>Tells the program's developers what is wrong with what is tracked over HTTP, calmly, since anybody may send anything.</summary>
internal sealed partial class TrackingLog(ILogger<ServicePingHttpOptions> logger, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private DateTimeOffset _next;
    private int _unsaid;
    private int _snowplow;

    internal void Note(string name, TrackingResult result)
    {
        if (result.Problems is [var problem, ..])
        {
            Say(SentText.Shown(name), SentText.Shown(problem.Message));
        }
    }

    internal void NotePlace(string kind) => Say(kind, $"There is no such {kind}, or its user may not see it; the event was counted without it.");

    internal void NoteSnowplow()
    {
        if (Interlocked.Exchange(ref _snowplow, 1) == 0)
        {
            LogSnowplow();
        }
    }

    private void Say(string what, string message)
    {
        int unsaid;
        lock (_lock)
        {
            DateTimeOffset now = clock.GetUtcNow();
            if (now < _next)
            {
                _unsaid++;
                return;
            }

            (unsaid, _unsaid, _next) = (_unsaid, 0, now + Pause);
        }

        LogProblem(what, message, unsaid);
    }

    [LoggerMessage(
        EventId = 1,
        Level = LogLevel.Warning,
        Message = "A request to track '{What}' was wrong: {Problem} Before it, {Unsaid} more were since the last line.")]
    private partial void LogProblem(string what, string problem, int unsaid);

    [LoggerMessage(
        EventId = 2,
        Level = LogLevel.Warning,
        Message = "A request asks to send its event to Snowplow, and it is only counted: its definition has no forward, or the program forwards no events.")]
    private partial void LogSnowplow();
}
