using ServicePing.Runtime.Databases.Gathering;
using ServicePing.Runtime.Databases.Passes;
using ServicePing.Runtime.Databases.Routes;
using ServicePing.Runtime.Databases.Tables;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Queries;

/// <summary>
/// What is supposed of a relation before a database is looked at: windows are walked by their time column, all else by pages, and
/// different values are whole numbers.
/// </summary>
internal sealed class UnseenBasis : IPlanBasis
{
    public Task<(ComparedColumns? Columns, Failure? Failure)> ProbeAsync(
        WalkedLeaf leaf, IReadOnlyList<string> expressions, CancellationToken cancellationToken) =>
        Task.FromResult<(ComparedColumns?, Failure?)>((ComparedColumns.Unseen(expressions), null));

    public Task<IReadOnlyDictionary<WalkedLeaf, double>?> RowsByTimeAsync(
        IReadOnlyList<WalkedLeaf> leaves, string column, TimeFrame window, bool needsRows, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<WalkedLeaf, double>?>(new Dictionary<WalkedLeaf, double>());

    public Task<IReadOnlyCollection<FragmentState>> ReadingOthersAsync(
        IReadOnlyList<(WalkedLeaf Leaf, FragmentState Fragment)> fragments, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyCollection<FragmentState>>([]);

    public Task<IReadOnlyList<FragmentState>> CheaperAloneAsync(
        IReadOnlyList<FragmentState> fragments, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<FragmentState>>([]);

    public Task<IReadOnlyDictionary<WalkedLeaf, long>> FirstWidthsAsync(
        IReadOnlyList<WalkedLeaf> leaves, string? condition, long first, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<WalkedLeaf, long>>(new Dictionary<WalkedLeaf, long>());

    public Task<IReadOnlyDictionary<WalkedLeaf, KeyRoute>> KeyRoutesAsync(string key, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<WalkedLeaf, KeyRoute>>(new Dictionary<WalkedLeaf, KeyRoute>());

    public Task<ValueRoute?> ValueRouteAsync(
        string column, string expression, string typeName, CancellationToken cancellationToken) =>
        Task.FromResult<ValueRoute?>(null);
}
