using ServicePing.Pages;

namespace ServicePing.Dictionary;

/// <summary>The page of a table: which metrics break if it, or a column of it, goes.</summary>
internal sealed class TablePage(TableEntry table, Links links)
{
    internal void Write(HtmlWriter html)
    {
        Parts.Badges(
            Text.Badge(Tone.Neutral, table.Kind ?? "not in the schema"),
            Text.Badge(Tone.Neutral, Figures.Count(table.Metrics.Count, "metric", "metrics"))).Invoke(html);
        Parts.Claim("columns", "What breaks if a column goes", Columns, "Metrics whose calculation names the column; what reads it through a view is with the view.").Invoke(html);
        if (table.Unclear.Count > 0)
        {
            Parts.Claim("unclear", "Not certain", Unclear, "These metrics read the table and use names of which it is not certain whose columns they are.").Invoke(html);
        }

        Parts.Claim("metrics", "Every metric that reads it", links.Metrics(table.Metrics)).Invoke(html);
        if (table.Passes.Count > 0)
        {
            Parts.Claim(
                "passes", "Statements of a collection", Passes,
                "Each is sent for each slice. $1 is the moment of the ping; $2 and $3 bound 7d, $4 and $5 28d; $6 and $7 bound the slice.").Invoke(html);
        }
    }

    private void Columns(HtmlWriter html) => new Table
    {
        Caption = "Columns and the metrics that name them",
        Nothing = "No calculation names a column: rows are counted.",
        Columns = [new("Column"), new("Type"), new("Metrics that break")],
        Rows = table.Columns.Select(IReadOnlyList<Content> (column) =>
            [Text.Code(column.Name), Text.Of(column.Type ?? ""), Uses(column)]),
    }.Write(html);

    private Content Uses(ColumnEntry column) => html =>
    {
        if (column.Uses.Count == 0)
        {
            html.Write($"""<span class="quiet">none</span>""");
            return;
        }

        if (column.Uses.Count <= 6)
        {
            html.Write($"""<ul class="plain">{column.Uses.Select(Use)}</ul>""");
            return;
        }

        html.Write($"""
            <details><summary>{Figures.Count(column.Uses.Count, "metric", "metrics")}</summary><ul class="plain">{column.Uses.Select(Use)}</ul></details>
            """);
    };

    private Content Use(ColumnUse use) => html =>
        html.Write($"""<li>{links.To("metric", use.Metric)} <span class="quiet">{string.Join(", ", use.Keys)}</span></li>""");

    private void Unclear(HtmlWriter html) => new Table
    {
        Caption = "Names that are not certain",
        Columns = [new("Metric"), new("Names")],
        Rows = table.Unclear.Select(IReadOnlyList<Content> (one) => [links.To("metric", one.Metric), Text.Code(string.Join(", ", one.Names))]),
    }.Write(html);

    private void Passes(HtmlWriter html) => html.Write($"{table.Passes.Select(Pass)}");

    private Content Pass(PassEntry pass) => html =>
    {
        string title = $"Walked by {pass.WalkedBy}, for {Figures.Count(pass.Metrics.Count, "metric", "metrics")}";
        html.Write($"""
            <details id="{pass.Id}"><summary>{title}</summary><p>{links.Row("metric", pass.Metrics)}</p><pre
             tabindex="0" role="region" aria-label="{title}">{pass.Sql};</pre></details>

            """);
    };
}
