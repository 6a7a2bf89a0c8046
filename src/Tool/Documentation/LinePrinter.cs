using Markdig.Syntax.Inlines;
using ServicePing.Pages;

namespace ServicePing.Tool.Documentation;

/// <summary>Prints what stands within a line of a page.</summary>
/// <param name="page">The page.</param>
/// <param name="pages">All pages by their paths: a link to a file that is none of them is left as text.</param>
internal sealed class LinePrinter(DocumentPage page, IReadOnlyDictionary<string, DocumentPage> pages)
{
    /// <summary>The parts of a line.</summary>
    /// <exception cref="NotSupportedException">The page has something that no page had when this was written.</exception>
    internal IEnumerable<Content> Print(ContainerInline? line) => (line ?? Enumerable.Empty<Inline>()).Select(Print);

    private Content Print(Inline part) => part switch
    {
        LiteralInline literal => Text.Of(literal.Content.ToString()),
        CodeInline code => Text.Code(code.Content),
        LineBreakInline => Text.Of("\n"),
        HtmlEntityInline entity => Text.Of(entity.Transcoded.ToString()),
        AutolinkInline link => Text.Link(link.Url, link.Url),
        EmphasisInline { DelimiterCount: 2 } strong => html => html.Write($"<strong>{Print((ContainerInline)strong)}</strong>"),
        EmphasisInline emphasis => html => html.Write($"<em>{Print((ContainerInline)emphasis)}</em>"),
        LinkInline { IsImage: false } link when AddressOf(link.Url ?? "") is { } address =>
            html => html.Write($"""<a href="{address:url}">{Print((ContainerInline)link)}</a>"""),
        LinkInline { IsImage: false } link => html => html.Write($"{Print((ContainerInline)link)}"),
        _ => throw new NotSupportedException($"'{page.Path}' has a {part.GetType().Name} in line {part.Line + 1}, which no page of the site can have."),
    };

    /// <summary>Where a link leads in the site; null where that is no page.</summary>
    private string? AddressOf(string link)
    {
        if (link.StartsWith("https://", StringComparison.Ordinal) || link.StartsWith("http://", StringComparison.Ordinal))
        {
            return link;
        }

        (string path, string anchor) = page.Target(link);
        return path == page.Path ? anchor.Length > 0 ? anchor : page.Place.To(page.Place.Folder)
            : pages.TryGetValue(path, out DocumentPage? target) ? page.Place.To(target.Place.Folder) + anchor
            : null;
    }
}
