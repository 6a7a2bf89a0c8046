using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using ServicePing.Pages;

namespace ServicePing;

/// <summary>The administrator's page: every address of it, admitted in one way and answered in one way.</summary>
internal static class PageMap
{
    /// <summary>More than a receipt with its form has.</summary>
    private const int LongestBody = 2 << 20;

    internal static void Map(RouteGroupBuilder group, Admission admission, ServicePingHttpOptions options, IServiceProvider provider)
    {
        foreach (Asset asset in Asset.All)
        {
            group
                .MapMethods(
                    $"assets/{asset.Name}",
                    [HttpMethods.Get, HttpMethods.Head],
                    context => AssetAnswer.WriteAsync(context, asset, AssetAnswer.Kept))
                .WithMetadata(new AllowAnonymousAttribute(), Hidden);
        }

        PageServices services = new(provider);
        foreach (PageEndpoint page in All(services, options))
        {
            string[] methods = page.IsChange ? [HttpMethods.Post] : [HttpMethods.Get, HttpMethods.Head];
            group.MapMethods(page.Path, methods, context => AnswerAsync(context, admission, options, page))
                .WithMetadata(new AllowAnonymousAttribute(), Hidden);
        }
    }

    /// <summary>A page that is not there, or of which nobody may know whether it is.</summary>
    internal static View NotFound(string text) => new("Not found", html => html.Write($"""<p class="nothing">{text}</p>""")) { Status = 404 };

    internal static IReadOnlyList<PageEndpoint> All(PageServices services, ServicePingHttpOptions options)
    {
        OverviewPage overview = new(services);
        SettingsPage settings = new(services);
        PreviewPage preview = new(services);
        SentPage sent = new(services);
        HistoryPage history = new(services);
        SendPage send = new(services);
        StopPage stop = new(services);
        OfflinePage offline = new(services);
        MetricPage metrics = new(services);
        TokensPage tokens = new(services);
        return
        [
            new("", overview.ShowAsync),
            new("settings", settings.ShowAsync),
            new("settings", settings.SaveAsync, IsChange: true),
            new("settings/moved", settings.NoteMovedAsync, IsChange: true),
            new("preview", preview.ShowAsync),
            new("preview", preview.BeginAsync, IsChange: true),
            new("preview.json", preview.DownloadAsync),
            new("sent", sent.ShowAsync),
            new("sent/{cycle}.json", sent.DownloadAsync),
            new("history", history.ShowAsync),
            new("history/{cycle}", history.ShowCycleAsync),
            new("history/{cycle}/receipt", history.ReceiptAsync),
            new("send", send.ShowAsync),
            new("send", send.BeginAsync, IsChange: true),
            new("stop", stop.ShowAsync),
            new("stop", stop.StopAsync, IsChange: true),
            new("start", stop.StartAsync, IsChange: true),
            new("erase", stop.EraseAsync, IsChange: true),
            new("offline", offline.ShowAsync),
            new("offline/export", offline.ExportAsync),
            new("offline/import", offline.ImportAsync, IsChange: true),
            new("tokens", tokens.ShowAsync),
            new("tokens", tokens.CreateAsync, IsChange: true),
            new("tokens/revoke", tokens.RevokeAsync, IsChange: true),
            new("sites", new SitesPage(services).ShowAsync),
            new("forwarded", new ForwardedPage(services).ShowAsync),
            new("hosts", new HostsPage(services).ShowAsync),
            new("report", new DevOpsPage(services).ShowAsync),
            new("audit", new AuditPage(services).ShowAsync),
            new("metrics", metrics.ListAsync),
            new("metrics/{keyPath}", metrics.ShowAsync),
            new("dictionary", DictionaryPage.BeginAsync),
            new(DictionaryPage.Address, new DictionaryPage(services, options).ShowAsync),
        ];
    }

    private static View NotTaken(string text, int status) =>
        new("That was not taken", Notices.Failure("Nothing was changed", text)) { Status = status };

    private static ExcludeFromDescriptionAttribute Hidden { get; } = new();

    private static async Task AnswerAsync(HttpContext context, Admission admission, ServicePingHttpOptions options, PageEndpoint page)
    {
        // Before anything reads a form, which a check against forgery does.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = LongestBody;
        }

        if (!await admission.AdmitAsync(context, Gate.Page).ConfigureAwait(false))
        {
            return;
        }

        // A page of many addresses is as deep as the one that was asked for.
        PageCall call = new(context, options, page.Path.Replace("{**path}", context.Request.RouteValues["path"] as string, StringComparison.Ordinal));
        Outcome outcome;
        try
        {
            outcome = page.IsChange && !call.CanChange
                ? new View("Nothing can be changed here", Notices.ReadOnly) { Status = StatusCodes.Status409Conflict }
                : page.IsChange && !context.Request.HasFormContentType
                ? NotTaken("It is no form.", StatusCodes.Status415UnsupportedMediaType)
                : await page.Handle(call).ConfigureAwait(false);
        }
        catch (Exception exception) when (Failures.Of(exception) is { } problem)
        {
            outcome = new View("That cannot be shown now", Notices.Failure("Something is in the way", problem.Detail)) { Status = problem.Status };
        }
        catch (BadHttpRequestException exception)
        {
            outcome = NotTaken(exception.Message, exception.StatusCode);
        }
        catch (InvalidDataException exception)
        {
            outcome = NotTaken(exception.Message, StatusCodes.Status400BadRequest);
        }

        await PageAnswer.WriteAsync(call, outcome).ConfigureAwait(false);
    }
}

/// <summary>An address of the administrator's page.</summary>
/// <param name="Path">Its path below the first one.</param>
/// <param name="Handle">Answers a request that was admitted.</param>
/// <param name="IsChange">Whether it changes something, and is posted to.</param>
internal sealed record PageEndpoint(string Path, Func<PageCall, Task<Outcome>> Handle, bool IsChange = false);
