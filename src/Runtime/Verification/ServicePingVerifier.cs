using Microsoft.Extensions.Options;
using Npgsql;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Databases.Connections;
using ServicePing.Runtime.Databases.Pieces;
using ServicePing.Runtime.Databases.Snapshots;
using ServicePing.Runtime.Databases.Tables;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Programs;
using ServicePing.Runtime.Values;
using ServicePing.Runtime.Verification;

namespace ServicePing;

/// <summary>
/// Looks whether the metrics of a program can be computed from its databases, its counters and its Prometheus, and at what cost; it computes none.
/// </summary>
/// <remarks>
/// Registered by <c>AddServicePing</c>. Statements are only explained, in a read-only transaction with the time limits of a
/// collection; no lock is stronger than <c>ACCESS SHARE</c>, and none outlives the look at its relation. In Redis, keys of the look's own
/// are written and go within a minute; no counter is touched.
/// </remarks>
public sealed class ServicePingVerifier
{
    private readonly PingProgram _program;
    private readonly Dictionary<string, PostgresDatabase> _databases = new(StringComparer.Ordinal);
    private readonly ICounterStore? _store;
    private readonly IReadOnlyList<MetricSet> _sets;
    private readonly TimeProvider _clock;
    private readonly IOptions<ServicePingOptions> _options;

    internal ServicePingVerifier(
        PingProgram program,
        IEnumerable<PostgresDatabase> databases,
        ICounterStore? store,
        IReadOnlyList<MetricSet> sets,
        TimeProvider clock,
        IOptions<ServicePingOptions> options)
    {
        _program = program;
        _store = store;
        _sets = sets;
        _clock = clock;
        _options = options;
        foreach (PostgresDatabase database in databases)
        {
            _databases[database.Name] = database;
        }
    }

    /// <summary>
    /// Looks at every metric that is read from a database, databases side by side, at the store of the counters, and where a Prometheus is named asks it each
    /// of its queries for this moment.
    /// </summary>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <returns>
    /// A report a metric, and what is wrong with the counters. A database or a Redis that cannot be reached is a finding, never an exception.
    /// </returns>
    public async Task<VerificationReport> VerifyAsync(CancellationToken cancellationToken = default)
    {
        Task<IReadOnlyList<MetricFinding>> counters = CheckCountersAsync(cancellationToken);
        Task<IReadOnlyDictionary<int, MetricVerification>> prometheus = PrometheusVerification.CheckAsync(
            _program, _options.Value, Timestamp.InMilliseconds(_clock.GetUtcNow()), cancellationToken);
        IEnumerable<PartVerification>[] parts = await Task.WhenAll(_program.Work.Relations
            .GroupBy(relation => relation.Database, StringComparer.Ordinal)
            .Select(database => CheckAsync(database.Key, [.. database], cancellationToken))).ConfigureAwait(false);
        Dictionary<int, MetricVerification> metrics = parts
            .SelectMany(part => part)
            .GroupBy(part => part.Plan.Slot)
            .ToDictionary(metric => metric.Key, metric => Join(metric.Key, [.. metric.OrderBy(part => part.Plan.Part)]));
        foreach ((int slot, MetricVerification metric) in await prometheus.ConfigureAwait(false))
        {
            metrics[slot] = metric;
        }

        AddComposites(metrics);
        AddUnplanned(metrics);
        return new VerificationReport([.. metrics.OrderBy(metric => metric.Key).Select(metric => metric.Value)])
        {
            Counters = await counters.ConfigureAwait(false),
        };
    }

    private Task<IReadOnlyList<MetricFinding>> CheckCountersAsync(CancellationToken cancellationToken) =>
        _store?.CheckAsync(CounterKeys.Of(_program, _sets, _options.Value, _clock.GetUtcNow()), cancellationToken)
        ?? Task.FromResult<IReadOnlyList<MetricFinding>>([]);

    private async Task<IEnumerable<PartVerification>> CheckAsync(
        string name, RelationPlan[] relations, CancellationToken cancellationToken)
    {
        if (!_databases.TryGetValue(name, out PostgresDatabase? database))
        {
            return All(relations, new MetricFinding(
                FindingSeverity.Error, $"No connection to the database '{name}' is given.", $"Give one for '{name}'."));
        }

        List<PartVerification> parts = [];
        int seen = 0;
        try
        {
            SnapshotSession session =
                await SnapshotSession.OpenAsync(database.Source, _options.Value, snapshot: null, cancellationToken).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
            {
                string user =
                    (await session.ScalarAsync<string>("SELECT pg_catalog.quote_ident(current_user::text)", cancellationToken).ConfigureAwait(false))!;
                for (; seen < relations.Length; seen++)
                {
                    parts.AddRange(await CheckAsync(relations[seen], session, user, cancellationToken).ConfigureAwait(false));
                }
            }

            return parts;
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or IOException)
        {
            return [.. parts, .. All(relations[seen..], Diagnosis.Unreachable(name, exception))];
        }
    }

    private async Task<IEnumerable<PartVerification>> CheckAsync(
        RelationPlan relation, SnapshotSession session, string user, CancellationToken cancellationToken)
    {
        try
        {
            WalkedTable table = await TableLookup.FindAsync(relation, session, cancellationToken).ConfigureAwait(false);
            RelationVerification verification =
                new(relation, table, session, new PassParameters(_clock.GetUtcNow()), _options.Value, user);
            IReadOnlyList<PartVerification> parts = await verification.CheckAsync(cancellationToken).ConfigureAwait(false);
            await session.ResetAsync(cancellationToken).ConfigureAwait(false);
            return parts;
        }
        catch (PostgresException exception) when (session.IsUsable)
        {
            // The server does not even tell of the table, such as one in a schema that the user must not look into.
            await session.ResetAsync(cancellationToken).ConfigureAwait(false);
            return All([relation], Diagnosis.Of(exception, relation, user));
        }
    }

    private static IEnumerable<PartVerification> All(RelationPlan[] relations, MetricFinding finding) =>
        from relation in relations
        from fragment in relation.Fragments
        select new PartVerification(relation, fragment) { Findings = [finding] };

    private MetricVerification Join(int slot, PartVerification[] parts) => new(_program.Metrics[slot].KeyPath)
    {
        Database = parts.Select(part => part.Relation.Database).Distinct().Count() == 1 ? parts[0].Relation.Database : null,
        Relations = [.. parts.Select(part => part.Relation.Source).Distinct()],
        Walks = [.. parts.SelectMany(part => part.Walks).Distinct()],
        Access = [.. parts.SelectMany(part => part.Access).Distinct()],
        Cost = parts.Aggregate((double?)0, (sum, part) => sum + part.Cost),
        Rows = parts.Aggregate((double?)0, (sum, part) => sum + part.Rows),
        Findings = [.. parts.SelectMany(part => part.Findings).Distinct().OrderBy(finding => finding.Severity)],
    };

    /// <summary>What is computed from metrics has no value where one of them has none; sums of sums come after these.</summary>
    private void AddComposites(Dictionary<int, MetricVerification> metrics)
    {
        Dictionary<int, CompositePlan> composites = _program.Work.Composites.ToDictionary(composite => composite.Slot);
        foreach (int slot in composites.Keys)
        {
            Add(slot);
        }

        MetricVerification? Add(int slot)
        {
            if (metrics.TryGetValue(slot, out MetricVerification? known) || !composites.TryGetValue(slot, out CompositePlan? composite))
            {
                return known;
            }

            (int Part, MetricVerification? Known)[] parts = [.. composite.Parts.Select(Add).Index()];
            return !Array.Exists(parts, part => part.Known is not null) ? null : metrics[slot] = new MetricVerification(_program.Metrics[slot].KeyPath)
            {
                Findings =
                [
                    .. parts.Where(part => part.Known is { CanBeComputed: false }).Select(part => new MetricFinding(
                        FindingSeverity.Error,
                        $"It {composite.VerbOf(part.Part)} '{part.Known!.KeyPath}', which cannot be computed.",
                        $"See '{part.Known.KeyPath}'.")),
                ],
            };
        }
    }

    private void AddUnplanned(Dictionary<int, MetricVerification> metrics)
    {
        foreach ((int slot, MetricPlan metric) in _program.Metrics.Index())
        {
            if (metric is
                {
                    Unplanned: { } reason,
                    DataSource: DataSource.Database,
                    Status: MetricStatus.Active or MetricStatus.Broken,
                })
            {
                metrics.TryAdd(slot, new MetricVerification(metric.KeyPath)
                {
                    Findings = [new MetricFinding(FindingSeverity.Error, reason, "Give the definition a query, or a shared calculation.")],
                });
            }
        }
    }
}
