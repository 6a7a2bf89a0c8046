using Microsoft.AspNetCore.Http;

namespace ServicePing;

/// <summary>A request that may count, from when its endpoint begins until it is decided.</summary>
internal sealed class TrackedRequest(HttpContext context, TrackedEndpoint endpoint, RequestTracker tracking, bool asksForHtml)
{
    private bool _isDecided;
    private EventValue? _user;
    private EventValue? _visitor;

    internal HttpContext Context => context;

    internal EventTracker Tracker => tracking.Events;

    /// <summary>Who sends it; none where nobody is signed in.</summary>
    internal EventValue User => _user ??= tracking.UserOf(context);

    /// <summary>What the vocabulary calls the user.</summary>
    internal string UserIdentifier => tracking.UserIdentifier;

    /// <summary>Whose browser it is; none where that has no cookie and may not be given one.</summary>
    internal EventValue Visitor => _visitor ??= tracking.Cookie.Find(context.Request) ?? CreateVisitor();

    /// <summary>Sees to it that a visitor can still be made when the answer begins.</summary>
    internal void Begin()
    {
        if (endpoint.MayNeedVisitor && tracking.Cookie.Find(context.Request) is null)
        {
            context.Response.OnStarting(static request =>
            {
                ((TrackedRequest)request).Decide();
                return Task.CompletedTask;
            }, this);
        }
    }

    /// <summary>Counts the request if it is a success, once.</summary>
    internal void Decide()
    {
        if (!_isDecided)
        {
            _isDecided = true;
            if (RequestSignals.IsSuccess(context))
            {
                foreach (RequestTrackingAttribute one in endpoint.Trackings)
                {
                    if (asksForHtml || one.AnyRequest)
                    {
                        Track(one);
                    }
                }
            }
        }
    }

    /// <summary>Leaves the request uncounted, whatever an answer says that is made of its failure.</summary>
    internal void Fail() => _isDecided = true;

    private void Track(RequestTrackingAttribute one)
    {
        try
        {
            if (one.Applies(context))
            {
                tracking.Note(endpoint, one, one.Track(this));
            }
        }
        catch (Exception exception)
        {
            tracking.Note(endpoint, one, exception);
        }
    }

    private EventValue CreateVisitor() =>
        context.User.Identity?.IsAuthenticated == true || User.HasValue ? tracking.Cookie.Create(context) : EventValue.None;
}
