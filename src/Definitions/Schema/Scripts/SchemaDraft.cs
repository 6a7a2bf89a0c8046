using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Scripts;

/// <summary>A schema while its file is read: what has been said so far, and where names without a schema go.</summary>
internal sealed class SchemaDraft
{
    // More say nothing that the first have not said.
    private const int MostMistakes = 20;

    private const int DeepestNesting = 20;

    private Origin _origin = new(0, null);
    private int _depth;

    public Dictionary<QualifiedName, TableBuilder> Tables { get; } = [];

    /// <summary>The tables and views whose columns come from a query, in the order of the file.</summary>
    public List<TableBuilder> Queries { get; } = [];

    public Dictionary<QualifiedName, List<string>> Enums { get; } = [];

    public Dictionary<QualifiedName, DomainDraft> Domains { get; } = [];

    /// <summary>The types that are rows, as a table can be made of them.</summary>
    public Dictionary<QualifiedName, TableBuilder> Composites { get; } = [];

    public Dictionary<QualifiedName, Function> Functions { get; } = [];

    /// <summary>What could not be followed.</summary>
    public List<SchemaGap> Gaps { get; } = [];

    /// <summary>Whether the current statement holds what could not be followed, so that it may say more.</summary>
    public bool IsBroken { get; set; }

    /// <summary>Whether the current statement stands in a block of procedural code.</summary>
    public bool IsInBlock { get; private set; }

    /// <summary>Whether texts may be equal that are written otherwise.</summary>
    public bool HasLooseCollations { get; set; }

    /// <summary>The search path of the current statement.</summary>
    public List<string> CurrentPath { get; set; } = ["public"];

    /// <summary>The first search path that the file sets for itself.</summary>
    public List<string>? FilePath { get; set; }

    /// <summary>The search path that the file sets for a database or a role.</summary>
    public List<string>? DatabasePath { get; set; }

    /// <summary>Notes what is sound and cannot be followed.</summary>
    public void Report(SqlToken token, SchemaGap gap)
    {
        (int start, int length) = PlaceOf(token);
        Gaps.Add(gap with { Start = start, Length = length });
    }

    /// <summary>Notes what is wrong, after which nothing is certain about the statement, and nothing else is said of it.</summary>
    public void ReportMistake(SqlToken token, string message)
    {
        if (IsBroken)
        {
            return;
        }

        IsBroken = true;
        if (Gaps.Count(static gap => gap.Mistake is not null) < MostMistakes)
        {
            Report(token, new SchemaGap(0, 0, "a mistake") { Mistake = message });
        }
    }

    /// <summary>Reads code that stands in a string.</summary>
    /// <param name="text">The text around it.</param>
    /// <param name="constant">The string.</param>
    /// <param name="isBlock">Whether the code is procedural.</param>
    /// <param name="read">Takes the code.</param>
    public void Within(string text, SqlToken constant, bool isBlock, Action<string> read)
    {
        (int start, int length) = PlaceOf(constant);
        if (_depth >= DeepestNesting)
        {
            Report(constant, new SchemaGap(0, 0, "code within code"));
            return;
        }

        (Origin origin, bool wasInBlock) = (_origin, IsInBlock);
        _depth++;
        IsInBlock = isBlock;
        _origin = _origin.Whole is null && SqlString.StartOf(text, constant) is { } inside
            ? new Origin(_origin.Shift + inside, null)
            : new Origin(0, (start, length));
        read(SqlString.Of(text, constant));
        (_origin, IsInBlock) = (origin, wasInBlock);
        _depth--;
    }

    /// <summary>Takes the name of something that is being created.</summary>
    public QualifiedName? TakeNewName(SqlCursor cursor) => TakeName(cursor) is var (schema, name)
        ? new QualifiedName(schema ?? (CurrentPath.Count > 0 ? CurrentPath[0] : "public"), name)
        : null;

    /// <summary>Takes the name of a table that exists, along the search path.</summary>
    public QualifiedName? TakeTableName(SqlCursor cursor) => TakeExisting(cursor, Tables.ContainsKey);

    /// <summary>Takes the name of a type that exists, along the search path.</summary>
    public QualifiedName? TakeTypeName(SqlCursor cursor) =>
        TakeExisting(cursor, name => Enums.ContainsKey(name) || Domains.ContainsKey(name) || Composites.ContainsKey(name));

    /// <summary>Takes the name of a table that exists, and gives the table; null where the file has none of that name.</summary>
    public TableBuilder? TakeTable(SqlCursor cursor) =>
        TakeTableName(cursor) is { } name && Tables.TryGetValue(name, out TableBuilder? table) ? table : null;

    /// <summary>Takes a name with the schema in front of it, if there is one.</summary>
    public static (string? Schema, string Name)? TakeName(SqlCursor cursor)
    {
        string? schema = null;
        if (cursor.TakeName() is not { } name)
        {
            return null;
        }

        while (cursor.Kind == SqlTokenKind.Dot && cursor.Peek(1).Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName)
        {
            cursor.Take();
            schema = name;
            name = cursor.TakeName()!;
        }

        return (schema, name);
    }

    private QualifiedName? TakeExisting(SqlCursor cursor, Func<QualifiedName, bool> exists)
    {
        if (TakeName(cursor) is not var (schema, name))
        {
            return null;
        }

        foreach (string candidate in schema is null ? CurrentPath : [schema])
        {
            if (exists(new(candidate, name)))
            {
                return new(candidate, name);
            }
        }

        return new(schema ?? (CurrentPath.Count > 0 ? CurrentPath[0] : "public"), name);
    }

    private (int Start, int Length) PlaceOf(SqlToken token) => _origin.Whole ?? (_origin.Shift + token.Start, token.Length);

    /// <summary>Where the code that is read stands in the file: so far behind its beginning, or somewhere in a place.</summary>
    private readonly record struct Origin(int Shift, (int Start, int Length)? Whole);
}
