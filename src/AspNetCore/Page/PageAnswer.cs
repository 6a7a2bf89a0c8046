using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ServicePing.Pages;

namespace ServicePing;

/// <summary>Answers of the administrator's page.</summary>
internal static class PageAnswer
{
    /// <summary>Nothing is run, loaded or framed but what the page brings itself.</summary>
    internal const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    internal static Task WriteAsync(PageCall call, Outcome outcome)
    {
        HttpResponse response = call.Context.Response;
        switch (outcome)
        {
            case Redirect redirect:
                Guard(response);
                response.StatusCode = StatusCodes.Status303SeeOther;
                response.Headers.Location = call.To(redirect.Path);
                return Task.CompletedTask;
            case Download file:
                Guard(response);
                response.Headers.ContentDisposition = $"attachment; filename=\"{NameOf(file)}\"";
                return Answer.WriteBodyAsync(call.Context, StatusCodes.Status200OK, Answer.JsonType, file.Bytes);
            case Served served:
                Guard(response);
                return Answer.WriteBodyAsync(call.Context, StatusCodes.Status200OK, served.Type, served.Bytes);
            default:
                View view = (View)outcome;
                ReadOnlyMemory<byte> page = HtmlWriter.Render(Frame(call, view).Write);
                // What the check against forgery says of keeping and framing is weaker than this.
                Guard(response);
                return Answer.WriteBodyAsync(call.Context, view.Status, "text/html; charset=utf-8", page);
        }
    }

    /// <summary>The name of a file with what every system takes in one.</summary>
    private static string NameOf(Download file) =>
        string.Concat(file.Name.Select(one => char.IsAsciiLetterOrDigit(one) || one is '-' or '.' ? one : '-'));

    private static void Guard(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        response.Headers.XFrameOptions = "DENY";
        response.Headers.CacheControl = "no-store";
        response.Headers.Remove("Pragma");
    }

    private static PageFrame Frame(PageCall call, View view)
    {
        ServicePingOptions options = call.Context.RequestServices.GetRequiredService<IOptions<ServicePingOptions>>().Value;
        return new PageFrame
        {
            Site = new Site
            {
                Name = "Service ping",
                Subject = $"{options.Hostname} {options.Version}".Trim(),
                Home = call.To(""),
                Assets = call.To("assets/"),
                Navigation = Navigation(call),
            },
            Title = view.Title,
            Lead = view.Lead,
            Current = call.To(call.Page.Split('/', '.')[0]),
            RefreshSeconds = view.RefreshSeconds,
            Actions = view.Actions,
            Body = view.Body,
        };
    }

    private static IReadOnlyList<NavigationGroup> Navigation(PageCall call) =>
    [
        new(null, [new("Overview", call.To(""))]),
        new("What leaves",
        [
            new("Next ping", call.To("preview")),
            new("Sent", call.To("sent")),
            new("Metrics", call.To("metrics")),
            .. call.HasDictionary ? (NavigationItem[])[new("Dictionary", call.To(DictionaryPage.First))] : [],
            new("Forwarded events", call.To("forwarded")),
            new("Sites", call.To("sites")),
            new("Hosts and ports", call.To("hosts")),
        ]),
        new("Decide",
        [
            new("Settings", call.To("settings")),
            new("Send now", call.To("send")),
            new("Without internet", call.To("offline")),
            new("Tokens", call.To("tokens")),
            new("Stop and erase", call.To("stop")),
        ]),
        new("Look back",
        [
            new("History", call.To("history")),
            new("DevOps report", call.To("report")),
            new("Audit", call.To("audit")),
        ]),
    ];
}
