using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Names;

internal sealed partial class SqlWalker
{
    private Rows SelectList(NameScope scope)
    {
        var columns = new List<Column>();
        bool isComplete = true;
        do
        {
            if (_cursor.IsOperator("*"))
            {
                _cursor.Take();
                scope.Sources.ForEach(source => AddAll(source, columns, ref isComplete));
            }
            else if (_cursor.IsName && _cursor.Peek(1).Kind == SqlTokenKind.Dot && _cursor.IsOperator("*", 2))
            {
                if (FindSource(scope, [_cursor.Token, _cursor.Peek(2)]) is { } source)
                {
                    AddAll(source, columns, ref isComplete);
                }

                _cursor.Position += 3;
            }
            else
            {
                Operand operand = Expression(scope);
                string? alias = TakeAlias();
                columns.Add(new Column(alias ?? operand.Name ?? "?column?", operand.Type, operand.Column?.IsNullable ?? true)
                {
                    Values = operand.Column is { } column && operand.Type == column.Type && !operand.HasPrefix ? column.Values : [],
                });
            }
        }
        while (_cursor.Take(SqlTokenKind.Comma));

        return new Rows(columns, isComplete);
    }

    private static void AddAll(Source source, List<Column> columns, ref bool isComplete)
    {
        isComplete &= source.Rows.IsComplete;
        columns.AddRange(source.Rows.Columns.Where(column => !source.Merged.Contains(column.Name)));
    }

    private Rows Values(NameScope scope)
    {
        var columns = new List<Column>();
        do
        {
            Expect(SqlTokenKind.OpenParenthesis);
            int number = 0;
            do
            {
                Operand operand = Expression(scope);
                if (++number > columns.Count)
                {
                    columns.Add(new Column($"column{number}", operand.Type, true));
                }
            }
            while (_cursor.Take(SqlTokenKind.Comma));

            Expect(SqlTokenKind.CloseParenthesis);
        }
        while (_cursor.Take(SqlTokenKind.Comma));

        return new Rows(columns, true);
    }

    private string? TakeAlias() =>
        _cursor.Take("as") ? _cursor.TakeName()
        : _cursor.Kind == SqlTokenKind.QuotedName || (_cursor.Kind == SqlTokenKind.Word && !SqlKeywords.IsReserved(_cursor.Name()))
            ? _cursor.TakeName()
        : null;

    // (a, b), or behind a function that returns records (a integer, b text).
    private List<string>? TakeColumnAliases()
    {
        if (_cursor.Kind != SqlTokenKind.OpenParenthesis)
        {
            return null;
        }

        var names = new List<string>();
        do
        {
            _cursor.Take();
            names.Add(_cursor.TakeName() ?? "");
            if (_cursor.IsName)
            {
                TakeType();
            }
        }
        while (_cursor.Kind == SqlTokenKind.Comma);

        Expect(SqlTokenKind.CloseParenthesis);
        return names;
    }

    internal static Rows Renamed(Rows rows, IReadOnlyList<string>? aliases)
    {
        if (aliases is null || aliases.Count == 0)
        {
            return rows;
        }

        var columns = rows.Columns.Select((column, i) => i < aliases.Count ? column with { Name = aliases[i] } : column).ToList();
        columns.AddRange(aliases.Skip(columns.Count).Select(alias => new Column(alias, null, true)));
        return rows with { Columns = columns };
    }
}
