using System.Text;
using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Judging;

/// <summary>
/// Whether an order decides which rows of a SELECT come first. Without a schema, and for whatever is no table of it, a column
/// <c>id</c> is taken for the key.
/// </summary>
internal sealed class RowOrder
{
    private readonly SqlOutline _outline;
    private readonly SqlSelect _select;
    private readonly SchemaLookup? _schema;
    private readonly List<SqlSource>? _sources;

    public RowOrder(SqlOutline outline, SqlSelect select, SchemaLookup? schema)
    {
        _outline = outline;
        _select = select;
        _schema = schema;
        _sources = select.From is { } from ? SqlSource.Read(outline, from) : [];
    }

    /// <summary>The only entry of FROM; null where there are several, or where they could not be followed.</summary>
    public SqlSource? OnlySource => _sources is { Count: 1 } ? _sources[0] : null;

    /// <summary>What the SELECT gives, without the names it gives it.</summary>
    public IEnumerable<SqlRange> Selected => _outline.Items(_select.List).Select(WithoutAlias);

    /// <summary>
    /// Whether rows that are equal in some expressions are one row, or at least equal in the values that are looked at.
    /// </summary>
    /// <param name="order">The expressions, each as it stands in ORDER BY.</param>
    /// <param name="values">What is looked at; null for whole rows.</param>
    /// <param name="place">Where the order is said.</param>
    public bool Decides(IEnumerable<SqlRange> order, IReadOnlyList<SqlRange>? values, OrderPlace place = OrderPlace.Query)
    {
        List<SqlRange> expressions = [.. order.Select(entry => Expression(entry, place))];
        HashSet<string> known = new(expressions.Select(Spelling), StringComparer.Ordinal);
        if (values is not null && values.All(value => IsFixed(value) || known.Contains(Spelling(Uncast(value)))))
        {
            return true;
        }

        if (place != OrderPlace.Aggregate && _select.GroupBy is { } groups)
        {
            return _outline.Items(groups).ConvertAll(group => Expression(group, OrderPlace.Query))
                .TrueForAll(group => IsFixed(group) || known.Contains(Spelling(group)));
        }

        return _sources is not null && TellsApart(_sources, expressions);
    }

    /// <summary>Whether an expression is the same for every row: a constant, or made of columns of a query around.</summary>
    public bool IsFixed(SqlRange expression)
    {
        SqlRange range = Uncast(expression);
        for (int at = range.Start; at < range.End; at++)
        {
            bool isStar = _outline.Kind(at) == SqlTokenKind.Operator && _outline[at].In(_outline.Text) == "*"
                && (at == range.Start || _outline.Kind(at - 1) == SqlTokenKind.Dot);
            if (isStar || _outline.Is(at, "select"))
            {
                return false;
            }

            bool isFree = !_outline.IsName(at) || _outline.IsCall(at) || _outline.Kind(at + 1) == SqlTokenKind.Text
                || _outline.Is(at, "null") || _outline.Is(at, "true") || _outline.Is(at, "false");
            if (!isFree)
            {
                List<string> names = Names(ref at);
                if (Resolve(names).Kind != Meaning.Outer)
                {
                    return false;
                }
            }
        }

        return true;
    }

    // Follows keys and equalities until nothing more is decided: which entries of FROM have one row for each place of the order.
    private bool TellsApart(List<SqlSource> sources, List<SqlRange> order)
    {
        HashSet<(int Source, string Column)> held = [];
        bool[] isOneRow = new bool[sources.Count];
        foreach (SqlRange expression in order)
        {
            Hold(Column(expression));
        }

        List<(Place Left, Place Right, int Joined)> equalities = [.. Equalities(sources)];
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

    private IEnumerable<(Place Left, Place Right, int Joined)> Equalities(List<SqlSource> sources)
    {
        List<(SqlRange Range, int Joined)> texts = [(_select.Where ?? default, -1)];
        for (int i = 0; i < sources.Count; i++)
        {
            if (sources[i].Join is not (SqlJoin.Right or SqlJoin.Full))
            {
                texts.Add((sources[i].Condition, sources[i].Join == SqlJoin.Left ? i : -1));
            }

            if (i > 0 && !sources[i].Using.IsEmpty && sources[i].Join is SqlJoin.Inner or SqlJoin.Left)
            {
                foreach (SqlRange column in _outline.Items(sources[i].Using))
                {
                    string name = _outline.Name(column.Start);
                    yield return (new(Meaning.Column, 0, name), new(Meaning.Column, i, name), sources[i].Join == SqlJoin.Left ? i : -1);
                }
            }
        }

        foreach ((SqlRange range, int joined) in texts)
        {
            foreach (Condition condition in Condition.Of(_outline.Slice(range)))
            {
                if (condition.IsEquality)
                {
                    Place right = condition.Right.Count == 0 ? new(Meaning.Constant, -1, "") : Resolve(condition.Right);
                    yield return (Resolve(condition.Left), right, joined);
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

        if (TableOf(source) is not { Kind: not TableKind.View } table)
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
        1 => _outline.HasNamedQuery(source.Table[0]) ? null : _schema?.FindTable(null, source.Table[0]),
        _ => _schema?.FindTable(source.Table[source.Table.Count - 2], source.Table[source.Table.Count - 1]),
    };

    private Place Column(SqlRange expression)
    {
        int at = expression.Start;
        if (expression.IsEmpty || !_outline.IsName(at))
        {
            return default;
        }

        List<string> names = Names(ref at);
        return at == expression.End - 1 ? Resolve(names) : default;
    }

    // The parts of a dotted name, up to its last token.
    private List<string> Names(ref int at)
    {
        List<string> names = [_outline.Name(at)];
        while (_outline.Kind(at + 1) == SqlTokenKind.Dot && _outline.IsName(at + 2))
        {
            at += 2;
            names.Add(_outline.Name(at));
        }

        return names;
    }

    private Place Resolve(IReadOnlyList<string> names)
    {
        if (names.Count == 0 || _sources is null)
        {
            return default;
        }

        string column = names[names.Count - 1];
        if (names.Count > 1)
        {
            int named = _sources.FindIndex(source => source.Alias == names[names.Count - 2]);
            return named < 0 ? new(Meaning.Outer, -1, column) : new(Meaning.Column, named, column);
        }

        List<int> candidates = [.. Enumerable.Range(0, _sources.Count).Where(i =>
            TableOf(_sources[i]) is not { HasKnownColumns: true } table || table.FindColumn(column) is not null)];
        return candidates.Count switch
        {
            0 => new(Meaning.Outer, -1, column),
            1 => new(Meaning.Column, candidates[0], column),
            _ => default,
        };
    }

    // An entry of ORDER BY without its direction; that of a query may be the place, or name, of what is selected.
    private SqlRange Expression(SqlRange entry, OrderPlace place)
    {
        int end = entry.End;
        end -= end - 2 > entry.Start && _outline.Is(end - 2, "nulls") ? 2 : 0;
        end -= end - 1 > entry.Start && (_outline.Is(end - 1, "asc") || _outline.Is(end - 1, "desc")) ? 1 : 0;
        end -= end - 2 > entry.Start && _outline.Is(end - 2, "using") ? 2 : 0;
        SqlRange range = new(entry.Start, end);
        if (range.End - range.Start != 1 || place != OrderPlace.Query)
        {
            return range;
        }

        List<SqlRange> items = _outline.Items(_select.List);
        if (_outline.Kind(range.Start) == SqlTokenKind.Number)
        {
            return int.TryParse(_outline[range.Start].In(_outline.Text), out int number) && number >= 1 && number <= items.Count
                ? WithoutAlias(items[number - 1])
                : range;
        }

        foreach (SqlRange item in items)
        {
            SqlRange value = WithoutAlias(item);
            if (value.End < item.End && _outline.IsName(range.Start) && _outline.Name(item.End - 1) == _outline.Name(range.Start))
            {
                return value;
            }
        }

        return range;
    }

    private SqlRange WithoutAlias(SqlRange item)
    {
        int last = item.End - 1;
        if (last <= item.Start || !_outline.IsName(last))
        {
            return item;
        }

        if (_outline.Is(last - 1, "as"))
        {
            return new(item.Start, last - 1);
        }

        bool isAlias = _outline.Kind(last - 1) is not (SqlTokenKind.Dot or SqlTokenKind.Operator or SqlTokenKind.Cast)
            && (_outline.Kind(last) == SqlTokenKind.QuotedName || !SqlKeywords.IsReserved(_outline.Name(last)));
        return isAlias ? new(item.Start, last) : item;
    }

    // What equal values are cast to is equal.
    private SqlRange Uncast(SqlRange value)
    {
        int at = value.Start;
        if (_outline.Kind(at) == SqlTokenKind.OpenParenthesis)
        {
            at = _outline.Partner(at) + 1;
        }
        else
        {
            at++;
            while (_outline.Kind(at) == SqlTokenKind.Dot)
            {
                at += 2;
            }
        }

        return at < value.End && _outline.Kind(at) == SqlTokenKind.Cast ? new(value.Start, at) : value;
    }

    // Names folded, without the table where there is only one, and without parentheses around the whole.
    private string Spelling(SqlRange range)
    {
        while (range.End - range.Start > 2 && _outline.Kind(range.Start) == SqlTokenKind.OpenParenthesis
            && _outline.Partner(range.Start) == range.End - 1)
        {
            range = new(range.Start + 1, range.End - 1);
        }

        StringBuilder spelling = new();
        for (int at = range.Start; at < range.End; at++)
        {
            bool isTable = _outline.IsName(at) && _outline.Kind(at + 1) == SqlTokenKind.Dot
                && _sources is { Count: 1 } && _sources[0].Alias == _outline.Name(at);
            if (isTable)
            {
                at++;
                continue;
            }

            spelling.Append(_outline.IsName(at) ? SqlName.Quote(_outline.Name(at)) : _outline[at].In(_outline.Text)).Append(' ');
        }

        return spelling.ToString();
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

/// <summary>Where an order is said.</summary>
internal enum OrderPlace
{
    /// <summary>In ORDER BY or DISTINCT ON of the query.</summary>
    Query,

    /// <summary>In the window of a function, over rows or groups.</summary>
    Window,

    /// <summary>Among the arguments of an aggregate, over rows.</summary>
    Aggregate,
}
