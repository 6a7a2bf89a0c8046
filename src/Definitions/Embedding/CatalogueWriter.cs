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

        SharedValues shared = SharedValues.Of(rows);
        StringBuilder text = new(CatalogueText.Header);
        text.Append('\n');
        shared.AppendTable(text);
        foreach (IGrouping<DefinitionKind, CatalogueRow> kind in rows.GroupBy(static row => row.Kind).OrderBy(static kind => kind.Key))
        {
            char letter = CatalogueText.LetterOf(kind.Key);
            string[] columns = CatalogueText.ColumnsOf(kind.Key);
            int[] used = [.. Enumerable.Range(0, columns.Length).Where(column => kind.Any(row => row.Cells[column].Length > 0))];
            text.Append(letter).Append('=').Append(string.Join("|", used.Select(column => columns[column]))).Append('\n');
            foreach (CatalogueRow row in kind)
            {
                text.Append(letter).Append(CatalogueText.Separator).Append(row.Name);
                foreach (int column in used)
                {
                    text.Append(CatalogueText.Separator);
                    shared.Append(row.Cells[column], text);
                }

                text.Append('\n');
            }
        }

        return text.ToString();
    }
}
