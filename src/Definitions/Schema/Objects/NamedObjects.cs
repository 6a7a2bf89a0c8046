using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Objects;

/// <summary>What a schema has besides tables: its triggers, and the sequences that are made by name and not with a column.</summary>
internal sealed class NamedObjects
{
    private readonly List<(string Table, string Name, string Definition)> _triggers = [];
    private readonly SortedSet<string> _sequences = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _owners = new(StringComparer.Ordinal);

    private NamedObjects()
    {
    }

    /// <summary>The triggers, the table as <c>schema.table</c>.</summary>
    internal IReadOnlyList<(string Table, string Name, string Definition)> Triggers => _triggers;

    /// <summary>The sequences, as <c>schema.name</c>.</summary>
    internal IReadOnlyCollection<string> Sequences => _sequences;

    /// <summary>The columns that own sequences, as <c>schema.table.column</c>, by the sequence.</summary>
    internal IReadOnlyDictionary<string, string> Owners => _owners;

    /// <summary>Reads a script; bodies of functions are texts, in which nothing is looked for.</summary>
    internal static NamedObjects Read(string text)
    {
        NamedObjects found = new();
        SqlCursor cursor = new(text);
        while (!cursor.IsAtEnd)
        {
            if (cursor.Take("create"))
            {
                found.TakeCreated(cursor);
            }
            else if (cursor.Take("alter", "sequence"))
            {
                found.TakeOwner(cursor);
            }

            SkipStatement(cursor);
        }

        return found;
    }

    private void TakeCreated(SqlCursor cursor)
    {
        cursor.Take("or", "replace");
        cursor.Take("constraint");
        _ = cursor.Take("temp") || cursor.Take("temporary") || cursor.Take("unlogged");
        if (cursor.Take("sequence"))
        {
            _ = cursor.Take("if", "not") && cursor.Take("exists");
            if (TakePath(cursor) is { } sequence)
            {
                string name = Qualified(sequence, 2);
                _sequences.Add(name);
                TakeOwnedBy(cursor, name);
            }
        }
        else if (cursor.Take("trigger") && cursor.TakeName() is { } trigger)
        {
            string events = TriggerText.TakeEvents(cursor);
            if (cursor.Take("on") && TakePath(cursor) is { } table)
            {
                _triggers.Add((Qualified(table, 2), trigger, events + TriggerText.TakeAction(cursor)));
            }
        }
    }

    private void TakeOwner(SqlCursor cursor)
    {
        _ = cursor.Take("if", "exists");
        if (TakePath(cursor) is { } sequence)
        {
            TakeOwnedBy(cursor, Qualified(sequence, 2));
        }
    }

    private void TakeOwnedBy(SqlCursor cursor, string sequence)
    {
        while (!cursor.IsAtEnd && cursor.Kind != SqlTokenKind.Semicolon)
        {
            if (cursor.Take("owned", "by"))
            {
                if (TakePath(cursor) is { Count: > 1 } column)
                {
                    _owners[sequence] = Qualified(column, 3);
                }

                return;
            }

            cursor.Take();
        }
    }

    /// <summary>Takes names between dots; null where there is none.</summary>
    private static List<string>? TakePath(SqlCursor cursor)
    {
        List<string> path = [];
        while (cursor.TakeName() is { } name)
        {
            path.Add(name);
            if (!cursor.Take(SqlTokenKind.Dot))
            {
                return path;
            }
        }

        return path.Count == 0 ? null : path;
    }

    private static string Qualified(List<string> path, int parts) => string.Join(".", path.Count < parts ? path.Prepend("public") : path);

    private static void SkipStatement(SqlCursor cursor)
    {
        while (!cursor.IsAtEnd && !cursor.Take(SqlTokenKind.Semicolon))
        {
            cursor.Take();
        }
    }
}
