using ServicePing.Definitions.Collections;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Projection;

/// <summary>Divides long lists, so that each part has a source of its own and an edit prints few rows again.</summary>
internal static class Parts
{
    /// <summary>How many rows or members a source has at most.</summary>
    public const int Size = 128;

    /// <summary>The parts of a table, in order.</summary>
    public static EquatableArray<TablePart<TRow>> Of<TRow>(MetricSetName set, IReadOnlyList<TRow> rows) =>
        Of(rows, (number, _, part) => new TablePart<TRow>(set, number, part));

    /// <summary>What is made of each part, from its number, the position of its first row, and its rows.</summary>
    public static EquatableArray<TPart> Of<TRow, TPart>(IReadOnlyList<TRow> rows, Func<int, int, EquatableArray<TRow>, TPart> make)
    {
        TPart[] parts = new TPart[(rows.Count + Size - 1) / Size];
        for (int number = 0; number < parts.Length; number++)
        {
            int first = number * Size;
            TRow[] part = new TRow[Math.Min(Size, rows.Count - first)];
            for (int i = 0; i < part.Length; i++)
            {
                part[i] = rows[first + i];
            }

            parts[number] = make(number, first, part.ToEquatableArray());
        }

        return parts.ToEquatableArray();
    }
}
