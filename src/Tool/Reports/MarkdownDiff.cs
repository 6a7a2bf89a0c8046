using System.Text;
using ServicePing.Definitions.Locking;

namespace ServicePing.Tool.Reports;

/// <summary>Changes between two lockfiles as Markdown, for the description of a pull request.</summary>
internal static class MarkdownDiff
{
    internal static string Write(IReadOnlyList<LockfileChange> changes)
    {
        if (changes.Count == 0)
        {
            return "No metric and no event differs.\n";
        }

        StringBuilder page = new();
        foreach ((ChangeKind kind, string title) in ((ChangeKind, string)[])
            [(ChangeKind.Changed, "Changed"), (ChangeKind.Removed, "Removed"), (ChangeKind.Added, "Added")])
        {
            LockfileChange[] of = [.. changes.Where(change => change.Kind == kind)];
            if (of.Length == 0)
            {
                continue;
            }

            page.Append(page.Length > 0 ? "\n" : "").Append($"### {title} ({of.Length})\n\n| | name | field | before | after |\n|---|---|---|---|---|\n");
            foreach (LockfileChange change in of)
            {
                string subject = change.Subject;
                string name = $"`{change.Name}`";
                foreach (FieldChange field in change.Fields)
                {
                    page.Append($"| {subject} | {name} | {field.Name} | {Cell(field.Old)} | {Cell(field.New)} |\n");
                    (subject, name) = ("", "");
                }
            }
        }

        return page.ToString();
    }

    /// <summary>A value as code, in which Markdown reads nothing but the bar of the table.</summary>
    private static string Cell(string? value) => string.IsNullOrEmpty(value) ? "" : $"`{value.Replace("|", "\\|", StringComparison.Ordinal)}`";
}
