using Npgsql;
using ServicePing.Runtime.Databases.Gathering;
using ServicePing.Runtime.Databases.Passes;
using ServicePing.Runtime.Databases.Pieces;
using ServicePing.Runtime.Databases.Routes;
using ServicePing.Runtime.Databases.Snapshots;
using ServicePing.Runtime.Plans;

namespace ServicePing.Runtime.Verification;

/// <summary>What the server's planner says of the first slices of planned walks, as the engine would send them.</summary>
internal sealed class WalkExplanations(
    RelationPlan relation,
    SnapshotSession session,
    PassParameters parameters,
    ServicePingOptions options)
{
    // So many plans are made in one way to the server.
    private const int MostAsked = 32;

    private readonly List<(PlannedWalk Walk, Explanation Plan)> _known = [];
    private readonly Dictionary<FragmentState, PostgresException> _refused = [];

    /// <summary>The fragments that the server refuses in a slice, which leave it to the others.</summary>
    internal IReadOnlyDictionary<FragmentState, PostgresException> Refused => _refused;

    /// <summary>The walks of a fragment, and how each finds its rows.</summary>
    internal IEnumerable<(PlannedWalk Walk, Explanation Plan)> Of(FragmentState fragment) =>
        _known.Where(known => known.Walk.Statement.Fragments.Contains(fragment));

    internal async Task AskAsync(IEnumerable<PlannedWalk> walks, CancellationToken cancellationToken)
    {
        foreach (PlannedWalk[] some in walks.Chunk(MostAsked))
        {
            if (!await TryAskAsync(some, cancellationToken).ConfigureAwait(false))
            {
                foreach (PlannedWalk walk in some)
                {
                    await AskAloneAsync(walk, cancellationToken).ConfigureAwait(false);
                }
            }

            // The planner locks a part and its indexes.
            await session.ResetAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task AskAloneAsync(PlannedWalk walk, CancellationToken cancellationToken)
    {
        // Another part has told of some already.
        if (await TryAskAsync([walk], cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        foreach (FragmentState fragment in LiveOf(walk))
        {
            try
            {
                await AskAsync([(walk, [fragment])], cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException exception) when (session.IsUsable)
            {
                _refused.TryAdd(fragment, exception);
                await session.ResetAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        await TryAskAsync([walk], cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> TryAskAsync(PlannedWalk[] walks, CancellationToken cancellationToken)
    {
        (PlannedWalk, FragmentState[] Part)[] live =
            [.. walks.Select(walk => (walk, LiveOf(walk))).Where(walk => walk.Item2.Length > 0)];
        try
        {
            _known.AddRange(live.Length == 0 ? [] : await AskAsync(live, cancellationToken).ConfigureAwait(false));
            return true;
        }
        catch (PostgresException) when (session.IsUsable)
        {
            await session.ResetAsync(cancellationToken).ConfigureAwait(false);
            return false;
        }
    }

    private FragmentState[] LiveOf(PlannedWalk walk) =>
        [.. walk.Statement.Fragments.Where(fragment => fragment.IsLive && !_refused.ContainsKey(fragment))];

    private async Task<List<(PlannedWalk Walk, Explanation Plan)>> AskAsync(
        (PlannedWalk Walk, FragmentState[] Part)[] questions, CancellationToken cancellationToken)
    {
        await using NpgsqlBatch batch = session.Batch();
        foreach ((PlannedWalk walk, FragmentState[] part) in questions)
        {
            Slice first = walk.Route is PartRoute ? walk.Route.All : Walk.Of(walk, options).Take(Math.Max(1, options.MaxConnections));
            NpgsqlBatchCommand command = new($"EXPLAIN (FORMAT JSON) {walk.Compose(relation, part, first)}");
            parameters.AddTo(command.Parameters);
            walk.Route.AddTo(command.Parameters, first);
            batch.BatchCommands.Add(command);
        }

        List<(PlannedWalk Walk, Explanation Plan)> plans = [];
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        foreach ((PlannedWalk walk, _) in questions)
        {
            await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            plans.Add((walk, Explanation.Of(reader.GetString(0))));
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        }

        return plans;
    }
}
