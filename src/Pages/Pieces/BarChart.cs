namespace ServicePing.Pages;

/// <summary>A bar.</summary>
/// <param name="Label">What it stands for.</param>
/// <param name="Value">How long it is, at least 0.</param>
/// <param name="Shown">The value as people read it.</param>
internal sealed record Bar(string Label, double Value, string Shown);

/// <summary>Lying bars as SVG, as wide as the page; put its table beside it. Neither style nor script is needed to read it.</summary>
/// <param name="Title">What it shows, in a sentence.</param>
/// <param name="Bars">From top to bottom.</param>
/// <param name="Full">The value of a bar as long as the chart.</param>
internal sealed record BarChart(string Title, IReadOnlyList<Bar> Bars, double Full)
{
    private const int RowHeight = 38;

    internal void Write(HtmlWriter html)
    {
        int height = Bars.Count * RowHeight;
        html.Write($"""
            <svg class="chart" width="100%" height="{height}" role="img" aria-label="{Title}">{Bars.Select(Row)}</svg>
            """);
    }

    private Content Row(Bar bar, int index) => html =>
    {
        int top = index * RowHeight;
        string width = FormattableString.Invariant($"{Share(bar.Value):0.##}%");
        html.Write($"""
            <g><text x="0" y="{top + 14}">{bar.Label}</text><text x="100%" y="{top + 14}"
             class="end">{bar.Shown}</text><rect
             class="rail" x="0" y="{top + 21}" width="100%" height="8" rx="4"/><rect class="bar" x="0" y="{top + 21}" width="{width}" height="8"
             rx="4"/></g>
            """);
    };

    private double Share(double value) => Full > 0 && double.IsFinite(value) ? Math.Clamp(value / Full * 100, 0, 100) : 0;
}
