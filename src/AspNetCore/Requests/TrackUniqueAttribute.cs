using Microsoft.AspNetCore.Http;

namespace ServicePing;

/// <summary>
/// Counts the different visitors, users or whatever else of a known event, or of an event that a metric of the data source <c>redis_hll</c>
/// lists: <c>[TrackUnique("users_visiting_projects")]</c>.
/// </summary>
/// <param name="name">The event's name.</param>
public class TrackUniqueAttribute(string name) : RequestTrackingAttribute(name)
{
    /// <summary>Who is counted; visitors by default.</summary>
    public UniqueBy By { get; set; }

    /// <summary>
    /// An identifier of its own that is counted instead; called after <see cref="RequestTrackingAttribute.Applies"/>. An exception leaves the
    /// event uncounted, which is logged.
    /// </summary>
    /// <param name="context">The request with its answer.</param>
    /// <returns>The identifier; <see cref="EventValue.None"/> counts nothing; null, as by default, counts by <see cref="By"/>.</returns>
    public virtual EventValue? Identify(HttpContext context) => null;

    internal override string Kind => "unique event";

    internal override bool MayNeedVisitor => By == UniqueBy.Visitor;

    internal override IReadOnlyCollection<string> NamesOf(EventTracker tracker) => tracker.Counters.UniqueNames;

    internal override TrackingResult Track(TrackedRequest request) =>
        (Identify(request.Context) ?? (By == UniqueBy.User ? request.User : request.Visitor)) is { HasValue: true } identifier
            ? request.Tracker.Counters.AddUnique(Name, identifier)
            : new TrackingResult(false, []);
}

/// <summary>Who is counted once.</summary>
public enum UniqueBy
{
    /// <summary>
    /// A browser, by its cookie <c>visitor_id</c>: a UUID that is made when somebody signed in is first counted, and lives 24 months. A
    /// browser that has none, of somebody who is not signed in, is not counted.
    /// </summary>
    Visitor,

    /// <summary>The user who is signed in, by <see cref="RequestTrackingOptions.UserOf"/>.</summary>
    User,
}
