using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Judging;

/// <summary>Finds views that each slice would see otherwise, where a query joins them, asks them or cuts them by a key.</summary>
internal sealed class ViewCheck(SchemaLookup schema)
{
    private const int DeepestView = 8;

    /// <summary>The views that a text names.</summary>
    public IEnumerable<QueryFinding> Check(SqlOutline outline, QueryFinding place)
    {
        foreach ((Table view, SqlRange name) in Views(outline))
        {
            int start = outline[name.Start].Start;
            if (Finding(view, place with { Start = start, Length = outline[name.End - 1].End - start }) is { } finding)
            {
                yield return finding;
            }
        }
    }

    /// <summary>The walked view; null where it is none, or the same for all.</summary>
    public QueryFinding? CheckWalked(string from)
    {
        string[] parts = SqlName.Parts(from) ?? [];
        Table? table = parts.Length is 1 or 2
            ? schema.FindTable(parts.Length == 2 ? parts[0] : null, parts[parts.Length - 1])
            : null;
        return table is null ? null : Finding(table, new(FindingKind.Unsteady, QueryKey.From, 0, 0, from.Length));
    }

    private QueryFinding? Finding(Table view, QueryFinding place) => Cause(view, 0) is not { } cause ? null : place with
    {
        Kind = FindingKind.Unsteady,
        Subject = view.Name.Name,
        Detail = $"is a view in which '{cause.Subject}' {cause.Detail}",
        Advice = cause.Kind == FindingKind.Unsteady ? $"there, {cause.Advice}" : "take it out there",
    };

    // What in a view, or in those that it reads, may differ.
    private QueryFinding? Cause(Table view, int depth)
    {
        if (view.Query is null || depth > DeepestView)
        {
            return null;
        }

        SqlOutline outline = new($"({view.Query})");
        QueryFinding place = new(FindingKind.Unsteady, QueryKey.From, 0, 0, 0);
        return new SteadyCheck(outline, place, schema).Check(static _ => false).FirstOrDefault()
            ?? ReadOnlyCheck.Check(view.Query, QueryKey.From, 0, schema)
                .FirstOrDefault(static one => one.Kind == FindingKind.VolatileFunction)
            ?? Views(outline).Select(inner => Cause(inner.View, depth + 1)).FirstOrDefault(static cause => cause is not null);
    }

    private IEnumerable<(Table View, SqlRange Name)> Views(SqlOutline outline)
    {
        for (int at = 0; at < outline.Count; at++)
        {
            if (!outline.Is(at, "from") && !outline.Is(at, "join"))
            {
                continue;
            }

            int name = outline.Is(at + 1, "only") ? at + 2 : at + 1;
            bool hasSchema = outline.Kind(name + 1) == SqlTokenKind.Dot && outline.IsName(name + 2);
            int last = hasSchema ? name + 2 : name;
            if (outline.IsName(last) && !outline.IsCall(last) && (hasSchema || !outline.HasNamedQuery(outline.Name(last)))
                && schema.FindTable(hasSchema ? outline.Name(name) : null, outline.Name(last)) is { Query: not null } view)
            {
                yield return (view, new(name, last + 1));
            }
        }
    }
}
