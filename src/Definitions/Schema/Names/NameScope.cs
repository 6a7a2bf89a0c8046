namespace ServicePing.Definitions.Schema.Names;

/// <summary>The tables and aliases whose columns a piece of SQL may name, and those of the queries around it.</summary>
/// <param name="outer">The scope around this one; null outside of subqueries.</param>
internal sealed class NameScope(NameScope? outer)
{
    private static readonly HashSet<string> s_systemColumns =
        new(StringComparer.Ordinal) { "tableoid", "ctid", "xmin", "xmax", "cmin", "cmax" };

    public NameScope? Outer => outer;

    public List<Source> Sources { get; } = [];

    /// <summary>The names of a select list, which ORDER BY and GROUP BY may use.</summary>
    public HashSet<string> OutputNames { get; } = new(StringComparer.Ordinal);

    /// <summary>The queries of WITH, by name.</summary>
    public Dictionary<string, Rows> NamedQueries { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether a source could not be followed, so that any name may be one of its.</summary>
    public bool IsIncomplete { get; set; }

    /// <summary>What a name that stands alone means.</summary>
    public Resolution Resolve(string name)
    {
        bool mayBeHidden = false;
        for (NameScope? scope = this; scope is not null; scope = scope.Outer)
        {
            var found = default(Resolution);
            foreach (Source source in scope.Sources)
            {
                if (!source.Merged.Contains(name) && source.Find(name) is { } column)
                {
                    found = found.Outcome == Outcome.Found
                        ? new(Outcome.Ambiguous, found.Source, found.Column, source)
                        : new(Outcome.Found, source, column);
                }

                mayBeHidden |= !source.Rows.IsComplete;
            }

            if (found.Outcome != Outcome.Unknown)
            {
                return found;
            }

            if (scope.OutputNames.Contains(name))
            {
                return new(Outcome.Found);
            }

            mayBeHidden |= scope.IsIncomplete;
        }

        return FindSource(name) is { } row ? new(Outcome.Found, row)
            : s_systemColumns.Contains(name) && Sources.Exists(source => source.HasSystemColumns) ? new(Outcome.Found)
            : new(mayBeHidden ? Outcome.Hidden : Outcome.Unknown);
    }

    /// <summary>What <c>alias.name</c> means.</summary>
    public static Resolution Resolve(Source source, string name) =>
        source.Find(name) is { } column ? new(Outcome.Found, source, column)
        : source.HasSystemColumns && s_systemColumns.Contains(name) ? new(Outcome.Found, source)
        : new(source.Rows.IsComplete ? Outcome.Unknown : Outcome.Hidden, source);

    /// <summary>The source of an alias, the innermost first.</summary>
    public Source? FindSource(string alias) => All().FirstOrDefault(source => source.Alias == alias);

    /// <summary>The source that is a table without an alias, by the table's full name.</summary>
    public Source? FindSource(QualifiedName table) =>
        All().FirstOrDefault(source => source.Table?.Name == table && source.Alias == table.Name);

    /// <summary>The sources of this scope and those around it.</summary>
    public IEnumerable<Source> All()
    {
        for (NameScope? scope = this; scope is not null; scope = scope.Outer)
        {
            foreach (Source source in scope.Sources)
            {
                yield return source;
            }
        }
    }

    /// <summary>Whether a source of this scope or one around it could not be followed.</summary>
    public bool MayHaveOtherSources()
    {
        bool mayHave = false;
        for (NameScope? scope = this; scope is not null; scope = scope.Outer)
        {
            mayHave |= scope.IsIncomplete;
        }

        return mayHave;
    }

    /// <summary>The query of WITH that a name means, or null.</summary>
    public Rows? FindNamedQuery(string name)
    {
        for (NameScope? scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope.NamedQueries.TryGetValue(name, out Rows? rows))
            {
                return rows;
            }
        }

        return null;
    }
}

/// <summary>The columns that a table, view or subquery has.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="IsComplete">Whether there are no others.</param>
internal sealed record Rows(IReadOnlyList<Column> Columns, bool IsComplete)
{
    public static Rows Unknown { get; } = new([], false);
}

/// <summary>An entry of FROM: a table, a view or a subquery under a name.</summary>
/// <param name="alias">The name under which it is known; null for a subquery without one.</param>
/// <param name="table">The table or view, if it is one.</param>
/// <param name="rows">Its columns.</param>
internal sealed class Source(string? alias, Table? table, Rows rows)
{
    public string? Alias => alias;

    public Table? Table => table;

    public Rows Rows => rows;

    /// <summary>The columns that a join's USING has made one with those of an earlier source.</summary>
    public HashSet<string> Merged { get; } = new(StringComparer.Ordinal);

    public bool HasSystemColumns => table?.Kind is TableKind.Table or TableKind.ForeignTable or TableKind.MaterializedView;

    public Column? Find(string name)
    {
        foreach (Column column in rows.Columns)
        {
            if (column.Name == name)
            {
                return column;
            }
        }

        return null;
    }
}

/// <summary>What became of looking for a name.</summary>
internal enum Outcome
{
    /// <summary>Nothing has that name.</summary>
    Unknown,

    /// <summary>Something has it.</summary>
    Found,

    /// <summary>Two have it.</summary>
    Ambiguous,

    /// <summary>Something whose columns are not known may have it.</summary>
    Hidden,
}

/// <summary>What a name means.</summary>
/// <param name="Outcome">Whether that is known.</param>
/// <param name="Source">The source that it belongs to.</param>
/// <param name="Column">The column; null for a whole row or a system column.</param>
/// <param name="Rival">The other source that has a column of an ambiguous name.</param>
internal readonly record struct Resolution(Outcome Outcome, Source? Source = null, Column? Column = null, Source? Rival = null);
