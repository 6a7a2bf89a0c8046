using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Shared;

namespace ServicePing;

/// <summary>Ends the start of a program whose endpoints track what no definition has, before it listens.</summary>
internal sealed class TrackedNamesCheck(RequestTracker tracking) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        next(app);
        if (app.ApplicationServices.GetService<EndpointDataSource>() is { } source)
        {
            Check(source.Endpoints);
        }
    };

    /// <exception cref="InvalidOperationException">Some do.</exception>
    private void Check(IEnumerable<Endpoint> endpoints)
    {
        Dictionary<string, IReadOnlyCollection<string>> names = new(StringComparer.Ordinal);
        string[] mistakes =
        [
            .. from endpoint in endpoints
               from one in endpoint.Metadata.GetOrderedMetadata<RequestTrackingAttribute>()
               from mistake in MistakesOf(endpoint, one, names)
               select $"- '{endpoint.DisplayName}' {mistake}",
        ];
        if (mistakes.Length > 0)
        {
            throw new InvalidOperationException(
                "Requests are tracked as what the program does not have:\n" + string.Join('\n', mistakes.Distinct(StringComparer.Ordinal)));
        }
    }

    private IEnumerable<string> MistakesOf(Endpoint endpoint, RequestTrackingAttribute one, Dictionary<string, IReadOnlyCollection<string>> names)
    {
        if (!names.TryGetValue(one.Kind, out IReadOnlyCollection<string>? known))
        {
            names[one.Kind] = known = one.NamesOf(tracking.Events);
        }

        if (!known.Contains(one.ComparedName, StringComparer.Ordinal))
        {
            yield return $"tracks {one.Kind} '{one.Name}', which no definition has{AdviceOn(one, known)}";
        }

        foreach (string value in one.RouteValues.Where(value => endpoint is RouteEndpoint route && !Has(route, value)))
        {
            yield return $"tracks {one.Kind} '{one.Name}' with the route value '{value}', which its route does not have.";
        }
    }

    private string AdviceOn(RequestTrackingAttribute one, IReadOnlyCollection<string> known) =>
        one is not TrackEventAttribute && tracking.Events.EventNames.Contains(one.Name, StringComparer.Ordinal) ? "; TrackEvent tracks the event of that name."
        : one is not TrackUniqueAttribute && tracking.Events.Counters.UniqueNames.Contains(one.Name, StringComparer.Ordinal)
        ? "; TrackUnique counts the unique event of that name."
        : NearName.Of(one.ComparedName, known) is { } near ? $"; is it '{near}'?"
        : ".";

    private static bool Has(RouteEndpoint route, string value) =>
        route.RoutePattern.GetParameter(value) is not null || route.RoutePattern.Defaults.ContainsKey(value)
        || route.RoutePattern.RequiredValues.ContainsKey(value);
}
