using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Names;

/// <summary>
/// Walks over a piece of SQL and looks up every name in its scope. It knows where operands and operators stand, but no grammar:
/// at the first token that it cannot place it is lost, and says so instead of guessing.
/// </summary>
internal sealed partial class SqlWalker
{
    // Deeper texts are nobody's, and would end the compiler's stack.
    private const int DeepestNesting = 100;

    private readonly SchemaLookup _schema;
    private readonly SqlCursor _cursor;
    private readonly List<NameProblem> _problems = [];
    private int _depth;
    private SqlToken? _lostAt;
    private bool _isExact;

    private SqlWalker(SchemaLookup schema, string text)
    {
        _schema = schema;
        _cursor = new SqlCursor(text);
    }

    /// <summary>The joins outside of subqueries, in their order.</summary>
    public List<Join> Joins { get; } = [];

    /// <summary>The names that do not mean anything; where the walker was lost, only that.</summary>
    public IReadOnlyList<NameProblem> Problems => _lostAt is not { } token
        ? _problems
        : [new NameProblem(FindingKind.NotChecked, token.Start, token.Length, token.In(_cursor.Text), null, null)];

    public bool IsLost => _lostAt is not null;

    /// <summary>Walks over a condition or another expression.</summary>
    public static (SqlWalker Walker, Operand Operand) Expression(SchemaLookup schema, string text, NameScope scope)
    {
        var walker = new SqlWalker(schema, text);
        Operand operand = walker.Expression(scope);
        walker.ExpectEnd();
        return (walker, operand);
    }

    /// <summary>
    /// Looks up a column by its name, or walks over an expression. A name is given as the database has it, since it will be
    /// quoted, and belongs to the walked table where it stands alone.
    /// </summary>
    public static (SqlWalker Walker, Operand Operand) ColumnOrExpression(
        SchemaLookup schema, string text, NameScope scope, Source? from)
    {
        if (SqlName.PartTokens(text) is not { Count: <= 3 } parts)
        {
            return Expression(schema, text, scope);
        }

        var walker = new SqlWalker(schema, text) { _isExact = true };
        return (walker, walker.Column(scope, parts, parts.Count == 1 ? from : null));
    }

    /// <summary>
    /// Looks up the walked table, whose name is given as the database has it, or walks over the subquery or call that stands in its place, and
    /// adds it to the scope.
    /// </summary>
    public static SqlWalker From(SchemaLookup schema, string text, string? alias, NameScope scope)
    {
        var walker = new SqlWalker(schema, alias is null ? text : $"{text} AS {SqlName.Quote(alias)}");
        if (SqlName.PartTokens(text) is { Count: <= 2 } parts)
        {
            walker._isExact = true;
            walker._cursor.Position = int.MaxValue / 2;
            walker.AddTable(scope, parts, alias);
        }
        else
        {
            walker.FromItem(scope, scope);
            walker.ExpectEnd();
        }

        scope.IsIncomplete |= walker.IsLost;
        return walker;
    }

    /// <summary>Walks over join clauses, and adds what they join to the scope.</summary>
    public static SqlWalker JoinClauses(SchemaLookup schema, string text, NameScope scope)
    {
        var walker = new SqlWalker(schema, text);
        walker.JoinClauses(scope, scope);
        walker.ExpectEnd();
        scope.IsIncomplete |= walker.IsLost;
        return walker;
    }

    /// <summary>Walks over a whole query, and gives the columns of its result.</summary>
    public static Rows Query(SchemaLookup schema, string text)
    {
        var walker = new SqlWalker(schema, text);
        Rows rows = walker.Select(null);
        return walker.IsLost ? Rows.Unknown : rows;
    }

    private void ExpectEnd()
    {
        if (!_cursor.IsAtEnd)
        {
            Lose();
        }
    }

    private void Expect(SqlTokenKind kind)
    {
        if (!_cursor.Take(kind))
        {
            Lose();
        }
    }

    // All loops end at the end of the text, so nothing else needs to ask.
    private void Lose()
    {
        _lostAt ??= _cursor.Token;
        _cursor.Position = int.MaxValue / 2;
    }

    private void Report(FindingKind kind, SqlToken token, string name, string? owner, string? suggestion) =>
        _problems.Add(new(kind, token.Start, token.Length, name, owner, suggestion));

    // What was not read may have what is missing.
    private void ReportMissing(FindingKind kind, SqlToken token, string name, string? owner, string? suggestion, SchemaGap? gap) =>
        Report(gap is null ? kind : FindingKind.Unread, token, name, gap is null ? owner : Describe(gap), suggestion);

    private static string Describe(SchemaGap gap) => $"{gap.Subject} in line {gap.Span.StartLine + 1} of {DatabaseSchema.FileName}";

    private string NameOf(SqlToken token) => _isExact ? SqlName.Exactly(_cursor.Text, token) : SqlName.Of(_cursor.Text, token);

    private Operand Column(NameScope scope, List<SqlToken> parts, Source? source = null)
    {
        SqlToken last = parts[parts.Count - 1];
        string name = NameOf(last);
        if (parts.Count > 1 && (source = FindSource(scope, parts)) is null)
        {
            return default;
        }

        Resolution resolution = source is null ? scope.Resolve(name) : NameScope.Resolve(source, name);
        if (resolution.Outcome == Outcome.Hidden)
        {
            Report(FindingKind.NotChecked, last, name, source?.Alias ?? OnlyHiding(scope), null);
        }
        else if (resolution.Outcome == Outcome.Ambiguous)
        {
            Report(FindingKind.AmbiguousColumn, last, name, $"{resolution.Source!.Alias} and {resolution.Rival!.Alias}",
                $"{SqlName.Quote(resolution.Source.Alias ?? "")}.{SqlName.Quote(name)}");
        }
        else if (resolution.Outcome == Outcome.Unknown && !_schema.HasFunction(name))
        {
            IEnumerable<Source> candidates = source is null ? scope.All() : [source];
            string? nearest = Suggestion.Nearest(name, candidates.SelectMany(one => one.Rows.Columns).Select(column => column.Name));
            string? owner = source?.Alias ?? (scope.Sources.Count == 1 && scope.Outer is null ? scope.Sources[0].Alias : null);
            ReportMissing(
                FindingKind.UnknownColumn, last, name, owner, nearest is null ? null : SqlName.Quote(nearest), _schema.AlteringGap);
        }

        return new(resolution.Column?.Type, name, resolution.Source, resolution.Column);
    }

    // The one source that may have columns which nobody knows; null where there are several, or sources that could not be followed.
    private static string? OnlyHiding(NameScope scope)
    {
        List<Source> hiding = [.. scope.All().Where(static source => !source.Rows.IsComplete)];
        return hiding.Count == 1 && !scope.MayHaveOtherSources() ? hiding[0].Alias : null;
    }

    // The source that the parts in front of the last one name; null where there is none, which is then reported.
    private Source? FindSource(NameScope scope, List<SqlToken> parts)
    {
        SqlToken token = parts[parts.Count - 2];
        string alias = NameOf(token);
        Source? source = parts.Count > 2
            ? scope.FindSource(new QualifiedName(NameOf(parts[parts.Count - 3]), alias))
            : scope.FindSource(alias);
        if (source is not null)
        {
            return source;
        }

        if (scope.MayHaveOtherSources())
        {
            Report(FindingKind.NotChecked, token, alias, null, null);
            return null;
        }

        // A table that is read under an alias is known by that alone.
        string? nearest = scope.All().FirstOrDefault(one => one.Table?.Name.Name == alias)?.Alias
            ?? Suggestion.Nearest(alias, scope.All().Select(one => one.Alias ?? ""));
        Report(FindingKind.UnknownTable, token, alias, null, nearest is null ? null : SqlName.Quote(nearest));
        return null;
    }
}

/// <summary>A join of the query itself.</summary>
/// <param name="Source">What is joined.</param>
/// <param name="Condition">The text behind ON; null where there is none.</param>
/// <param name="Columns">The columns of USING.</param>
/// <param name="Start">The offset of the joined table's name.</param>
/// <param name="Length">The length of the joined table's name.</param>
internal sealed record Join(Source Source, string? Condition, IReadOnlyList<string> Columns, int Start, int Length);
