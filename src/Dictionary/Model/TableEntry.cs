namespace ServicePing.Dictionary;

/// <summary>What the page of a table says: what breaks if it, or a column of it, goes.</summary>
internal sealed record TableEntry
{
    /// <summary>The name, with <c>database:</c> before it for another database than <c>main</c>.</summary>
    public required string Name { get; init; }

    /// <summary><c>table</c>, <c>view</c> and so on; null where the schema does not have it.</summary>
    public string? Kind { get; init; }

    /// <summary>Every metric that reads it.</summary>
    public required IReadOnlyList<string> Metrics { get; init; }

    /// <summary>The columns: those of the schema in its order, then others that calculations name.</summary>
    public required IReadOnlyList<ColumnEntry> Columns { get; init; }

    /// <summary>Metrics that name columns of which it is not certain whose they are.</summary>
    public IReadOnlyList<UnclearEntry> Unclear { get; init; } = [];

    /// <summary>The statements of a collection that walk it.</summary>
    public IReadOnlyList<PassEntry> Passes { get; init; } = [];
}

/// <summary>A column.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type; null where nobody knows.</param>
/// <param name="Uses">The metrics that name it.</param>
internal sealed record ColumnEntry(string Name, string? Type, IReadOnlyList<ColumnUse> Uses);

/// <summary>A metric that names a column.</summary>
/// <param name="Metric">The key path.</param>
/// <param name="Keys">The keys of its query that do.</param>
internal sealed record ColumnUse(string Metric, IReadOnlyList<string> Keys);

/// <summary>A metric some of whose columns are not certain.</summary>
/// <param name="Metric">The key path.</param>
/// <param name="Names">The names.</param>
internal sealed record UnclearEntry(string Metric, IReadOnlyList<string> Names);

/// <summary>A statement of a pass.</summary>
/// <param name="Id">What tells it from others of its table.</param>
/// <param name="WalkedBy">What its slices are ranges of.</param>
/// <param name="Sql">The statement.</param>
/// <param name="Metrics">The metrics that it computes.</param>
internal sealed record PassEntry(string Id, string WalkedBy, string Sql, IReadOnlyList<string> Metrics);
