using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Pages;

namespace ServicePing;

/// <summary>What a page of the program needs, so that browsers track.</summary>
public static class ServicePingBrowser
{
    // The framework's own, where the program names none.
    private const string Header = "RequestVerificationToken";

    /// <summary>The address of the JavaScript module, with the program's path base; it changes with the module and may be kept for ever.</summary>
    /// <param name="context">The request of the page.</param>
    /// <exception cref="InvalidOperationException">The program has not called <c>MapServicePing</c>, or has no API.</exception>
    public static string ModulePath(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.RequestServices.GetRequiredService<LinkGenerator>().GetPathByName(context, BrowserModule.EndpointName, values: null)
            ?? throw new InvalidOperationException("The program serves no module for browsers: call app.MapServicePing() with an ApiPrefix.");
    }

    /// <summary>
    /// The elements for the head of a page: the module, which tracks elements with <c>data-event-tracking</c> by itself, and, where the program has
    /// antiforgery, its token in <c>&lt;meta name="csrf-token"&gt;</c>. There is no code in them, so that <c>script-src 'self'</c> allows them.
    /// </summary>
    /// <param name="context">The request of the page, whose answer has not begun: the antiforgery may set its cookie.</param>
    /// <exception cref="InvalidOperationException">The program has not called <c>MapServicePing</c>, or has no API.</exception>
    public static IHtmlContent HeadElements(HttpContext context)
    {
        string module = ModulePath(context);
        AntiforgeryTokenSet? tokens = context.RequestServices.GetService<IAntiforgery>()?.GetAndStoreTokens(context);
        return new HtmlString(Encoding.UTF8.GetString(HtmlWriter.Render(html =>
        {
            if (tokens is { RequestToken: { } token })
            {
                html.Write($"""<meta name="csrf-token" content="{token}" data-header="{tokens.HeaderName ?? Header}">""");
            }

            html.Write($"""<script type="module" src="{module:url}"></script>""");
        }).Span));
    }
}
