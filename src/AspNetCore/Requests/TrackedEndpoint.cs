using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ServicePing;

/// <summary>An endpoint whose requests are tracked: what it does, and then what counts.</summary>
internal sealed class TrackedEndpoint
{
    private readonly RequestDelegate _answer;
    private readonly RequestTracker _tracking;
    private readonly bool _anyRequest;

    private TrackedEndpoint(Endpoint endpoint, RequestDelegate answer, IReadOnlyList<RequestTrackingAttribute> trackings, RequestTracker tracking)
    {
        _answer = answer;
        _tracking = tracking;
        Name = endpoint.DisplayName ?? endpoint.ToString()!;
        Trackings = trackings;
        MayNeedVisitor = trackings.Any(one => one.MayNeedVisitor);
        _anyRequest = trackings.Any(one => one.AnyRequest);
    }

    internal string Name { get; }

    internal IReadOnlyList<RequestTrackingAttribute> Trackings { get; }

    internal bool MayNeedVisitor { get; }

    /// <summary>The same endpoint, tracked; itself where nothing tracks it.</summary>
    internal static Endpoint Of(Endpoint endpoint, RequestTracker tracking)
    {
        IReadOnlyList<RequestTrackingAttribute> trackings = endpoint.Metadata.GetOrderedMetadata<RequestTrackingAttribute>();
        if (trackings.Count == 0 || endpoint.RequestDelegate is not { } answer)
        {
            return endpoint;
        }

        TrackedEndpoint tracked = new(endpoint, answer, trackings, tracking);
        return endpoint is RouteEndpoint route
            ? new RouteEndpoint(tracked.AnswerAsync, route.RoutePattern, route.Order, route.Metadata, route.DisplayName)
            : new Endpoint(tracked.AnswerAsync, endpoint.Metadata, endpoint.DisplayName);
    }

    private Task AnswerAsync(HttpContext context)
    {
        bool asksForHtml = RequestSignals.AsksForHtml(context.Request);
        return (asksForHtml || _anyRequest) && !RequestSignals.MustNotCount(context.Request)
            ? AnswerAndCountAsync(context, asksForHtml)
            : _answer(context);
    }

    private async Task AnswerAndCountAsync(HttpContext context, bool asksForHtml)
    {
        TrackedRequest request = new(context, this, _tracking, asksForHtml);
        request.Begin();
        try
        {
            await _answer(context).ConfigureAwait(false);
        }
        catch
        {
            request.Fail();
            throw;
        }

        request.Decide();
    }
}
