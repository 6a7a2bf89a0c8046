namespace ServicePing.Pages;

/// <summary>An entry of the navigation.</summary>
/// <param name="Text">What it is called.</param>
/// <param name="Address">Where it leads.</param>
internal sealed record NavigationItem(string Text, string Address);

/// <summary>Entries that belong together; the first group has no title.</summary>
internal sealed record NavigationGroup(string? Title, IReadOnlyList<NavigationItem> Items);

/// <summary>What pages of one site share.</summary>
internal sealed record Site
{
    /// <summary>What the site is called.</summary>
    internal required string Name { get; init; }

    /// <summary>What it is about, such as a product and its version.</summary>
    internal string? Subject { get; init; }

    /// <summary>The address of its first page.</summary>
    internal required string Home { get; init; }

    /// <summary>The address of the folder with style and script, with a slash at the end.</summary>
    internal required string Assets { get; init; }

    internal required IReadOnlyList<NavigationGroup> Navigation { get; init; }
}

/// <summary>A whole page: head, skip link, navigation, and what the page is about.</summary>
internal sealed record PageFrame
{
    internal required Site Site { get; init; }

    internal required string Title { get; init; }

    /// <summary>One or two sentences below the title.</summary>
    internal string? Lead { get; init; }

    /// <summary>The address of the entry of the navigation that is this page, or has it.</summary>
    internal required string Current { get; init; }

    /// <summary>After how many seconds a browser without script loads the page again; null for never.</summary>
    internal int? RefreshSeconds { get; init; }

    /// <summary>The content security policy of a page that no server sends; null where it is a header.</summary>
    internal string? Policy { get; init; }

    /// <summary>The addresses of style sheets besides the one look.</summary>
    internal IReadOnlyList<string> Styles { get; init; } = [];

    /// <summary>The addresses of scripts besides the one of the look, in the order in which they run.</summary>
    internal IReadOnlyList<string> Scripts { get; init; } = [];

    /// <summary>The address of the same in JSON; null where there is none.</summary>
    internal string? Twin { get; init; }

    /// <summary>Buttons beside the title.</summary>
    internal Content? Actions { get; init; }

    internal required Content Body { get; init; }

    internal void Write(HtmlWriter html)
    {
        string style = Site.Assets + Asset.Style.Name;
        string script = Site.Assets + Asset.Script.Name;
        html.Write($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            {PolicyMeta}<title>{Title} – {Site.Name}</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="robots" content="noindex">
            <link rel="icon" href="data:,">
            <link rel="stylesheet" href="{style:url}">
            {Styles.Select(StyleLink)}<script src="{script:url}" defer></script>
            {Scripts.Select(ScriptLink)}{TwinLink}{Refresh}</head>
            <body>
            <a class="skip" href="#content">Skip to the content</a>
            <div class="frame">
            <header class="side">
            <a class="brand" href="{Site.Home:url}">{Glyph}<span><b>{Site.Name}</b>{Subject}</span></a>
            <nav aria-label="Pages">{Site.Navigation.Select(Group)}</nav>
            </header>
            <main id="content" tabindex="-1">
            <header class="head"><div><h1>{Title}</h1>{LeadText}</div>{ActionRow}</header>
            {Body}
            </main>
            </div>
            </body>
            </html>

            """);
    }

    /// <summary>A pulse, the mark of the service ping.</summary>
    private static void Glyph(HtmlWriter html) => html.Write($"""
        <svg class="glyph" width="28" height="28" viewBox="0 0 28 28" aria-hidden="true"><rect width="28" height="28" rx="8"/><path
         d="M5 15h4.2l2.6-7.5 4.2 13 2.7-8 1.2 2.5H23"/></svg>
        """);

    private void Refresh(HtmlWriter html)
    {
        if (RefreshSeconds is { } seconds)
        {
            html.Write($"""<noscript><meta http-equiv="refresh" content="{seconds}"></noscript>""");
        }
    }

    private void PolicyMeta(HtmlWriter html)
    {
        if (Policy is { } policy)
        {
            html.Write($"""
                <meta http-equiv="Content-Security-Policy" content="{policy}">

                """);
        }
    }

    private static Content StyleLink(string address) => html => html.Write($"""
        <link rel="stylesheet" href="{address:url}">

        """);

    private static Content ScriptLink(string address) => html => html.Write($"""
        <script src="{address:url}" defer></script>

        """);

    private void TwinLink(HtmlWriter html)
    {
        if (Twin is { } address)
        {
            html.Write($"""
                <link rel="alternate" type="application/json" href="{address:url}">

                """);
        }
    }

    private void Subject(HtmlWriter html)
    {
        if (Site.Subject is { } subject)
        {
            html.Write($"<small>{subject}</small>");
        }
    }

    private void LeadText(HtmlWriter html)
    {
        if (Lead is { } lead)
        {
            html.Write($"""<p class="lead">{lead}</p>""");
        }
    }

    private void ActionRow(HtmlWriter html)
    {
        if (Actions is { } actions)
        {
            html.Write($"""<div class="actions">{actions}</div>""");
        }
    }

    private Content Group(NavigationGroup group) => html =>
    {
        if (group.Title is { } title)
        {
            html.Write($"<h2>{title}</h2>");
        }

        html.Write($"<ul>{group.Items.Select(Item)}</ul>");
    };

    private Content Item(NavigationItem item) => html =>
    {
        string? current = item.Address == Current ? "page" : null;
        html.Write($"""<li><a href="{item.Address:url}"{current:aria-current}>{item.Text}</a></li>""");
    };
}
