using System.Globalization;
using ServicePing.Pages;

namespace ServicePing.Dictionary;

/// <summary>Where a program tracks something: file, line and member.</summary>
internal static class CallTable
{
    /// <summary>The anchor of the claim.</summary>
    internal const string Id = "calls";

    /// <summary>More are in the JSON beside the page.</summary>
    private const int MostRows = 40;

    /// <summary>The calls of one event.</summary>
    internal static Content Of(IReadOnlyList<CallEntry> calls, Links links) => Written(
        "Calls in the program",
        [new("Where"), new("In")],
        [.. calls.Select(call => new[] { Where(call, links), Text.Code(call.Member) })]);

    /// <summary>The calls of several events, each of which is told from the others.</summary>
    internal static Content Of(IReadOnlyList<TrackedEntry> tracked, Links links) => Written(
        "Calls of its events in the program",
        [new("Event"), new("Where"), new("In")],
        [
            .. tracked.SelectMany(one => one.Calls.Select(call => new[] { links.To(one.Kind, one.Name), Where(call, links), Text.Code(call.Member) })),
            .. tracked.Where(one => one.Calls.Count == 0).Select(one => new[] { links.To(one.Kind, one.Name), Text.Quiet("nowhere in the program"), Text.Of("") }),
        ]);

    private static Content Written(string caption, IReadOnlyList<Column> columns, IReadOnlyList<IReadOnlyList<Content>> rows) => html =>
    {
        new Table
        {
            Caption = caption,
            Nothing = "Nothing in the program tracks it by a generated method or by its name; a browser or another program may.",
            Columns = columns,
            Rows = rows.Take(MostRows),
        }.Write(html);
        if (rows.Count > MostRows)
        {
            html.Write($"""<p class="quiet">And {rows.Count - MostRows} more, which are in <a href="index.json">the JSON of this page</a>.</p>""");
        }
    };

    private static Content Where(CallEntry call, Links links)
    {
        if (call.Line is not { } line)
        {
            return Path(call.File);
        }

        string place = string.Create(CultureInfo.InvariantCulture, $"{call.File}:{line}");
        if (links.Index.Dictionary.SourceAddress is not { } pattern)
        {
            return Path(place);
        }

        string address = pattern.Replace("{file}", string.Join('/', call.File.Split('/').Select(Uri.EscapeDataString)), StringComparison.Ordinal)
            .Replace("{line}", line.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return html => html.Write($"""<a href="{address:url}">{Path(place)}</a>""");
    }

    /// <summary>A path that is too long for its column goes on in the next line after a folder, not within a name.</summary>
    private static Content Path(string path) => html =>
    {
        string[] folders = path.Split('/');
        html.Write($"<code>{folders[0]}");
        foreach (string folder in folders.Skip(1))
        {
            html.Write($"/<wbr>{folder}");
        }

        html.Write($"</code>");
    };
}
