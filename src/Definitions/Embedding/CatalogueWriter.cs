using System.Text;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Embedding;

/// <summary>Joins the rows of several files into one text, in which what repeats is written once.</summary>
public static class CatalogueWriter
{
    /// <summary>The text of a catalogue; it does not depend on the order of the files.</summary>
    public static string Write(IEnumerable<CatalogueRows> files)
    {
        List<CatalogueRow> rows = [];
        foreach (CatalogueRows file in files.OrderBy(static file => file.SourceFile, StringComparer.Ordinal))
        {
            rows.AddRange(file.Rows);
        }

        RepeatedItems items = new();
        StringBuilder text = new(CatalogueText.Header);
        text.Append('\n');
        foreach (IGrouping<DefinitionKind, CatalogueRow> kind in rows.GroupBy(static row => row.Kind).OrderBy(static kind => kind.Key))
        {
            Append(kind.Key, [.. kind], items, text);
        }

        return text.ToString();
    }

    private static void Append(DefinitionKind kind, List<CatalogueRow> rows, RepeatedItems items, StringBuilder text)
    {
        char letter = CatalogueText.LetterOf(kind);
        string[] columns = CatalogueText.ColumnsOf(kind);
        int[] used = [.. Enumerable.Range(0, columns.Length).Where(column => rows.Exists(row => row.Cells[column].Length > 0))];
        RepeatedCells[] cells = [.. used.Select(_ => new RepeatedCells(items))];
        text.Append(letter).Append('=').Append(string.Join("|", used.Select(column => columns[column]))).Append('\n');
        foreach (CatalogueRow row in rows)
        {
            text.Append(letter);
            for (int i = 0; i < used.Length; i++)
            {
                text.Append(CatalogueText.Separator);
                cells[i].Append(row.Cells[used[i]], text);
            }

            text.Append('\n');
        }
    }
}
