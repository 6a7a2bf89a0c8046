using System.Buffers;
using Markdig.Extensions.Tables;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using ServicePing.Pages;
using MarkdownTable = Markdig.Extensions.Tables.Table;

namespace ServicePing.Tool.Documentation;

/// <summary>Prints the blocks of a page: what stands below its title, and a section for each heading of the first two levels.</summary>
internal sealed class BlockPrinter(DocumentPage page, IReadOnlyDictionary<string, DocumentPage> pages)
{
    // A picture made of letters keeps its lines where there is no room for them.
    private static readonly SearchValues<char> Drawing = SearchValues.Create("│┌└─▼▶═║");

    private readonly LinePrinter _lines = new(page, pages);

    internal void Write(HtmlWriter html)
    {
        List<Block> part = [];
        HeadingBlock? heading = null;
        foreach (Block block in page.Text.Where(block => block != page.Heading))
        {
            if (block is HeadingBlock { Level: <= 2 } next)
            {
                Section(html, heading, part);
                (heading, part) = (next, []);
            }
            else
            {
                part.Add(block);
            }
        }

        Section(html, heading, part);
    }

    private void Section(HtmlWriter html, HeadingBlock? heading, List<Block> blocks)
    {
        if (heading is null && blocks.Count == 0)
        {
            return;
        }

        string? id = heading is null ? null : IdOf(heading);
        Content title = heading is null
            ? Text.Of(null)
            : part => part.Write($"<header><h2>{_lines.Print(heading.Inline)}</h2></header>\n");
        string caption = heading is null ? page.Title : PlainText.Of(heading.Inline);
        html.Write($"""
            <section class="prose"{id:id}>{title}{blocks.Select(block => Print(block, caption))}</section>

            """);
    }

    private Content Print(Block block, string caption) => block switch
    {
        ParagraphBlock paragraph => html => html.Write($"<p>{_lines.Print(paragraph.Inline)}</p>\n"),
        HeadingBlock heading => html => html.Write($"<h3{IdOf(heading):id}>{_lines.Print(heading.Inline)}</h3>\n"),
        ListBlock { IsOrdered: true } list => html => html.Write($"<ol>{Items(list, caption)}</ol>\n"),
        ListBlock list => html => html.Write($"<ul>{Items(list, caption)}</ul>\n"),
        CodeBlock code => Code(code.Lines.ToString()),
        MarkdownTable table => html => Write(html, table, caption),
        LinkReferenceDefinitionGroup => Text.Of(null),
        _ => throw new NotSupportedException($"'{page.Path}' has a {block.GetType().Name} in line {block.Line + 1}, which no page of the site can have."),
    };

    private static string? IdOf(HeadingBlock heading) => heading.TryGetAttributes()?.Id;

    private static Content Code(string text) => text.AsSpan().ContainsAny(Drawing)
        ? html => html.Write($"""<pre class="drawing" tabindex="0"><code>{text}</code></pre>""")
        : html => html.Write($"<pre><code>{text}</code></pre>\n");

    private IEnumerable<Content> Items(ListBlock list, string caption) => list.OfType<ListItemBlock>().Select(item => new Content(
        html => html.Write($"<li>{item.Select(block => InItem(block, list.IsLoose, caption))}</li>\n")));

    /// <summary>Items that no line parts are lines, not paragraphs.</summary>
    private Content InItem(Block block, bool isLoose, string caption) => block is ParagraphBlock paragraph && !isLoose
        ? html => html.Write($"{_lines.Print(paragraph.Inline)}")
        : Print(block, caption);

    /// <summary>As the tables of all pages are, but with parts of lines as titles; those without a title have none.</summary>
    private void Write(HtmlWriter html, MarkdownTable table, string caption)
    {
        TableRow[] rows = [.. table.OfType<TableRow>()];
        TableCell[] titles = [.. rows.Where(row => row.IsHeader).SelectMany(row => row.OfType<TableCell>())];
        string[] labels = [.. titles.Select(title => string.Join(' ', title.OfType<ParagraphBlock>().Select(line => PlainText.Of(line.Inline))))];
        Content head = labels.All(label => label.Length == 0)
            ? Text.Of(null)
            : part => part.Write($"""<thead role="rowgroup"><tr role="row">{titles.Select((title, at) => Head(title, labels[at]))}</tr></thead>""");
        html.Write($"""
            <table role="table"><caption>{caption}</caption>
            {head}<tbody role="rowgroup">{rows.Where(row => !row.IsHeader).Select(row => Row(row, labels))}</tbody></table>

            """);
    }

    private Content Head(TableCell title, string label) => label.Length == 0
        ? html => html.Write($"""<td role="cell"></td>""")
        : html => html.Write($"""<th role="columnheader" scope="col">{InCell(title)}</th>""");

    private Content Row(TableRow row, string[] labels) => html =>
    {
        html.Write($"""<tr role="row">""");
        foreach ((int at, TableCell cell) in row.OfType<TableCell>().Index())
        {
            string? label = at < labels.Length && labels[at].Length > 0 ? labels[at] : null;
            if (at == 0)
            {
                html.Write($"""<th role="rowheader" scope="row"{label:data-label}>{InCell(cell)}</th>""");
            }
            else
            {
                html.Write($"""<td role="cell"{label:data-label}><div>{InCell(cell)}</div></td>""");
            }
        }

        html.Write($"</tr>\n");
    };

    private IEnumerable<Content> InCell(TableCell cell) => cell.OfType<ParagraphBlock>().SelectMany(line => _lines.Print(line.Inline));
}
