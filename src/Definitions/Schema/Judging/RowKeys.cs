using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Judging;

/// <summary>
/// The keys of what a SELECT reads, and which columns its conditions hold equal. Without a schema, and for whatever is no table
/// of it, a column <c>id</c> is taken for the key.
/// </summary>
internal sealed class RowKeys(SqlOutline outline, SqlRange where, List<SqlSource> sources, SchemaLookup? schema)
{
    /// <summary>Whether rows that are equal in some expressions are one row.</summary>
    public bool TellApart(IEnumerable<SqlRange> order)
    {
        HashSet<(int Source, string Column)> held = [];
        bool[] isOneRow = new bool[sources.Count];
        foreach (SqlRange expression in order)
        {
            Hold(Column(expression));
        }

        List<(Place Left, Place Right, int Joined)> equalities = [.. Equalities()];
        bool isNew = true;
        while (isNew)
        {
            int before = held.Count + isOneRow.Count(static one => one);
            for (int i = 0; i < sources.Count; i++)
            {
                isOneRow[i] |= Keys(sources[i]).Any(key => key.All(column => held.Contains((i, column))));
            }

            foreach ((Place left, Place right, int joined) in equalities)
            {
                // A row without a partner has NULL in the joined table only.
                if (IsHeld(right) && (joined < 0 || left.Source == joined))
                {
                    Hold(left);
                }

                if (IsHeld(left) && (joined < 0 || right.Source == joined))
                {
                    Hold(right);
                }
            }

            isNew = held.Count + isOneRow.Count(static one => one) > before;
        }

        return Array.TrueForAll(isOneRow, static one => one);

        void Hold(Place place)
        {
            if (place.Kind == Meaning.Column)
            {
                held.Add((place.Source, place.Name));
            }
        }

        bool IsHeld(Place place) => place.Kind is Meaning.Outer or Meaning.Constant
            || (place.Kind == Meaning.Column && (isOneRow[place.Source] || held.Contains((place.Source, place.Name))));
    }

    private IEnumerable<(Place Left, Place Right, int Joined)> Equalities()
    {
        List<(SqlRange Range, int Joined)> texts = [(where, -1)];
        for (int i = 0; i < sources.Count; i++)
        {
            if (sources[i].Join is not (SqlJoin.Right or SqlJoin.Full))
            {
                texts.Add((sources[i].Condition, sources[i].Join == SqlJoin.Left ? i : -1));
            }

            if (i > 0 && !sources[i].Using.IsEmpty && sources[i].Join is SqlJoin.Inner or SqlJoin.Left)
            {
                foreach (SqlRange column in outline.Items(sources[i].Using))
                {
                    string name = outline.Name(column.Start);
                    int joined = sources[i].Join == SqlJoin.Left ? i : -1;
                    yield return (new(Meaning.Column, 0, name), new(Meaning.Column, i, name), joined);
                }
            }
        }

        foreach ((SqlRange range, int behind) in texts)
        {
            foreach (Condition condition in Condition.Of(outline.Slice(range)))
            {
                if (condition.IsEquality)
                {
                    Place right = condition.Right.Count == 0 ? new(Meaning.Constant, -1, "") : Resolve(condition.Right);
                    yield return (Resolve(condition.Left), right, behind);
                }
            }
        }
    }

    private IEnumerable<IReadOnlyList<string>> Keys(SqlSource source)
    {
        if (source.Function is not null)
        {
            return [];
        }

        bool isKnown = TableOf(source) is { Kind: not TableKind.View } found && schema?.AlteringGap is null
            && (found.HasKnownColumns || found.Kind != TableKind.Table || !found.PrimaryKey.IsEmpty);
        if (!isKnown || TableOf(source) is not { } table)
        {
            return [["id"]];
        }

        bool IsKey(IEnumerable<string> columns) => columns.All(column => table.FindColumn(column) is { IsNullable: false });
        return
        [
            .. table.PrimaryKey.IsEmpty ? [] : new IReadOnlyList<string>[] { table.PrimaryKey },
            .. table.UniqueKeys.Where(key => IsKey(key)).Select(key => (IReadOnlyList<string>)key),
            .. table.Indexes
                .Where(index => index is { IsUnique: true, Predicate: null } && index.Keys.All(key => key.Column is not null)
                    && (table.Kind == TableKind.MaterializedView || IsKey(index.Keys.Select(key => key.Column!))))
                .Select(index => (IReadOnlyList<string>)[.. index.Keys.Select(key => key.Column!)]),
        ];
    }

    private Table? TableOf(SqlSource source) => source.Table.Count switch
    {
        0 => null,
        1 => outline.HasNamedQuery(source.Table[0]) ? null : schema?.FindTable(null, source.Table[0]),
        _ => schema?.FindTable(source.Table[source.Table.Count - 2], source.Table[source.Table.Count - 1]),
    };

    /// <summary>Whether the column at a place is one of a query around, up to the last token of its name.</summary>
    public bool IsOfOuterQuery(ref int at) => Resolve(Names(ref at)).Kind == Meaning.Outer;

    private Place Column(SqlRange expression)
    {
        int at = expression.Start;
        if (expression.IsEmpty || !outline.IsName(at))
        {
            return default;
        }

        List<string> names = Names(ref at);
        return at == expression.End - 1 ? Resolve(names) : default;
    }

    // The parts of a dotted name, up to its last token.
    private List<string> Names(ref int at)
    {
        List<string> names = [outline.Name(at)];
        while (outline.Kind(at + 1) == SqlTokenKind.Dot && outline.IsName(at + 2))
        {
            at += 2;
            names.Add(outline.Name(at));
        }

        return names;
    }

    private Place Resolve(IReadOnlyList<string> names)
    {
        string column = names[names.Count - 1];
        if (names.Count > 1)
        {
            int named = sources.FindIndex(source => source.Alias == names[names.Count - 2]);
            return named < 0 ? new(Meaning.Outer, -1, column) : new(Meaning.Column, named, column);
        }

        List<int> candidates = [.. Enumerable.Range(0, sources.Count).Where(i =>
            TableOf(sources[i]) is not { HasKnownColumns: true } table || table.FindColumn(column) is not null)];
        return candidates.Count switch
        {
            0 => new(Meaning.Outer, -1, column),
            1 => new(Meaning.Column, candidates[0], column),
            _ => default,
        };
    }

    private enum Meaning
    {
        Unknown,
        Column,
        Outer,
        Constant,
    }

    private readonly record struct Place(Meaning Kind, int Source, string Name);
}
