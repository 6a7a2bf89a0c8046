using Npgsql;
using ServicePing.Runtime.Databases.Connections;
using ServicePing.Runtime.Databases.Gathering;
using ServicePing.Runtime.Databases.Pieces;
using ServicePing.Runtime.Databases.Routes;
using ServicePing.Runtime.Databases.Snapshots;
using ServicePing.Runtime.Databases.Tables;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Databases.Passes;

/// <summary>What a database says of a relation: its planner, its catalogue and its statistics.</summary>
/// <param name="relation">The relation.</param>
/// <param name="table">Its table.</param>
/// <param name="session">The connection.</param>
/// <param name="parameters">The parameters of all statements.</param>
/// <param name="isLook">Whether no row may be read: of keys only is asked whether they are numbers.</param>
internal sealed class DatabaseBasis(
    RelationPlan relation,
    WalkedTable table,
    SnapshotSession session,
    PassParameters parameters,
    bool isLook) : IPlanBasis
{
    private readonly PassCosts _costs = new(relation, table, session, parameters);
    private readonly KeyRoutes _keys = new(table, session, isLook);

    public async Task<(ComparedColumns? Columns, Failure? Failure)> ProbeAsync(
        WalkedLeaf leaf, IReadOnlyList<string> expressions, CancellationToken cancellationToken)
    {
        try
        {
            ComparedColumns columns = await ComparedColumns.ProbeAsync(
                expressions, leaf.RowsOf(relation), session, parameters, cancellationToken).ConfigureAwait(false);
            return (columns, null);
        }
        catch (PostgresException exception) when (session.IsUsable)
        {
            await session.ResetAsync(cancellationToken).ConfigureAwait(false);
            return (null, SqlFailure.Of(exception));
        }
    }

    public Task<IReadOnlyDictionary<WalkedLeaf, double>?> RowsByTimeAsync(
        IReadOnlyList<WalkedLeaf> leaves, string column, TimeFrame window, bool needsRows, CancellationToken cancellationToken) =>
        _costs.RowsByTimeAsync(leaves, column, window, needsRows, cancellationToken);

    public Task<IReadOnlyCollection<FragmentState>> ReadingOthersAsync(
        IReadOnlyList<(WalkedLeaf Leaf, FragmentState Fragment)> fragments, CancellationToken cancellationToken) =>
        _costs.ReadingOthersAsync(fragments, cancellationToken);

    public Task<IReadOnlyList<FragmentState>> CheaperAloneAsync(
        IReadOnlyList<FragmentState> fragments, CancellationToken cancellationToken) =>
        _costs.CheaperAloneAsync(fragments, cancellationToken);

    public Task<IReadOnlyDictionary<WalkedLeaf, long>> FirstWidthsAsync(
        IReadOnlyList<WalkedLeaf> leaves, string? condition, long first, CancellationToken cancellationToken) =>
        _costs.FirstWidthsAsync(leaves, condition, first, cancellationToken);

    public Task<IReadOnlyDictionary<WalkedLeaf, KeyRoute>> KeyRoutesAsync(string key, CancellationToken cancellationToken) =>
        _keys.FindAsync(key, cancellationToken);

    public Task<ValueRoute?> ValueRouteAsync(
        string column, string expression, string typeName, CancellationToken cancellationToken) =>
        ValueRoute.FindAsync(table.Leaves[0], column, expression, typeName, relation, session, cancellationToken);
}
