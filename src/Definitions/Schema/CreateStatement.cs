using ServicePing.Definitions.Rules;
using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema;

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
            ReadTable(cursor, draft, TableKind.Table);
        }
        else if (cursor.Take("foreign", "table"))
        {
            ReadTable(cursor, draft, TableKind.ForeignTable);
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
            ReadType(cursor, draft);
        }
        else if (cursor.Take("domain"))
        {
            ReadDomain(cursor, draft);
        }
        else if (cursor.Take("function"))
        {
            ReadFunction(cursor, draft);
        }
        else if (cursor.Take("aggregate"))
        {
            ReadAggregate(cursor, draft);
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

    private static void ReadTable(SqlCursor cursor, SchemaDraft draft, TableKind kind)
    {
        bool mayExist = TakeIfNotExists(cursor);
        SqlToken place = cursor.Token;
        if (draft.TakeNewName(cursor) is not { } name)
        {
            draft.ReportMistake(place, "Here stands no name of a table, so that this statement was not read: correct it, or leave it out.");
            return;
        }

        if (mayExist && draft.Tables.ContainsKey(name))
        {
            return;
        }

        var table = new TableBuilder(name, kind) { IsIncomplete = draft.IsBroken };
        draft.Tables[name] = table;
        bool hasColumns = true;
        if (cursor.Take("partition", "of"))
        {
            table.PartitionOf = draft.TakeTableName(cursor);
        }
        else if (cursor.Take("of"))
        {
            TakeRowType(cursor, draft, table);
        }
        else
        {
            hasColumns = cursor.Kind == SqlTokenKind.OpenParenthesis;
        }

        if (cursor.Kind == SqlTokenKind.OpenParenthesis)
        {
            TableBody.Read(cursor, draft, table);
        }

        for (; !cursor.IsAtEnd; cursor.Take())
        {
            if (cursor.Take("inherits") && cursor.Kind == SqlTokenKind.OpenParenthesis)
            {
                ReadParents(cursor, draft, table);
            }
            else if (cursor.Take("partition", "by"))
            {
                int start = cursor.Position;
                cursor.Take();
                cursor.SkipNested();
                table.PartitionedBy = cursor.Slice(start, cursor.Position);
                cursor.Position--;
            }
            else if (cursor.Take("as"))
            {
                hasColumns = true;
                table.IsIncomplete |= cursor.Is("execute");
                table.Query = Rest(cursor);
                table.ColumnAliases.AddRange(table.Columns.Select(column => column.Name));
                table.Columns.Clear();
                draft.Queries.Add(table);
                break;
            }
        }

        SqlToken? untyped = table.Query is null ? table.Untyped : null;
        if (!hasColumns || untyped is not null)
        {
            draft.ReportMistake(
                untyped ?? place,
                untyped is { } column
                    ? $"The column '{column.In(cursor.Text)}' has no type: write it behind the name."
                    : $"The table '{name.Name}' has no columns: write them in parentheses behind the name.");
            table.IsIncomplete = true;
        }
    }

    private static void TakeRowType(SqlCursor cursor, SchemaDraft draft, TableBuilder table)
    {
        table.RowType = draft.TakeTypeName(cursor);
        if (table.RowType is { } name && draft.Composites.TryGetValue(name, out TableBuilder? type))
        {
            table.Columns.AddRange(type.Columns);
            table.IsIncomplete |= type.IsIncomplete;
        }
        else
        {
            table.IsIncomplete = true;
        }
    }

    private static void ReadParents(SqlCursor cursor, SchemaDraft draft, TableBuilder table)
    {
        do
        {
            cursor.Take();
            if (draft.TakeTableName(cursor) is { } parent)
            {
                table.Parents.Add(parent);
            }
        }
        while (cursor.Kind == SqlTokenKind.Comma);
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

    private static void ReadType(SqlCursor cursor, SchemaDraft draft)
    {
        if (draft.TakeNewName(cursor) is not { } name)
        {
            return;
        }

        if (cursor.Is("as") && cursor.Peek(1).Kind == SqlTokenKind.OpenParenthesis)
        {
            cursor.Take();
            var type = new TableBuilder(name, TableKind.Table) { IsIncomplete = draft.IsBroken };
            draft.Composites[name] = type;
            TableBody.Read(cursor, draft, type);
            return;
        }

        if (!cursor.Take("as", "enum"))
        {
            return;
        }

        var labels = new List<string>();
        for (; !cursor.IsAtEnd; cursor.Take())
        {
            if (cursor.Kind == SqlTokenKind.Text)
            {
                labels.Add(SqlString.Of(cursor.Text, cursor.Token));
            }
        }

        draft.Enums[name] = labels;
    }

    private static void ReadDomain(SqlCursor cursor, SchemaDraft draft)
    {
        if (draft.TakeNewName(cursor) is not { } name)
        {
            return;
        }

        cursor.Take("as");
        if (SqlType.Take(cursor) is { } type)
        {
            var domain = new DomainDraft(name, type);
            draft.Domains[name] = domain;
            while (!cursor.IsAtEnd)
            {
                domain.TakeConstraint(cursor);
            }
        }
    }

    private static void ReadFunction(SqlCursor cursor, SchemaDraft draft)
    {
        if (draft.TakeNewName(cursor) is not { } name)
        {
            return;
        }

        bool isVolatile = true;
        for (; !cursor.IsAtEnd; cursor.Take())
        {
            isVolatile &= !cursor.Is("stable") && !cursor.Is("immutable");
        }

        draft.Functions.TryGetValue(name, out Function? other);
        draft.Functions[name] = new Function(name, isVolatile || other?.IsVolatile == true)
        {
            IsAggregate = other?.IsAggregate == true,
        };
    }

    // Volatile are at most the functions that an aggregate is made of.
    private static void ReadAggregate(SqlCursor cursor, SchemaDraft draft)
    {
        if (draft.TakeNewName(cursor) is { } name)
        {
            bool isVolatile = draft.Functions.TryGetValue(name, out Function? other) && other.IsVolatile;
            draft.Functions[name] = new Function(name, isVolatile) { IsAggregate = true };
        }
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
