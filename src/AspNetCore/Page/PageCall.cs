using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Pages;

namespace ServicePing;

/// <summary>A request to the administrator's page that was admitted.</summary>
internal sealed class PageCall
{
    private readonly ServicePingHttpOptions _options;
    private readonly string _root;
    private IReadOnlyList<KeyValuePair<string, string>>? _tokens;

    /// <param name="context">The request.</param>
    /// <param name="options">What holds for all of them.</param>
    /// <param name="page">The path of the page below the first one.</param>
    internal PageCall(HttpContext context, ServicePingHttpOptions options, string page)
    {
        Context = context;
        Page = page;
        _options = options;
        _root = RootOf(context.Request.Path, page);
        Now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
    }

    internal HttpContext Context { get; }

    /// <summary>The path of the page below the first one, as it was mapped.</summary>
    internal string Page { get; }

    internal DateTimeOffset Now { get; }

    internal CancellationToken End => Context.RequestAborted;

    /// <summary>What the history calls whoever looks at the page.</summary>
    internal string Who => _options.NameOf(Context);

    /// <summary>The identifier of whoever looks at the page, as events are counted with it.</summary>
    internal string UserId => _options.UserOf(Context) is { HasValue: true } user ? user.ToString() : Who;

    /// <summary>Whether anything can be changed here.</summary>
    internal bool CanChange => !_options.IsReadOnly;

    /// <summary>Whether the program brings a dictionary with it.</summary>
    internal bool HasDictionary => ShippedDictionary.PathOf(_options) is not null;

    /// <summary>The address of a page, relative to this one, so that it holds behind any prefix.</summary>
    /// <param name="path">Its path below the first page; empty for that.</param>
    internal string To(string path) => $"{_root}/{path}";

    /// <summary>The address of the page of a metric.</summary>
    internal string ToMetric(string keyPath) => To("metrics/" + SafeUrl.Part(keyPath));

    /// <summary>Where the key paths of metrics lead that may be shown; null for others.</summary>
    internal Func<string, string?> LinksOf(ShownMetrics metrics) => path => metrics.Find(path) is null ? null : ToMetric(path);

    /// <summary>The address of the page of a cycle.</summary>
    internal string ToCycle(string cycle) => To("history/" + SafeUrl.Part(cycle));

    /// <summary>A value of the query; null where it is not there or empty.</summary>
    internal string? Query(string name) => Context.Request.Query[name].ToString() is { Length: > 0 } value ? value : null;

    /// <summary>A segment of the path.</summary>
    internal string Segment(string name) => (string)Context.Request.RouteValues[name]!;

    /// <summary>A form that is posted to a page, with what shows that it comes from here; nothing where nothing can be changed.</summary>
    internal Content Form(string path, Content body, bool hasFiles = false)
    {
        if (!CanChange)
        {
            return static _ => { };
        }

        _tokens ??= Tokens();
        return new Form(To(path), body) { Hidden = _tokens, HasFiles = hasFiles }.Write;
    }

    private IReadOnlyList<KeyValuePair<string, string>> Tokens()
    {
        if (!_options.UsesAntiforgery || Context.RequestServices.GetService<IAntiforgery>() is not { } antiforgery)
        {
            return [];
        }

        AntiforgeryTokenSet set = antiforgery.GetAndStoreTokens(Context);
        return set.RequestToken is { } token ? [new(set.FormFieldName, token)] : [];
    }

    /// <summary>The first page's address, relative to a page that lies so many segments below it.</summary>
    private static string RootOf(PathString path, string page)
    {
        string[] segments = path.ToUriComponent().Split('/');
        bool hasSlash = segments[^1].Length == 0;
        int below = page.Length == 0 ? 0 : page.Count(letter => letter == '/') + 1;
        int up = below + (hasSlash ? 0 : -1);
        return up switch
        {
            < 0 => $"./{segments[^1]}",
            0 => ".",
            _ => string.Join('/', Enumerable.Repeat("..", up)),
        };
    }
}
