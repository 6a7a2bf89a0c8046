using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ServicePing;

/// <summary>Tracks requests of endpoints and groups of endpoints.</summary>
public static class RequestTrackingEndpointExtensions
{
    /// <summary>Tracks an internal event for each request that is answered with success, with the user who sends it.</summary>
    /// <param name="endpoints">The endpoints.</param>
    /// <param name="name">The event's <c>action</c>.</param>
    /// <param name="if">As <see cref="RequestTrackingAttribute.Applies"/>; all requests by default.</param>
    /// <param name="arguments">As <see cref="TrackEventAttribute.Complete"/>.</param>
    /// <param name="anyRequest">As <see cref="RequestTrackingAttribute.AnyRequest"/>.</param>
    /// <exception cref="InvalidOperationException">When the endpoints are made: the program lacks <c>TrackRequests</c>.</exception>
    public static TBuilder TrackEvent<TBuilder>(
        this TBuilder endpoints,
        string name,
        Func<HttpContext, bool>? @if = null,
        Action<HttpContext, EventArguments>? arguments = null,
        bool anyRequest = false)
        where TBuilder : IEndpointConventionBuilder =>
        Add(endpoints, new DelegatedEvent(name, @if, arguments) { AnyRequest = anyRequest });

    /// <summary>Counts the different visitors, users or whatever else of a known event, for requests that are answered with success.</summary>
    /// <param name="endpoints">The endpoints.</param>
    /// <param name="name">The event's name.</param>
    /// <param name="by">Who is counted.</param>
    /// <param name="if">As <see cref="RequestTrackingAttribute.Applies"/>; all requests by default.</param>
    /// <param name="identifier">The identifier that is counted instead; none counts nothing.</param>
    /// <param name="anyRequest">As <see cref="RequestTrackingAttribute.AnyRequest"/>.</param>
    /// <exception cref="InvalidOperationException">When the endpoints are made: the program lacks <c>TrackRequests</c>.</exception>
    public static TBuilder TrackUnique<TBuilder>(
        this TBuilder endpoints,
        string name,
        UniqueBy by = UniqueBy.Visitor,
        Func<HttpContext, bool>? @if = null,
        Func<HttpContext, EventValue>? identifier = null,
        bool anyRequest = false)
        where TBuilder : IEndpointConventionBuilder =>
        Add(endpoints, new DelegatedUnique(name, @if, identifier) { By = by, AnyRequest = anyRequest });

    /// <summary>Increments a named counter for each request that is answered with success.</summary>
    /// <param name="endpoints">The endpoints.</param>
    /// <param name="name">The counter.</param>
    /// <param name="if">As <see cref="RequestTrackingAttribute.Applies"/>; all requests by default.</param>
    /// <param name="anyRequest">As <see cref="RequestTrackingAttribute.AnyRequest"/>.</param>
    /// <exception cref="InvalidOperationException">When the endpoints are made: the program lacks <c>TrackRequests</c>.</exception>
    public static TBuilder TrackCounter<TBuilder>(
        this TBuilder endpoints,
        string name,
        Func<HttpContext, bool>? @if = null,
        bool anyRequest = false)
        where TBuilder : IEndpointConventionBuilder =>
        Add(endpoints, new DelegatedCounter(name, @if) { AnyRequest = anyRequest });

    private static TBuilder Add<TBuilder>(TBuilder endpoints, RequestTrackingAttribute tracking)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        endpoints.Add(endpoint =>
        {
            if (endpoint.ApplicationServices.GetService<RequestTracker>() is null)
            {
                throw new InvalidOperationException(
                    $"Requests of '{endpoint.DisplayName}' are to be tracked as '{tracking.Name}', but nothing tracks requests: "
                    + "call ping.TrackRequests() in AddServicePing.");
            }

            endpoint.Metadata.Add(tracking);
        });
        return endpoints;
    }

    private sealed class DelegatedEvent(string name, Func<HttpContext, bool>? applies, Action<HttpContext, EventArguments>? complete)
        : TrackEventAttribute(name)
    {
        public override bool Applies(HttpContext context) => applies?.Invoke(context) != false;

        public override void Complete(HttpContext context, EventArguments arguments) => complete?.Invoke(context, arguments);
    }

    private sealed class DelegatedUnique(string name, Func<HttpContext, bool>? applies, Func<HttpContext, EventValue>? identify)
        : TrackUniqueAttribute(name)
    {
        internal override bool MayNeedVisitor => identify is null && base.MayNeedVisitor;

        public override bool Applies(HttpContext context) => applies?.Invoke(context) != false;

        public override EventValue? Identify(HttpContext context) => identify?.Invoke(context);
    }

    private sealed class DelegatedCounter(string name, Func<HttpContext, bool>? applies) : TrackCounterAttribute(name)
    {
        public override bool Applies(HttpContext context) => applies?.Invoke(context) != false;
    }
}
