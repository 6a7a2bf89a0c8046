using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Programs;

namespace ServicePing.Runtime.Reports;

/// <summary>
/// Whether what was kept may still leave, and what of it may still be shown: permissions may have changed since, and the bytes may
/// not, for a cycle has one ping.
/// </summary>
internal sealed class KeptPermission
{
    private readonly IReadOnlyDictionary<int, string> _refusals;
    private readonly HashSet<string> _leftOut;
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    private readonly HashSet<string> _parents = new(StringComparer.Ordinal);

    private KeptPermission(PingProgram program, ServicePingCatalogue catalogue, PingPermissions permissions)
    {
        _refusals = ProgramPermissions.Refusals(permissions, program.Metrics, catalogue);
        _leftOut = new HashSet<string>(permissions.LeftOutKeyPaths, StringComparer.Ordinal);
        foreach ((int slot, MetricPlan metric) in program.Metrics.Index())
        {
            _slots[metric.KeyPath] = slot;
            for (int dot = metric.KeyPath.IndexOf('.'); dot >= 0; dot = metric.KeyPath.IndexOf('.', dot + 1))
            {
                _parents.Add(metric.KeyPath[..dot]);
            }
        }
    }

    /// <summary>Why the bytes may not leave, in a sentence; null where they may.</summary>
    /// <param name="program">The metrics of the program.</param>
    /// <param name="catalogue">Who owns them.</param>
    /// <param name="permissions">What a ping may hold now.</param>
    /// <param name="json">The bytes that were kept.</param>
    /// <exception cref="FormatException">Owners are left out, and an assembly carries a catalogue of a later version.</exception>
    internal static string? Violation(
        PingProgram program, ServicePingCatalogue catalogue, PingPermissions permissions, ReadOnlyMemory<byte> json)
    {
        if (permissions == PingPermissions.Everything)
        {
            return null;
        }

        KeptWalk walk = new KeptWalk(new KeptPermission(program, catalogue, permissions)).Walk(json);
        return walk.Problem is { } problem
                ? $"The ping that was kept {problem}, so that nobody can say whether what it holds is permitted."
            : walk.FirstRefusal is var (keyPath, refusal)
                ? $"The ping that was kept holds '{keyPath}', which is not permitted any more. {refusal}"
            : null;
    }

    /// <summary>What of the bytes may be shown: the same bytes where that is all.</summary>
    /// <param name="program">The metrics of the program.</param>
    /// <param name="catalogue">Who owns them.</param>
    /// <param name="permissions">What a ping may hold now.</param>
    /// <param name="json">The bytes that were kept.</param>
    /// <exception cref="FormatException">Owners are left out, and an assembly carries a catalogue of a later version.</exception>
    internal static PermittedReport Permitted(
        PingProgram program, ServicePingCatalogue catalogue, PingPermissions permissions, ReadOnlyMemory<byte> json)
    {
        if (permissions == PingPermissions.Everything)
        {
            return new PermittedReport(json, 0, null);
        }

        KeptWalk walk = new KeptWalk(new KeptPermission(program, catalogue, permissions)).Walk(json);
        return walk.Problem is { } problem
            ? PermittedReport.Nothing($"What was kept {problem}, so that nobody can say whether what it holds is permitted.")
            : new PermittedReport(walk.LeftOut == 0 ? json : walk.Written, walk.LeftOut, null);
    }

    /// <summary>Whether it is an object in which metrics of the program stand.</summary>
    internal bool IsParent(string keyPath) => _parents.Contains(keyPath) && !_leftOut.Contains(keyPath);

    internal bool IsMetric(string keyPath) => _slots.ContainsKey(keyPath);

    /// <summary>Why the value of a key path may not be there, in a sentence; null where it may.</summary>
    /// <remarks>
    /// A metric that an earlier version of the program had may be of a category or owner that is left out, which nobody knows.
    /// </remarks>
    internal string? Refusal(string? keyPath) =>
        keyPath is not null && _slots.TryGetValue(keyPath, out int slot) ? _refusals.GetValueOrDefault(slot)
        : keyPath is not null && _leftOut.Contains(keyPath) ? "The metric is left out by its key path."
        : "The program has no such metric, hence nobody knows its category and owner.";
}
