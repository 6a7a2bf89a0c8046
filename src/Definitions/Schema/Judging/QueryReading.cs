using ServicePing.Definitions.Model;
using ServicePing.Definitions.Schema.Names;

namespace ServicePing.Definitions.Schema.Judging;

/// <summary>A query with its names looked up in a schema.</summary>
internal sealed class QueryReading
{
    private readonly SchemaLookup _schema;

    public QueryReading(SchemaLookup schema, QueryDefinition query)
    {
        _schema = schema;
        Add(SqlWalker.From(schema, query.From ?? "", query.Alias, Scope), QueryKey.From, 0);
        From = Scope.Sources.Count > 0 ? Scope.Sources[0] : null;
        for (int i = 0; i < query.Joins.Count; i++)
        {
            SqlWalker walker = SqlWalker.JoinClauses(schema, query.Joins[i], Scope);
            Add(walker, QueryKey.Joins, i);
            int index = i;
            Joins.AddRange(walker.IsLost ? [] : walker.Joins.Select(join => (join, index)));
        }

        for (int i = 0; i < query.Where.Count; i++)
        {
            SqlWalker walker = SqlWalker.Expression(schema, query.Where[i], Scope).Walker;
            Add(walker, QueryKey.Where, i);
            Conditions.AddRange(walker.IsLost ? [] : Condition.Of(query.Where[i]));
        }

        for (int i = 0; i < query.When.Count; i++)
        {
            Add(SqlWalker.Expression(schema, query.When[i].Where, Scope).Walker, QueryKey.When, i);
        }

        Columns = [.. query.Columns.Select((text, i) => Read(text, QueryKey.Column, i))];
        GroupBy = [.. query.GroupBy.Select((text, i) => Read(text, QueryKey.GroupBy, i))];
        Batch = query.Batch?.Column is { } column ? Read(column, QueryKey.BatchColumn, 0) : null;
    }

    public NameScope Scope { get; } = new(null);

    /// <summary>The table that is walked; null where it could not be followed.</summary>
    public Source? From { get; }

    public List<(Join Join, int Index)> Joins { get; } = [];

    /// <summary>What <c>where</c> says, cut at AND.</summary>
    public List<Condition> Conditions { get; } = [];

    public List<Operand> Columns { get; }

    public List<Operand> GroupBy { get; }

    /// <summary>The column of <c>batch</c>; null where it is left out.</summary>
    public Operand? Batch { get; }

    public List<QueryFinding> Findings { get; } = [];

    /// <summary>Looks up a column or an expression.</summary>
    public Operand Read(string text, QueryKey key, int index)
    {
        (SqlWalker walker, Operand operand) = SqlWalker.ColumnOrExpression(_schema, text, Scope, From);
        Add(walker, key, index);
        return walker.IsLost ? default : operand;
    }

    /// <summary>The source and column of names from the alias to the column; null where there is none.</summary>
    public (Source Source, string Column)? Find(IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            return null;
        }

        string column = names[names.Count - 1];
        Source? source = names.Count switch
        {
            1 => Scope.Resolve(column).Source,
            2 => Scope.FindSource(names[0]),
            _ => Scope.FindSource(new QualifiedName(names[names.Count - 3], names[names.Count - 2])),
        };
        return source?.Find(column) is null ? null : (source, column);
    }

    private void Add(SqlWalker walker, QueryKey key, int index)
    {
        foreach (NameProblem problem in walker.Problems)
        {
            Findings.Add(new QueryFinding(problem.Kind, key, index, problem.Start, problem.Length)
            {
                Subject = problem.Name,
                Detail = problem.Owner,
                Advice = problem.Suggestion,
                Allowed = problem.Allowed,
            });
        }
    }
}
