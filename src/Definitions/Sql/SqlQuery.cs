namespace ServicePing.Definitions.Sql;

/// <summary>A query in parentheses, cut into its clauses.</summary>
internal sealed class SqlQuery
{
    private const int DeepestNesting = 50;

    private static readonly HashSet<string> s_united = new(StringComparer.Ordinal) { "union", "intersect", "except" };

    private static readonly HashSet<string> s_behindQueries = new(StringComparer.Ordinal)
    {
        "union", "intersect", "except", "order", "limit", "offset", "fetch", "for",
    };

    private readonly Dictionary<string, SqlRange> _limits = new(StringComparer.Ordinal);

    /// <summary>Cuts the query between two parentheses.</summary>
    public SqlQuery(SqlOutline outline, int opening, int closing)
    {
        Opening = opening;
        Dictionary<string, SqlRange> clauses = [];
        int select = -1;
        string clause = "";
        int start = opening + 1;
        for (int at = opening + 1; at < closing; at = outline.Next(at))
        {
            string? word = Clause(outline, at, clause);
            if (word is null)
            {
                continue;
            }

            End(at);
            if (word == "select" || s_united.Contains(word))
            {
                Finish();
                select = word == "select" ? at : -1;
                IsUnited |= word != "select";
            }

            clause = word;
            start = at + (word is "order" or "group" ? 2 : 1);
        }

        End(closing);
        Finish();

        void End(int at)
        {
            SqlRange range = new(start, at);
            if (clause is "order" or "limit" or "offset" or "fetch")
            {
                _limits[clause] = range;
            }
            else
            {
                clauses[clause] = range;
            }
        }

        void Finish()
        {
            if (select >= 0)
            {
                Selects.Add(new SqlSelect(outline, select, clauses));
            }

            clauses = [];
        }
    }

    /// <summary>The place of the parenthesis that opens the query.</summary>
    public int Opening { get; }

    /// <summary>What it selects, several where they are united.</summary>
    public List<SqlSelect> Selects { get; } = [];

    /// <summary>Whether there are several, or others in parentheses.</summary>
    public bool IsUnited { get; }

    /// <summary>The only SELECT; null where there are several.</summary>
    public SqlSelect? Only => !IsUnited && Selects.Count == 1 ? Selects[0] : null;

    /// <summary>What its rows are ordered by; null where nobody says.</summary>
    public SqlRange? OrderBy => Find("order");

    public SqlRange? Limit => Find("limit");

    public SqlRange? Offset => Find("offset");

    public SqlRange? Fetch => Find("fetch");

    /// <summary>Whether a query begins at a place, perhaps in further parentheses.</summary>
    public static bool Begins(SqlOutline outline, int at)
    {
        for (int depth = 0; outline.Kind(at) == SqlTokenKind.OpenParenthesis; depth++, at++)
        {
            int behind = outline.Partner(at) + 1;
            bool isQuery = outline.Kind(behind) == SqlTokenKind.CloseParenthesis
                || (outline.Kind(behind) == SqlTokenKind.Word && s_behindQueries.Contains(outline.Name(behind)));
            if (!isQuery || depth > DeepestNesting)
            {
                return false;
            }
        }

        return outline.Is(at, "select") || outline.Is(at, "with")
            || (outline.Is(at, "values") && outline.Kind(at + 1) == SqlTokenKind.OpenParenthesis)
            || (outline.Is(at, "table") && outline.IsName(at + 1));
    }

    // The word that begins a clause; names behind AS may be any, and IS DISTINCT FROM is an operator.
    private static string? Clause(SqlOutline outline, int at, string current)
    {
        if (outline.Kind(at) != SqlTokenKind.Word || outline.Kind(at - 1) == SqlTokenKind.Dot || outline.Is(at - 1, "as"))
        {
            return null;
        }

        string word = outline.Name(at);
        return word switch
        {
            "select" or "where" or "having" or "window" or "limit" or "offset" or "for" => word,
            "union" or "intersect" or "except" => word,
            "from" when current == "select" && !(outline.Is(at - 1, "distinct") && !outline.Is(at - 2, "select")) => word,
            "group" or "order" when outline.Is(at + 1, "by") => word,
            "fetch" when outline.Is(at + 1, "first") || outline.Is(at + 1, "next") => word,
            _ => null,
        };
    }

    private SqlRange? Find(string clause) => _limits.TryGetValue(clause, out SqlRange range) ? range : null;
}

/// <summary>One SELECT of a query.</summary>
internal sealed class SqlSelect
{
    private readonly Dictionary<string, SqlRange> _clauses;

    public SqlSelect(SqlOutline outline, int place, Dictionary<string, SqlRange> clauses)
    {
        Place = place;
        _clauses = clauses;
        SqlRange list = Find("select") ?? default;
        int start = list.Start;
        if (outline.Is(start, "all"))
        {
            start++;
        }
        else if (outline.Is(start, "distinct"))
        {
            IsDistinct = true;
            start++;
            if (outline.Is(start, "on") && outline.Kind(start + 1) == SqlTokenKind.OpenParenthesis)
            {
                DistinctOn = new(start + 2, outline.Partner(start + 1));
                start = outline.Partner(start + 1) + 1;
            }
        }

        List = new(start, list.End);
    }

    /// <summary>The place of the word SELECT.</summary>
    public int Place { get; }

    public SqlRange List { get; }

    public bool IsDistinct { get; }

    /// <summary>What DISTINCT ON names; null where there is none.</summary>
    public SqlRange? DistinctOn { get; }

    public SqlRange? From => Find("from");

    public SqlRange? Where => Find("where");

    public SqlRange? GroupBy => Find("group");

    public SqlRange? Having => Find("having");

    public SqlRange? Window => Find("window");

    private SqlRange? Find(string clause) => _clauses.TryGetValue(clause, out SqlRange range) ? range : null;
}
