using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServicePing;

// What bodies look like, for descriptions of the API; they are read by SentEvent and SentText.

/// <summary>The body of <c>POST usage_data/track_event</c>.</summary>
/// <param name="Event">The event's name.</param>
/// <param name="NamespaceId">Where it happened: the identifier of a namespace.</param>
/// <param name="ProjectId">Where it happened: the identifier of a project.</param>
/// <param name="AdditionalProperties">Further values that the event's definition declares.</param>
/// <param name="SendToSnowplow">Whether the event is forwarded too, where its definition has <c>forward: true</c>; false by default.</param>
internal sealed record TrackEventRequest(
    [property: JsonPropertyName("event"), JsonRequired] string Event,
    [property: JsonPropertyName("namespace_id")] long? NamespaceId,
    [property: JsonPropertyName("project_id")] long? ProjectId,
    [property: JsonPropertyName("additional_properties")] IReadOnlyDictionary<string, JsonElement>? AdditionalProperties,
    [property: JsonPropertyName("send_to_snowplow")] bool? SendToSnowplow);

/// <summary>The body of <c>POST usage_data/track_events</c>.</summary>
/// <param name="Events">The events, at most 50.</param>
internal sealed record TrackEventsRequest([property: JsonPropertyName("events"), JsonRequired] IReadOnlyList<TrackEventRequest> Events);

/// <summary>The body of <c>POST usage_data/increment_counter</c> and <c>POST usage_data/increment_unique_users</c>.</summary>
/// <param name="Event">The name of the counter's event.</param>
internal sealed record CounterRequest([property: JsonPropertyName("event"), JsonRequired] string Event);
