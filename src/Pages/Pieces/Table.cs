namespace ServicePing.Pages;

/// <summary>A column of a table.</summary>
/// <param name="Title">What is in it.</param>
/// <param name="IsNumber">Whether figures stand in it, one below the other.</param>
internal sealed record Column(string Title, bool IsNumber = false);

/// <summary>
/// A table. On a narrow screen each row becomes a block with the titles of the columns beside its cells; roles keep it a table for screen
/// readers then.
/// </summary>
internal sealed record Table
{
    /// <summary>What it shows, for people who do not see what stands around it.</summary>
    internal required string Caption { get; init; }

    internal required IReadOnlyList<Column> Columns { get; init; }

    /// <summary>The rows, a cell for each column; the first cell of a row names it.</summary>
    internal required IEnumerable<IReadOnlyList<Content>> Rows { get; init; }

    /// <summary>What stands there where there is no row.</summary>
    internal string Nothing { get; init; } = "Nothing yet.";

    internal void Write(HtmlWriter html)
    {
        IReadOnlyList<Content>[] rows = [.. Rows];
        if (rows.Length == 0)
        {
            html.Write($"""<p class="nothing">{Nothing}</p>""");
            return;
        }

        html.Write($"""
            <table role="table"><caption>{Caption}</caption>
            <thead role="rowgroup"><tr role="row">{Columns.Select(Head)}</tr></thead>
            <tbody role="rowgroup">{rows.Select(Row)}</tbody></table>

            """);
    }

    private static string? ClassOf(Column column) => column.IsNumber ? "number" : null;

    private static Content Head(Column column) =>
        html => html.Write($"""<th role="columnheader" scope="col"{ClassOf(column):class}>{column.Title}</th>""");

    private Content Row(IReadOnlyList<Content> cells) => html =>
    {
        Column first = Columns[0];
        html.Write($"""
            <tr role="row"><th role="rowheader" scope="row" data-label="{first.Title}"{ClassOf(first):class}>{cells[0]}</th>
            """);
        for (int index = 1; index < cells.Count; index++)
        {
            Column column = Columns[index];
            html.Write($"""<td role="cell" data-label="{column.Title}"{ClassOf(column):class}><div>{cells[index]}</div></td>""");
        }

        html.Write($"</tr>\n");
    };
}
