using System.Collections.Frozen;
using ServicePing.Runtime.Plans;

namespace ServicePing.Runtime.Programs;

/// <summary>What of a program a collection is asked for, and the work that this takes.</summary>
internal sealed class PingScope
{
    private readonly FrozenSet<int>? _wanted;
    private readonly IReadOnlyDictionary<int, string> _refusals;

    private PingScope(PingPermissions permissions, FrozenSet<int>? wanted, IReadOnlyDictionary<int, string> refusals, PingWork work)
    {
        Permissions = permissions;
        _wanted = wanted;
        _refusals = refusals;
        Work = work;
        Flagged = work.Aggregates;
    }

    internal PingPermissions Permissions { get; }

    internal PingWork Work { get; }

    /// <summary>The aggregates that a feature flag may leave out.</summary>
    internal IReadOnlyList<AggregatePlan> Flagged { get; private init; }

    /// <summary>The metrics of databases that no database is asked about.</summary>
    internal FrozenSet<int> NotQueried { get; private init; } = [];

    /// <summary>The metrics that the program says have nothing to measure.</summary>
    internal IReadOnlyDictionary<int, UnavailableMetric> Unavailable { get; private init; } = FrozenDictionary<int, UnavailableMetric>.Empty;

    /// <summary>All metrics.</summary>
    internal static PingScope Everything(PingProgram program) =>
        new(PingPermissions.Everything, wanted: null, FrozenDictionary<int, string>.Empty, program.Work);

    /// <summary>All metrics that are permitted.</summary>
    internal static PingScope Of(PingProgram program, ServicePingCatalogue catalogue, PingPermissions permissions)
    {
        IReadOnlyDictionary<int, string> refusals = ProgramPermissions.Refusals(permissions, program.Metrics, catalogue);
        if (refusals.Count == 0)
        {
            return new PingScope(permissions, wanted: null, refusals, program.Work);
        }

        FrozenSet<int> wanted = Enumerable.Range(0, program.Metrics.Count).Where(slot => !refusals.ContainsKey(slot)).ToFrozenSet();
        return new PingScope(permissions, wanted, refusals, program.Work.Only(wanted));
    }

    /// <summary>One metric alone.</summary>
    internal static PingScope Of(PingProgram program, int slot) => new(
        PingPermissions.Everything, [slot], FrozenDictionary<int, string>.Empty, program.Work.Only([slot]));

    /// <summary>The same for a few metrics alone.</summary>
    internal PingScope Only(PingProgram program, IEnumerable<int> slots)
    {
        FrozenSet<int> wanted = slots.Where(IsWanted).ToFrozenSet();
        return new PingScope(Permissions, wanted, _refusals, program.Work.Only(wanted));
    }

    /// <summary>The same without asking a database about anything.</summary>
    internal PingScope WithoutSql(PingProgram program)
    {
        IReadOnlySet<int> sql = program.Work.ThatNeedSql(program.Metrics);
        FrozenSet<int> computed = Enumerable.Range(0, program.Metrics.Count)
            .Where(slot => IsWanted(slot) && !sql.Contains(slot))
            .ToFrozenSet();
        return new PingScope(Permissions, _wanted, _refusals, program.Work.Only(computed))
        {
            Flagged = Flagged,
            NotQueried = sql.Where(IsWanted).ToFrozenSet(),
        };
    }

    /// <summary>The same without metrics that have nothing to measure, also where others add them up.</summary>
    internal PingScope Without(IReadOnlyDictionary<int, UnavailableMetric> unavailable) =>
        new(Permissions, _wanted, _refusals, Work.Where(slot => !unavailable.ContainsKey(slot)))
        {
            Flagged = [.. Flagged.Where(plan => !unavailable.ContainsKey(plan.Slot))],
            NotQueried = NotQueried,
            Unavailable = unavailable,
        };

    /// <summary>Whether a metric is asked for, rather than read because another needs it or not at all.</summary>
    internal bool IsWanted(int slot) => _wanted?.Contains(slot) ?? true;

    /// <summary>Why a metric is not permitted; null where it is.</summary>
    internal string? RefusalOf(int slot) => _refusals.GetValueOrDefault(slot);
}
