using Npgsql;
using ServicePing.Runtime.Databases.Gathering;
using ServicePing.Runtime.Databases.Pieces;
using ServicePing.Runtime.Databases.Routes;
using ServicePing.Runtime.Plans;

namespace ServicePing.Runtime.Databases.Statements;

/// <summary>One statement a slice, for all fragments that can share it.</summary>
internal abstract class PassStatement(IReadOnlyList<FragmentState> fragments)
{
    internal IReadOnlyList<FragmentState> Fragments => fragments;

    /// <summary>The same for some of the fragments.</summary>
    internal abstract PassStatement Of(IReadOnlyList<FragmentState> part);

    /// <summary>What is selected for some of the fragments, and from which of the relation's rows.</summary>
    internal abstract SelectStatement Compose(IReadOnlyList<FragmentState> part, SelectStatement source);

    /// <summary>The SQL for some of the fragments and one slice of a route.</summary>
    internal string Compose(IReadOnlyList<FragmentState> part, RelationPlan relation, Route route, Slice slice) =>
        string.Join("\nUNION ALL\n", route.RowsOf(relation, slice).Select(rows => Compose(part, rows)));

    /// <summary>Takes the result.</summary>
    /// <returns>How many rows of the relation it tells of.</returns>
    internal abstract Task<long> ReadAsync(
        NpgsqlDataReader reader,
        IReadOnlyList<StagedRows> part,
        CancellationToken cancellationToken);
}
