using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Scripts;

/// <summary>Reads what follows CREATE.</summary>
internal static class CreateStatement
{
    /// <summary>What else can be created, which no query names.</summary>
    private static readonly HashSet<string> s_others = new(StringComparer.Ordinal)
    {
        "access", "cast", "collation", "constraint", "conversion", "database", "default", "event", "extension", "foreign", "group",
        "language", "operator", "policy", "procedural", "procedure", "property", "publication", "role", "rule", "schema", "sequence",
        "server", "statistics", "subscription", "tablespace", "text", "transform", "trigger", "trusted", "user",
    };

    public static void Read(SqlCursor cursor, SchemaDraft draft)
    {
        cursor.Take("or", "replace");
        while (cursor.Take("global") || cursor.Take("local") || cursor.Take("temp") || cursor.Take("temporary")
            || cursor.Take("unlogged") || cursor.Take("recursive"))
        {
        }

        if (cursor.Take("table"))
        {
            CreateTable.Read(cursor, draft, TableKind.Table);
        }
        else if (cursor.Take("foreign", "table"))
        {
            CreateTable.Read(cursor, draft, TableKind.ForeignTable);
        }
        else if (cursor.Take("view"))
        {
            ReadView(cursor, draft, TableKind.View);
        }
        else if (cursor.Take("materialized", "view"))
        {
            ReadView(cursor, draft, TableKind.MaterializedView);
        }
        else if (cursor.Take("index"))
        {
            CreateIndexStatement.Read(cursor, draft, isUnique: false);
        }
        else if (cursor.Take("unique", "index"))
        {
            CreateIndexStatement.Read(cursor, draft, isUnique: true);
        }
        else if (cursor.Take("type"))
        {
            CreateType.Read(cursor, draft);
        }
        else if (cursor.Take("domain"))
        {
            CreateType.ReadDomain(cursor, draft);
        }
        else if (cursor.Take("function"))
        {
            CreateFunction.Read(cursor, draft);
        }
        else if (cursor.Take("aggregate"))
        {
            CreateFunction.ReadAggregate(cursor, draft);
        }
        else if (cursor.Is("collation"))
        {
            draft.HasLooseCollations |= IsLoose(cursor);
        }
        else if (cursor.Kind != SqlTokenKind.Word || !s_others.Contains(cursor.Name()))
        {
            string word = cursor.Token.In(cursor.Text);
            draft.ReportMistake(
                cursor.Token,
                $"Nothing that PostgreSQL creates is called '{word}', so that this statement was not read: correct it, or leave it out."
                + Suggestion.For(word.ToLowerInvariant(), ["table", "view", "materialized", "index", "type", "domain", .. s_others]));
        }
    }

    private static bool IsLoose(SqlCursor cursor)
    {
        bool isLoose = false;
        for (; !cursor.IsAtEnd; cursor.Take())
        {
            isLoose |= cursor.Is("deterministic") && cursor.IsOperator("=", 1) && !cursor.Is("true", 2);
        }

        return isLoose;
    }

    private static void ReadView(SqlCursor cursor, SchemaDraft draft, TableKind kind)
    {
        TakeIfNotExists(cursor);
        if (draft.TakeNewName(cursor) is not { } name)
        {
            return;
        }

        var view = new TableBuilder(name, kind) { Query = "" };
        draft.Tables[name] = view;
        if (cursor.Kind == SqlTokenKind.OpenParenthesis)
        {
            view.ColumnAliases.AddRange(TakeNames(cursor));
        }

        while (!cursor.IsAtEnd && !cursor.Take("as"))
        {
            cursor.Take();
        }

        view.Query = Rest(cursor);
        draft.Queries.Add(view);
    }

    /// <summary>Takes <c>(a, b)</c>.</summary>
    internal static List<string> TakeNames(SqlCursor cursor)
    {
        var names = new List<string>();
        do
        {
            cursor.Take();
            if (cursor.TakeName() is { } name)
            {
                names.Add(name);
            }
        }
        while (cursor.Kind == SqlTokenKind.Comma);

        cursor.Take(SqlTokenKind.CloseParenthesis);
        return names;
    }

    /// <summary>Goes on to the comma or closing parenthesis behind the current item.</summary>
    internal static void SkipToEndOfItem(SqlCursor cursor)
    {
        while (!cursor.IsAtEnd && cursor.Kind is not (SqlTokenKind.Comma or SqlTokenKind.CloseParenthesis))
        {
            cursor.SkipNested();
        }
    }

    /// <summary>Takes all that is left, as text.</summary>
    internal static string Rest(SqlCursor cursor)
    {
        int start = cursor.Position;
        while (!cursor.IsAtEnd)
        {
            cursor.Take();
        }

        return cursor.Slice(start, cursor.Position);
    }

    /// <summary>Takes <c>IF NOT EXISTS</c>, and tells whether it was there.</summary>
    internal static bool TakeIfNotExists(SqlCursor cursor)
    {
        bool isThere = cursor.Is("if") && cursor.Is("not", 1) && cursor.Is("exists", 2);
        cursor.Position += isThere ? 3 : 0;
        return isThere;
    }
}
