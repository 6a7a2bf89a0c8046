using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace ServicePing;

/// <summary>Puts tracking around the endpoints that ask for it, when routing has found them.</summary>
/// <remarks>
/// Routing is what minimal APIs, MVC, Razor Pages and components share. A middleware would have to stand in the right place and would see
/// every request; a filter exists in MVC alone. Here an endpoint without tracking costs nothing, and there is no order to get wrong.
/// </remarks>
internal sealed class TrackedEndpointPolicy(RequestTracker tracking) : MatcherPolicy, IEndpointSelectorPolicy
{
    private readonly ConditionalWeakTable<Endpoint, Endpoint> _tracked = [];

    /// <summary>After all others, which may put other endpoints in the place of those that were found.</summary>
    public override int Order => int.MaxValue;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) =>
        ContainsDynamicEndpoints(endpoints) || endpoints.Any(MayBeTracked);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        for (int i = 0; i < candidates.Count; i++)
        {
            if (candidates.IsValidCandidate(i))
            {
                ref CandidateState candidate = ref candidates[i];
                Endpoint tracked = _tracked.GetValue(candidate.Endpoint, found => TrackedEndpoint.Of(found, tracking));
                if (!ReferenceEquals(tracked, candidate.Endpoint))
                {
                    candidates.ReplaceEndpoint(i, tracked, candidate.Values);
                }
            }
        }

        return Task.CompletedTask;
    }

    // The attributes of a page that is compiled at run time come when a request has loaded it, by a policy before this one.
    private static bool MayBeTracked(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<RequestTrackingAttribute>() is not null
        || endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null;
}
