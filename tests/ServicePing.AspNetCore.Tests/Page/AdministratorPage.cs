using System.Net;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace ServicePing.AspNetCore.Tests;

/// <summary>Somebody who uses the administrator's page as a browser does, without a script.</summary>
internal sealed class AdministratorPage : IDisposable
{
    private readonly HttpClient _client;

    internal AdministratorPage(PingHost host, string root = "/admin/service_ping", string role = "administrator")
    {
        CookieContainer cookies = new();
        cookies.Add(host.Address, new Cookie("session", $"1:{role}"));
        _client = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = false })
        {
            BaseAddress = host.Address,
            DefaultRequestHeaders = { { "Sec-Fetch-Site", "same-origin" } },
        };
        Root = root;
    }

    internal string Root { get; }

    /// <summary>Where the last answer was from, after redirects.</summary>
    internal Uri Here { get; private set; } = new("about:blank");

    internal int Status { get; private set; }

    internal string Body { get; private set; } = "";

    internal HttpResponseMessage Last { get; private set; } = new();

    /// <summary>Goes to an address, relative to the first page or the one that is looked at.</summary>
    internal Task<IHtmlDocument> GoAsync(string path) => VisitAsync(new Uri(_client.BaseAddress!, path.StartsWith('/') ? path : $"{Root}/{path}"));

    internal async Task<IHtmlDocument> VisitAsync(Uri address)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, address);
        return await SendAsync(request);
    }

    /// <summary>Presses a button of the page that is looked at, by its text.</summary>
    internal async Task<IHtmlDocument> PressAsync(IHtmlDocument page, string button, params (string Name, string? Value)[] fields)
    {
        IElement pressed = page.QuerySelectorAll("main button").First(one => one.TextContent == button);
        IElement form = pressed.Closest("form")!;
        List<KeyValuePair<string, string>> all = [.. Fields(form)];
        foreach ((string name, string? value) in fields)
        {
            all.RemoveAll(one => one.Key == name);
            if (value is not null)
            {
                all.Add(new(name, value));
            }
        }

        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(Here, form.GetAttribute("action")));
        if (form.GetAttribute("enctype") is not null)
        {
            MultipartFormDataContent parts = [];
            foreach ((string name, string value) in all)
            {
                if (page.QuerySelector($"input[name='{name}'][type=file]") is not null)
                {
                    parts.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(value)), name, "answer.json");
                }
                else
                {
                    parts.Add(new StringContent(value), name);
                }
            }

            request.Content = parts;
        }
        else
        {
            request.Content = new FormUrlEncodedContent(all);
        }

        return await SendAsync(request);
    }

    /// <summary>Sends a ping by hand, and waits until it is over as somebody does who loads the page again.</summary>
    internal async Task<IHtmlDocument> SendPingAsync()
    {
        IHtmlDocument page = await PressAsync(await GoAsync("send"), "Send now");
        return await UntilAsync(page, "send", null);
    }

    /// <summary>Has the preview computed, and waits for it.</summary>
    internal async Task<IHtmlDocument> ComputeAsync()
    {
        IHtmlDocument page = await PressAsync(await GoAsync("preview"), "Compute it now");
        return await UntilAsync(page, "preview", null);
    }

    /// <summary>Loads a page again until nothing is being done there, and its words for that are gone.</summary>
    internal async Task<IHtmlDocument> UntilAsync(IHtmlDocument page, string path, string? words)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(3));
        while (page.QuerySelector("[data-poll]") is not null || (words is not null && Body.Contains(words, StringComparison.Ordinal)))
        {
            await Task.Delay(50, limit.Token);
            page = await GoAsync(path);
        }

        return page;
    }

    /// <summary>A header of the last answer.</summary>
    internal string Header(string name) => string.Join(", ", Last.Headers.GetValues(name));

    /// <summary>Every page that can be reached by links, each once, and what can be downloaded.</summary>
    internal async Task<IReadOnlyDictionary<string, string>> CrawlAsync()
    {
        Dictionary<string, string> found = new(StringComparer.Ordinal);
        Queue<Uri> open = new([new Uri(_client.BaseAddress!, Root)]);
        while (open.TryDequeue(out Uri? address))
        {
            if (found.ContainsKey(address.PathAndQuery))
            {
                continue;
            }

            IHtmlDocument page = await VisitAsync(address);
            Assert.True(Status == 200, $"{address} answers {Status}: {Body}");
            found[address.PathAndQuery] = Body;
            foreach (string link in page.QuerySelectorAll("a[href]").Select(one => one.GetAttribute("href")!))
            {
                Uri target = new(new Uri(Here, link).GetLeftPart(UriPartial.Query));
                if (target.Authority == Here.Authority && target.AbsolutePath.StartsWith(Root, StringComparison.Ordinal))
                {
                    open.Enqueue(target);
                }
            }
        }

        return found;
    }

    public void Dispose()
    {
        Last.Dispose();
        _client.Dispose();
    }

    private async Task<IHtmlDocument> SendAsync(HttpRequestMessage request)
    {
        Last.Dispose();
        Last = await _client.SendAsync(request);
        Here = request.RequestUri!;
        if (Last.StatusCode == HttpStatusCode.SeeOther)
        {
            return await VisitAsync(new Uri(Here, Last.Headers.Location!));
        }

        Status = (int)Last.StatusCode;
        Body = await Last.Content.ReadAsStringAsync();
        return new HtmlParser().ParseDocument(Last.Content.Headers.ContentType?.MediaType == "text/html" ? Body : "");
    }

    private static IEnumerable<KeyValuePair<string, string>> Fields(IElement form)
    {
        foreach (IElement field in form.QuerySelectorAll("input[name], textarea[name], select[name]").Where(one => !one.HasAttribute("disabled")))
        {
            switch (field)
            {
                case IHtmlInputElement { Type: "checkbox" } box when !box.IsChecked:
                    break;
                case IHtmlInputElement input:
                    yield return new(input.Name!, input.Value);
                    break;
                case IHtmlTextAreaElement area:
                    yield return new(area.Name!, area.Value);
                    break;
                case IHtmlSelectElement select:
                    yield return new(select.Name!, select.Value ?? "");
                    break;
            }
        }
    }
}
