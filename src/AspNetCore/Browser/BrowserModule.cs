using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ServicePing.Pages;

namespace ServicePing;

/// <summary>The JavaScript module by which browsers track, as the program serves it.</summary>
internal static class BrowserModule
{
    /// <summary>The name of the endpoint, by which pages find its address.</summary>
    internal const string EndpointName = "ServicePing.BrowserModule";

    private const string File = "serviceping.js";

    private static readonly Asset Module =
        Asset.Of(typeof(BrowserModule).Assembly, "ServicePing.Browser", File, "text/javascript; charset=utf-8");

    /// <summary>Serves the module below a prefix: under a name that changes with it and may be kept for ever, and under a name that never changes.</summary>
    internal static void Map(IEndpointRouteBuilder api, Admission admission)
    {
        Map(Module.Name, AssetAnswer.Kept).WithMetadata(new EndpointNameMetadata(EndpointName));
        Map(File, AssetAnswer.AskedEachTime);

        IEndpointConventionBuilder Map(string name, string caching) => api
            .MapMethods($"usage_data/{name}", [HttpMethods.Get, HttpMethods.Head], async context =>
            {
                if (await admission.AdmitAsync(context, Gate.Open).ConfigureAwait(false))
                {
                    await AssetAnswer.WriteAsync(context, Module, caching).ConfigureAwait(false);
                }
            })
            .WithMetadata(new AllowAnonymousAttribute(), new ExcludeFromDescriptionAttribute());
    }
}
