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
    private readonly List<SqlSource>? _sources;
    private readonly RowKeys? _keys;

    public RowOrder(SqlOutline outline, SqlSelect select, SchemaLookup? schema)
    {
        _outline = outline;
        _select = select;
        _sources = select.From is { } from ? SqlSource.Read(outline, from) : [];
        _keys = _sources is null ? null : new RowKeys(outline, select.Where ?? default, _sources, schema);
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

        return _keys?.TellApart(expressions) == true;
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
                if (_keys?.IsOfOuterQuery(ref at) != true)
                {
                    return false;
                }
            }
        }

        return true;
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
