using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace ServicePing;

/// <summary>Events and counters of older generations that scripts, agents and browsers send.</summary>
internal sealed class TrackingEndpoints(
    EventTracker tracker,
    ServicePingCatalogue catalogue,
    IHostEnvironment environment,
    TrackingLimiter limiter,
    TrackingLog log,
    ServicePingHttpOptions options)
{
    private const int MostEvents = 50;

    // GitLab's answer is the status itself.
    private static readonly ReadOnlyMemory<byte> Done = "200"u8.ToArray();

    internal IReadOnlyList<ApiEndpoint> All =>
    [
        new(HttpMethods.Post, "track_event", Gate.Tracking, "Tracks an event.", TrackAsync)
        {
            Takes = ApiParameter.Event,
            Refuses = [400, 413, 415, 422, 429],
        },
        new(HttpMethods.Post, "track_events", Gate.Tracking, "Tracks up to 50 events, all of them or none.", TrackManyAsync)
        {
            Takes = ApiParameter.Events,
            Refuses = [400, 413, 415, 422, 429],
        },
        new(HttpMethods.Post, "increment_counter", Gate.Counters, "Counts an event of a named counter.", IncrementAsync)
        {
            Takes = ApiParameter.Counter,
            Refuses = [400, 413, 415, 429],
        },
        new(HttpMethods.Post, "increment_unique_users", Gate.Counters, "Counts the user of an event, once a period.", AddUserAsync)
        {
            Takes = ApiParameter.Counter,
            Refuses = [400, 413, 415, 429],
        },
    ];

    private async Task TrackAsync(HttpContext context)
    {
        using JsonDocument body = await ReadAsync(context).ConfigureAwait(false);
        SentEvent sent = SentEvent.Read(body.RootElement, "");
        await TrackAsync(context, [sent]).ConfigureAwait(false);
    }

    private async Task TrackManyAsync(HttpContext context)
    {
        using JsonDocument body = await ReadAsync(context).ConfigureAwait(false);
        if (!body.RootElement.TryGetProperty("events"u8, out JsonElement events) || events.ValueKind == JsonValueKind.Null)
        {
            throw RefusedException.BadRequest("The body must have 'events', a list of events.", "events is missing");
        }

        if (events.ValueKind != JsonValueKind.Array)
        {
            throw RefusedException.BadRequest("'events' must be a list of events.", "events is invalid");
        }

        if (events.GetArrayLength() > MostEvents)
        {
            throw RefusedException.BadRequest("Maximum 50 events allowed in one request.");
        }

        // All are read before the first is counted, so that a request is counted as a whole or not at all.
        SentEvent[] sent =
        [
            .. events.EnumerateArray().Select((one, index) => SentEvent.Read(one, FormattableString.Invariant($"events[{index}]"))),
        ];
        await TrackAsync(context, sent).ConfigureAwait(false);
    }

    private async Task TrackAsync(HttpContext context, SentEvent[] events)
    {
        foreach (SentEvent one in events)
        {
            if (catalogue.FindEvent(one.Name) is not { IsTracked: true } && !environment.IsProduction())
            {
                throw new RefusedException(new Problem(
                    StatusCodes.Status422UnprocessableEntity, $"No event of the program is called '{SentText.Shown(one.Name)}'."));
            }
        }

        EventValue user = options.UserOf(context);
        foreach (SentEvent one in events)
        {
            Dictionary<string, EventValue> identifiers = new(StringComparer.Ordinal) { [options.UserIdentifier] = user };
            await AddPlaceAsync(context, identifiers, "project", one.Project).ConfigureAwait(false);
            await AddPlaceAsync(context, identifiers, "namespace", one.Namespace).ConfigureAwait(false);

            // As GitLab's API does: what is sent to Snowplow is asked for by each request.
            bool mayForward = one.IsForSnowplow && !TrackingWish.IsNotToBeTracked(context.Request);
            TrackingResult result = tracker.TrackByName(one.Name, identifiers, one.Properties, mayForward);
            log.Note(one.Name, result);
            if (mayForward && result is { IsTracked: true, IsForwarded: false })
            {
                log.NoteSnowplow();
            }
        }

        await Answer.JsonAsync(context, Done).ConfigureAwait(false);
    }

    private async Task AddPlaceAsync(HttpContext context, Dictionary<string, EventValue> identifiers, string kind, EventValue place)
    {
        if (!place.HasValue)
        {
            return;
        }

        if (options.IsKnownPlace is { } isKnown && !await isKnown(context, new TrackedPlace(kind, place)).ConfigureAwait(false))
        {
            log.NotePlace(kind);
            return;
        }

        identifiers[kind] = place;
    }

    private async Task IncrementAsync(HttpContext context)
    {
        string name = await CounterAsync(context).ConfigureAwait(false);
        log.Note(name, tracker.Counters.Increment(name));
        await Answer.JsonAsync(context, Done).ConfigureAwait(false);
    }

    private async Task AddUserAsync(HttpContext context)
    {
        string name = await CounterAsync(context).ConfigureAwait(false);
        log.Note(name, tracker.Counters.AddUnique(name, options.UserOf(context)));
        await Answer.JsonAsync(context, Done).ConfigureAwait(false);
    }

    private async Task<string> CounterAsync(HttpContext context)
    {
        using JsonDocument body = await ReadAsync(context).ConfigureAwait(false);
        return SentText.Required(body.RootElement, "event", "");
    }

    private Task<JsonDocument> ReadAsync(HttpContext context)
    {
        limiter.Take(context);
        return JsonBody.ReadAsync(context, options.LongestBody);
    }
}
