using ServicePing.Runtime.Programs;
using ServicePing.Runtime.Reports;
using ServicePing.Runtime.Values;

namespace ServicePing;

/// <summary>The three reports of an installation, each of what is permitted and nothing else; docs/reports.md describes them.</summary>
/// <remarks>Registered by <c>AddServicePing</c>. Nothing is kept or sent.</remarks>
public sealed class ServicePingReports
{
    private readonly PingProgram _program;
    private readonly ServicePingCatalogue _catalogue;
    private readonly ServicePingCollector _collector;
    private readonly ServicePingQueries _queries;
    private readonly TimeProvider _clock;

    internal ServicePingReports(
        PingProgram program,
        ServicePingCatalogue catalogue,
        ServicePingCollector collector,
        ServicePingQueries queries,
        TimeProvider clock)
    {
        _program = program;
        _catalogue = catalogue;
        _collector = collector;
        _queries = queries;
        _clock = clock;
    }

    /// <summary>All values: the payload. It costs a collection, and goes on with one that was not finished.</summary>
    /// <param name="permissions">What the report may hold.</param>
    /// <param name="progress">Is told what is being walked and how far; called from several threads.</param>
    /// <param name="cancellationToken">Ends the collection.</param>
    /// <exception cref="FormatException">Owners are left out, and an assembly carries a catalogue of a later version.</exception>
    public Task<ServicePingPayload> AllValuesAsync(
        PingPermissions permissions,
        IProgress<CollectionProgress>? progress = null,
        CancellationToken cancellationToken = default) => _collector.CollectAsync(permissions, progress, cancellationToken);

    /// <summary>
    /// How each value is computed: SQL where one statement says it, otherwise what kind of source it has. Nothing is computed, and no
    /// connection is opened.
    /// </summary>
    /// <param name="permissions">What the report may hold.</param>
    /// <param name="recordedAt">The moment from which windows are counted, such as that of a payload; now where it is left out.</param>
    /// <exception cref="FormatException">Owners are left out, and an assembly carries a catalogue of a later version.</exception>
    public QueriesReport Queries(PingPermissions permissions, DateTimeOffset? recordedAt = null)
    {
        ArgumentNullException.ThrowIfNull(permissions);
        DateTimeOffset moment = Timestamp.InMilliseconds(recordedAt ?? _clock.GetUtcNow());
        PingScope scope = PingScope.Of(_program, _catalogue, permissions);
        return new QueriesReport(moment, _queries.ToJson(scope.IsWanted, moment));
    }

    /// <summary>
    /// The values that do not come of a database; those that do are -3, and <see cref="ReadingStatus.NotQueried"/>. No statement is sent to
    /// a database; a fact whose definition has <c>data_source: database</c> is not called.
    /// </summary>
    /// <param name="permissions">What the report may hold.</param>
    /// <param name="cancellationToken">Ends the report.</param>
    /// <exception cref="FormatException">Owners are left out, and an assembly carries a catalogue of a later version.</exception>
    public Task<ServicePingPayload> NonSqlValuesAsync(PingPermissions permissions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(permissions);
        return _collector.CollectWithoutSqlAsync(permissions, cancellationToken);
    }

    /// <summary>
    /// What of a report that was made earlier may be shown under permissions: of each of the three reports, whichever version of the
    /// program has made it. What is not permitted is absent, as from a report that is made under them, and so is what no metric of the
    /// program bears.
    /// </summary>
    /// <remarks>
    /// Under <see cref="PingPermissions.Everything"/> all is shown as it is. A computation that asks nobody; <see cref="IPingHistory"/>
    /// does it for what is kept, under the settings that hold.
    /// </remarks>
    /// <param name="json">The report as UTF-8 JSON.</param>
    /// <param name="permissions">What may be shown.</param>
    /// <exception cref="FormatException">Owners are left out, and an assembly carries a catalogue of a later version.</exception>
    public PermittedReport Permitted(ReadOnlyMemory<byte> json, PingPermissions permissions)
    {
        ArgumentNullException.ThrowIfNull(permissions);
        return KeptPermission.Permitted(_program, _catalogue, permissions, json);
    }

    /// <summary>
    /// The key paths and owners that permissions leave out but no metric of the program bears, such as a misspelt one that leaves nothing
    /// out; a sentence each.
    /// </summary>
    /// <param name="permissions">The permissions.</param>
    /// <exception cref="FormatException">Owners are left out, and an assembly carries a catalogue of a later version.</exception>
    public IReadOnlyList<string> Unmatched(PingPermissions permissions)
    {
        ArgumentNullException.ThrowIfNull(permissions);
        return ProgramPermissions.Unmatched(permissions, _program.Metrics, _catalogue);
    }
}
