using ServicePing.Tool.Listing;

namespace ServicePing.Tool.Reports;

/// <summary>Definitions for people and for <c>grep</c>: one a line, each in full wherever nobody's window cuts it.</summary>
internal static class ListLines
{
    internal static void Write(string kind, IReadOnlyList<ListedDefinition> definitions)
    {
        string[][] rows = [.. definitions.Select(Cells)];
        int[] widths = [.. Enumerable.Range(0, rows.Length == 0 ? 0 : rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
        {
            Screen.WriteLine(string.Join("  ", row.Zip(widths).Where(cell => cell.Second > 0).Select(cell => cell.First.PadRight(cell.Second))).TrimEnd());
        }

        Console.WriteLine($"{definitions.Count} {(kind == "query" ? "shared calculation" : kind.Replace('_', ' '))}{(definitions.Count == 1 ? "" : "s")}");
    }

    private static string[] Cells(ListedDefinition one) =>
    [
        one.Name, one.TimeFrame ?? "", one.DataSource ?? "", one.Status ?? "", one.Owner ?? "",
        string.Join(' ', one.Description.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
    ];
}
