using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using ServicePing.Runtime.Databases;
using ServicePing.Runtime.Databases.Connections;
using ServicePing.Runtime.Programs;
using ServicePing.Runtime.Storage;

namespace ServicePing.Runtime.Resume;

/// <summary>The collections of this program that were begun and not finished, in the schema <c>service_ping</c>.</summary>
/// <remarks>
/// Each is claimed by an advisory lock, which the server gives up when the process that holds it is gone. Whoever collects takes
/// the latest up that nobody claims, or begins one, so that processes that collect at once have one each.
/// </remarks>
internal sealed class UnfinishedCollections(
    StorageDatabase database,
    PingProgram program,
    IEnumerable<PostgresDatabase> databases,
    IOptions<ServicePingOptions> options)
{
    // Those of this process, as the database may not have been told.
    private readonly ConcurrentQueue<int> _complete = new();

    /// <summary>Takes an unfinished collection up, or begins one. Only cancellation throws.</summary>
    internal async Task<UnfinishedCollection> TakeUpAsync(PingScope scope, DateTimeOffset now, CancellationToken cancellationToken)
    {
        PingWork work = scope.Work;
        if (work.Relations.Count == 0)
        {
            return new UnfinishedCollection(now, "No database is read.");
        }

        if (options.Value.ResumeWithin <= TimeSpan.Zero)
        {
            return new UnfinishedCollection(now, $"{nameof(ServicePingOptions.ResumeWithin)} is zero.");
        }

        StorageSession? session = null;
        try
        {
            session = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync(
                "DELETE FROM service_ping.collections WHERE expires_at <= $1 OR id = ANY (string_to_array($2, ',')::integer[])",
                [now.UtcDateTime, string.Join(',', _complete)],
                cancellationToken).ConfigureAwait(false);
            string fingerprint = ProgramFingerprint.Of(program, scope, databases, options.Value);
            return await FindAsync(session, work, fingerprint, now, cancellationToken).ConfigureAwait(false)
                ?? await BeginAsync(session, work, fingerprint, now, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            if (session is not null)
            {
                await session.DisposeAsync().ConfigureAwait(false);
            }

            cancellationToken.ThrowIfCancellationRequested();
            return new UnfinishedCollection(now, HindranceOf(exception));
        }
    }

    /// <summary>Claims a collection anew, whose session was lost.</summary>
    /// <exception cref="InvalidOperationException">Another process has claimed it meanwhile.</exception>
    internal async Task<StorageSession> ClaimAsync(int id, CancellationToken cancellationToken)
    {
        StorageSession session = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await TryClaimAsync(session, id, cancellationToken).ConfigureAwait(false)
                ? session
                : throw new InvalidOperationException("Another process has taken the collection up.");
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Keeps what a relation has come to.</summary>
    internal static async Task KeepAsync(
        StorageSession session, PingWork work, int id, SettledRelation relation, CancellationToken cancellationToken)
    {
        // A relation that was divided for the sake of some of its metrics is read anew.
        if (work.Relations.Index().FirstOrDefault(one => ReferenceEquals(one.Item, relation.Plan)) is not (var position, not null))
        {
            return;
        }

        await session.ExecuteAsync(
            """
            INSERT INTO service_ping.settled_relations (collection_id, position, relation, taken_at, in_key_ranges, results)
            VALUES ($1, $2, $3, $4, $5, $6::json)
            ON CONFLICT DO NOTHING
            """,
            [id, position, relation.Name, relation.TakenAt.UtcDateTime, relation.InKeyRanges, ResultsJson.Write(relation.Results)],
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sees to it that this process does not take a collection up again, even where it cannot be removed now.</summary>
    internal void NoteComplete(int id) => _complete.Enqueue(id);

    internal static async Task RemoveAsync(StorageSession session, int id) => await session.ExecuteAsync(
        "DELETE FROM service_ping.collections WHERE id = $1", [id], CancellationToken.None).ConfigureAwait(false);

    internal string HindranceOf(Exception exception) => SqlFailure.Unreachable(database.Name, exception).Message;

    private async Task<UnfinishedCollection?> FindAsync(
        StorageSession session, PingWork work, string fingerprint, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var candidates = await session.ReadAsync(
            """
            SELECT id, recorded_at
            FROM service_ping.collections
            WHERE program = $1 AND recorded_at > $2 AND recorded_at <= $3
            ORDER BY recorded_at DESC
            """,
            [fingerprint, (now - options.Value.ResumeWithin).UtcDateTime, now.UtcDateTime],
            row => (Id: row.GetInt32(0), RecordedAt: row.GetMoment(1)),
            cancellationToken).ConfigureAwait(false);
        foreach ((int id, DateTimeOffset recordedAt) in candidates)
        {
            // Whoever held the claim may have finished the collection since.
            if (await TryClaimAsync(session, id, cancellationToken).ConfigureAwait(false)
                && await IsThereAsync(session, id, cancellationToken).ConfigureAwait(false))
            {
                return new UnfinishedCollection(this, work, id, session, recordedAt)
                {
                    IsResumed = true,
                    Earlier = await SettledAsync(session, work, id, cancellationToken).ConfigureAwait(false),
                };
            }
        }

        return null;
    }

    /// <summary>A collection that is claimed before anybody sees it.</summary>
    private async Task<UnfinishedCollection> BeginAsync(
        StorageSession session, PingWork work, string fingerprint, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var begun = await session.ReadAsync(
            $"""
            WITH begun AS (
                INSERT INTO service_ping.collections (program, recorded_at, expires_at)
                VALUES ($1, $2, $3)
                RETURNING id
            )
            SELECT id
            FROM begun
            WHERE pg_try_advisory_lock({StorageSession.LockSpace}, id)
            """,
            [fingerprint, now.UtcDateTime, (now + options.Value.ResumeWithin).UtcDateTime],
            row => row.GetInt32(0),
            cancellationToken).ConfigureAwait(false);
        return new UnfinishedCollection(this, work, begun[0], session, now);
    }

    private static async Task<List<SettledRelation>> SettledAsync(
        StorageSession session, PingWork work, int id, CancellationToken cancellationToken) =>
        await session.ReadAsync(
            """
            SELECT position, taken_at, in_key_ranges, results::text
            FROM service_ping.settled_relations
            WHERE collection_id = $1
            ORDER BY position
            """,
            [id],
            row => new SettledRelation(
                work.Relations[row.GetInt32(0)],
                row.GetMoment(1),
                row.GetBoolean(2),
                ResultsJson.Read(row.GetString(3), work.Relations[row.GetInt32(0)]))
            {
                IsResumed = true,
            },
            cancellationToken).ConfigureAwait(false);

    private static async Task<bool> TryClaimAsync(StorageSession session, int id, CancellationToken cancellationToken) =>
        await session.ScalarAsync(
            $"SELECT pg_try_advisory_lock({StorageSession.LockSpace}, $1)", [id], cancellationToken)
            .ConfigureAwait(false) is true;

    private static async Task<bool> IsThereAsync(StorageSession session, int id, CancellationToken cancellationToken) =>
        await session.ScalarAsync(
            "SELECT true FROM service_ping.collections WHERE id = $1", [id], cancellationToken).ConfigureAwait(false) is true;
}
