using ServicePing.Pages;

namespace ServicePing.Dictionary;

/// <summary>
/// What comes right before and right behind a metric, as a small picture; the lists beside it have all of it, and are what screen readers
/// read.
/// </summary>
internal sealed class LineagePicture(MetricEntry metric, Links links)
{
    private const int MostABox = 9;
    private const int RowHeight = 40;
    private const int BoxHeight = 30;
    private const int BoxWidth = 236;
    private const int Width = 840;
    private const int LongestName = 31;

    internal void Write(HtmlWriter html)
    {
        Box[] before = Boxes(metric.Before, 0);
        Box[] behind = Boxes(metric.Behind, Width - BoxWidth);
        int rows = Math.Max(1, Math.Max(before.Length, behind.Length));
        int height = rows * RowHeight;
        int middle = height / 2;
        Box self = new("metric", metric.KeyPath, (Width - BoxWidth) / 2, middle - (BoxHeight / 2)) { IsSelf = true };
        before = Placed(before, middle);
        behind = Placed(behind, middle);
        html.Write($"""
            <svg class="lineage" viewBox="0 0 {Width} {height}" width="{Width}" height="{height}" aria-hidden="true" focusable="false">
            {before.Select(box => Line(box, self))}{behind.Select(box => Line(self, box))}{before.Select(Draw)}{Draw(self)}{behind.Select(Draw)}</svg>

            """);
    }

    private static Box[] Boxes(IReadOnlyList<LineageEntry> entries, int left)
    {
        List<Box> boxes = [.. entries.Take(entries.Count > MostABox ? MostABox - 1 : MostABox).Select(entry => new Box(entry.Kind, entry.Name, left, 0))];
        if (entries.Count > MostABox)
        {
            boxes.Add(new Box("", $"and {Figures.Count(entries.Count - boxes.Count)} more", left, 0));
        }

        return [.. boxes];
    }

    /// <summary>The boxes of a side, as far above the middle as below it.</summary>
    private static Box[] Placed(Box[] boxes, int middle) =>
        [.. boxes.Select((box, at) => box with { Top = middle - (boxes.Length * RowHeight / 2) + (at * RowHeight) + ((RowHeight - BoxHeight) / 2) })];

    private static Content Line(Box from, Box to) => html =>
    {
        int start = from.Left + BoxWidth;
        int bend = (start + to.Left) / 2;
        int first = from.Top + (BoxHeight / 2);
        int last = to.Top + (BoxHeight / 2);
        html.Write($"""<path d="M{start} {first}C{bend} {first} {bend} {last} {to.Left} {last}"/>""");
    };

    private Content Draw(Box box) => html =>
    {
        string kind = box.IsSelf ? "box self" : "box";
        string shown = box.Name.Length > LongestName ? string.Concat("…", box.Name.AsSpan(box.Name.Length - LongestName + 1)) : box.Name;
        string title = box.Kind.Length == 0 ? box.Name : $"{box.Kind.Replace('_', ' ')} {box.Name}";
        int middle = box.Left + (BoxWidth / 2);
        int line = box.Top + 20;
        if (!box.IsSelf && links.AddressOf(box.Kind, box.Name) is { } address)
        {
            html.Write($"""
                <a href="{address:url}" tabindex="-1"><rect class="{kind}" x="{box.Left}" y="{box.Top}" width="{BoxWidth}" height="{BoxHeight}" rx="8"/><text
                 x="{middle}" y="{line}">{shown}</text><title>{title}</title></a>
                """);
        }
        else
        {
            html.Write($"""
                <g><rect class="{kind}" x="{box.Left}" y="{box.Top}" width="{BoxWidth}" height="{BoxHeight}" rx="8"/><text
                 x="{middle}" y="{line}">{shown}</text><title>{title}</title></g>
                """);
        }
    };

    private sealed record Box(string Kind, string Name, int Left, int Top)
    {
        internal bool IsSelf { get; init; }
    }
}
