namespace ServicePing.Definitions.Sql;

/// <summary>A text with its brackets matched and the queries within them found, without any look at a schema.</summary>
internal sealed class SqlOutline
{
    private readonly List<SqlToken> _tokens;
    private readonly int[] _partners;
    private readonly int[] _openings;
    private readonly Dictionary<int, SqlQuery> _queries = [];

    /// <summary>Reads a text; brackets that close nothing or are never closed are taken for what they are not.</summary>
    public SqlOutline(string text)
    {
        Text = text;
        _tokens = SqlTokenizer.ReadAll(text);
        _partners = new int[_tokens.Count];
        _openings = new int[_tokens.Count];
        Stack<int> open = new();
        for (int at = 0; at < _tokens.Count; at++)
        {
            int nesting = SqlConjunction.Nesting(_tokens[at]);
            if (nesting < 0 && open.Count > 0)
            {
                int opening = open.Pop();
                _partners[opening] = at;
                _partners[at] = opening;
            }
            else
            {
                _partners[at] = at;
            }

            _openings[at] = open.Count > 0 ? open.Peek() : -1;
            if (nesting > 0)
            {
                // Until it is closed, a bracket goes on to the end.
                _partners[at] = _tokens.Count - 1;
                open.Push(at);
            }
        }

        for (int at = 0; at < Count; at++)
        {
            if (Kind(at) == SqlTokenKind.OpenParenthesis && SqlQuery.Begins(this, at + 1))
            {
                _queries.Add(at, new SqlQuery(this, at, _partners[at]));
            }
        }
    }

    public string Text { get; }

    /// <summary>How many tokens there are.</summary>
    public int Count => _tokens.Count - 1;

    /// <summary>The queries in parentheses, in the order in which they begin.</summary>
    public IEnumerable<SqlQuery> Queries => _queries.Values.OrderBy(static query => query.Opening);

    public SqlToken this[int at] => _tokens[Math.Min(Math.Max(at, 0), Count)];

    public SqlTokenKind Kind(int at) => at < 0 ? SqlTokenKind.End : this[at].Kind;

    /// <summary>The bracket that belongs to one, or the place itself.</summary>
    public int Partner(int at) => _partners[at];

    /// <summary>The innermost bracket that a place stands in, -1 outside of all.</summary>
    public int Opening(int at) => _openings[at];

    /// <summary>The query that a parenthesis holds; null where it holds anything else.</summary>
    public SqlQuery? QueryIn(int opening) => _queries.TryGetValue(opening, out SqlQuery? query) ? query : null;

    /// <summary>The innermost query that a place belongs to; null outside of all.</summary>
    public SqlQuery? QueryAround(int at)
    {
        for (int opening = _openings[at]; opening >= 0; opening = _openings[opening])
        {
            if (QueryIn(opening) is { } query)
            {
                return query;
            }
        }

        return null;
    }

    public bool IsName(int at) => Kind(at) is SqlTokenKind.Word or SqlTokenKind.QuotedName;

    public string Name(int at) => SqlName.Of(Text, this[at]);

    /// <summary>Whether an unquoted word, in lower case, stands at a place and is no member of something.</summary>
    public bool Is(int at, string word) => at >= 0 && this[at].Is(Text, word) && Kind(at - 1) != SqlTokenKind.Dot;

    /// <summary>Whether a name stands at a place that is called as a function.</summary>
    public bool IsCall(int at) => IsName(at) && Kind(at + 1) == SqlTokenKind.OpenParenthesis;

    /// <summary>The next place at the same depth.</summary>
    public int Next(int at) => SqlConjunction.Nesting(this[at]) > 0 ? _partners[at] + 1 : at + 1;

    /// <summary>The text of a range, as it is written.</summary>
    public string Slice(SqlRange range) => range.IsEmpty
        ? ""
        : Text.Substring(this[range.Start].Start, this[range.End - 1].End - this[range.Start].Start);

    /// <summary>Whether WITH gives a query that name, somewhere in the text.</summary>
    public bool HasNamedQuery(string name)
    {
        for (int at = 0; at < Count; at++)
        {
            if (IsName(at) && Name(at) == name)
            {
                int query = Kind(at + 1) == SqlTokenKind.OpenParenthesis ? Partner(at + 1) + 1 : at + 1;
                if (Is(query, "as"))
                {
                    query += Is(query + 1, "not") ? 2 : 1;
                    query += Is(query, "materialized") ? 1 : 0;
                    if (QueryIn(query) is not null)
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    /// <summary>The parts of a range between commas outside of brackets.</summary>
    public List<SqlRange> Items(SqlRange range)
    {
        List<SqlRange> items = [];
        int start = range.Start;
        for (int at = range.Start; at < range.End; at = Next(at))
        {
            if (Kind(at) == SqlTokenKind.Comma)
            {
                items.Add(new(start, at));
                start = at + 1;
            }
        }

        if (start < range.End)
        {
            items.Add(new(start, range.End));
        }

        return items;
    }
}

/// <summary>Tokens that stand together.</summary>
/// <param name="Start">The place of the first.</param>
/// <param name="End">The place behind the last.</param>
internal readonly record struct SqlRange(int Start, int End)
{
    public bool IsEmpty => Start >= End;
}
