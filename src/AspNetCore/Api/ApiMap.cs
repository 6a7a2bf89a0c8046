using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ServicePing;

/// <summary>The REST API: every endpoint, admitted in one way, failing in one way and described in one way.</summary>
internal static class ApiMap
{
    private const string Tag = "Service Ping";

    internal static void Map(RouteGroupBuilder group, Admission admission, ServicePingHttpOptions options, IServiceProvider services)
    {
        foreach (ApiEndpoint endpoint in All(options, services))
        {
            string path = $"usage_data/{endpoint.Path}";
            RequestDelegate answer = context => AnswerAsync(context, admission, endpoint);
            Describe(group.MapMethods(path, [endpoint.Method], answer), endpoint);
            if (endpoint.Method == HttpMethods.Get)
            {
                group.MapMethods(path, [HttpMethods.Head], answer).WithMetadata(
                    new AllowAnonymousAttribute(), new ExcludeFromDescriptionAttribute(), new NoCookieRedirect());
            }
        }
    }

    internal static IEnumerable<ApiEndpoint> All(ServicePingHttpOptions options, IServiceProvider services)
    {
        IPingHistory history = services.GetRequiredService<IPingHistory>();
        ServicePingSettings settings = services.GetRequiredService<ServicePingSettings>();
        ServicePingCatalogue catalogue = services.GetRequiredService<ServicePingCatalogue>();
        EventTracker tracker = services.GetRequiredService<EventTracker>();
        TrackingLog log = new(services.GetRequiredService<ILogger<ServicePingHttpOptions>>(), services.GetRequiredService<TimeProvider>());
        return
        [
            .. new DefinitionEndpoints(catalogue).All,
            .. new TrackingEndpoints(
                tracker, catalogue, services.GetRequiredService<IHostEnvironment>(), new TrackingLimiter(options), log, options).All,
            .. new ReportEndpoints(new ShownReports(history.LatestAsync, settings, services.GetRequiredService<TimeProvider>()), tracker, options).All,
            .. new HistoryEndpoints(history, settings, catalogue, options).All,
            .. new SettingEndpoints(settings, options).All,
            .. new SiteEndpoints(services.GetRequiredService<ServicePingSites>()).All,
            .. new ForwardingEndpoints(services.GetRequiredService<ServicePingForwarding>()).All,
            .. new OfflineEndpoints(services.GetRequiredService<ServicePingOffline>(), options).All,
        ];
    }

    private static async Task AnswerAsync(HttpContext context, Admission admission, ApiEndpoint endpoint)
    {
        try
        {
            if (await admission.AdmitAsync(context, endpoint.Gate).ConfigureAwait(false))
            {
                await endpoint.Handle(context).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (Failures.Of(exception) is { } problem)
        {
            await problem.WriteAsync(context).ConfigureAwait(false);
        }
    }

    private static void Describe(IEndpointConventionBuilder builder, ApiEndpoint endpoint)
    {
        List<object> metadata =
        [
            endpoint.Handle.Method,
            new AllowAnonymousAttribute(),
            new TagsAttribute(Tag),
            new EndpointSummaryAttribute(endpoint.Summary),
            new EndpointNameAttribute($"ServicePing.{endpoint.Method}.{endpoint.Path}"),
            new ProducesResponseTypeMetadata(
                StatusCodes.Status200OK, endpoint.Answers == Answer.JsonType ? typeof(JsonElement) : typeof(string), [endpoint.Answers]),
            new NoCookieRedirect(),
            .. endpoint.Parameters,
        ];
        if (endpoint.Takes is { } body)
        {
            metadata.Add(body);
        }

        int[] refuses = endpoint.Gate.Audience == Audience.Anybody ? [.. endpoint.Refuses] : [401, 403, .. endpoint.Refuses];
        metadata.AddRange(refuses.Select(status => new ProducesResponseTypeMetadata(
            status, typeof(ProblemDetails), [Problem.Type])));
        builder.WithMetadata([.. metadata]);
    }

    /// <summary>Refusals are told and not led away from, also where a fallback of the program looks after them.</summary>
    private sealed class NoCookieRedirect : IDisableCookieRedirectMetadata;
}
