using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ServicePing;

/// <summary>Tracks an internal event for each request, with the user who sends it: <c>[TrackEvent("create_issue")]</c>.</summary>
/// <param name="name">The event's <c>action</c>.</param>
/// <remarks>A class derived from it says in code when it applies, and with what else.</remarks>
public class TrackEventAttribute(string name) : RequestTrackingAttribute(name)
{
    /// <summary>The additional property <c>label</c>, where it is always the same.</summary>
    public string? Label { get; set; }

    /// <summary>The additional property <c>property</c>, where it is always the same.</summary>
    public string? Property { get; set; }

    /// <summary>The name of the route value that is the project's identifier, such as <c>projectId</c> of <c>/projects/{projectId}</c>.</summary>
    public string? ProjectRouteValue { get; set; }

    /// <summary>The name of the route value that is the namespace's identifier.</summary>
    public string? NamespaceRouteValue { get; set; }

    /// <summary>
    /// Completes what the event is tracked with; called after <see cref="RequestTrackingAttribute.Applies"/>. An exception leaves the event
    /// uncounted, which is logged.
    /// </summary>
    /// <param name="context">The request with its answer.</param>
    /// <param name="arguments">What is known already: the user, and what the attribute says.</param>
    public virtual void Complete(HttpContext context, EventArguments arguments)
    {
    }

    internal override string Kind => "event";

    internal override IEnumerable<string> RouteValues => new[] { ProjectRouteValue, NamespaceRouteValue }.OfType<string>();

    internal override IReadOnlyCollection<string> NamesOf(EventTracker tracker) => tracker.EventNames;

    internal override TrackingResult Track(TrackedRequest request)
    {
        EventArguments arguments = new()
        {
            User = request.User,
            UserIdentifier = request.UserIdentifier,
            Project = RouteValue(request.Context, ProjectRouteValue),
            Namespace = RouteValue(request.Context, NamespaceRouteValue),
        };
        Add(arguments, "label", Label);
        Add(arguments, "property", Property);
        Complete(request.Context, arguments);
        return arguments.Track(request.Tracker, Name);
    }

    private static void Add(EventArguments arguments, string property, string? value)
    {
        if (value is not null)
        {
            arguments.Properties[property] = value;
        }
    }

    private static EventValue RouteValue(HttpContext context, string? name) =>
        name is not null && context.GetRouteValue(name) is { } value && Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text
            ? RequestUser.ValueOf(text)
            : EventValue.None;
}
