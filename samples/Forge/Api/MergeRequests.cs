using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Forge.Api;

/// <summary>The merge requests of a project.</summary>
internal static class MergeRequests
{
    public static void MapMergeRequests(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/projects/{project:long}/merge_requests", CreateAsync);
        routes.MapPost("/merge_requests/{mergeRequest:long}/approve", ApproveAsync);
        routes.MapPost("/merge_requests/{mergeRequest:long}/merge", MergeAsync);
    }

    private static async Task<Results<Created, NotFound>> CreateAsync(
        long project, NewMergeRequest change, NpgsqlDataSource database, ForgeEvents events)
    {
        Row? row = await database.QueryRowAsync(
            """
            WITH place AS (
                SELECT projects.id, namespace_id FROM projects, users WHERE projects.id = $1 AND users.id = $2
            ), change AS (
                INSERT INTO merge_requests (project_id, author_id, title, changed_lines)
                SELECT id, $2, $3, $4 FROM place
                RETURNING id
            )
            SELECT change.id, place.id, namespace_id FROM change, place
            """,
            project, change.Author, change.Title, change.ChangedLines);
        if (row is not { } created)
        {
            return TypedResults.NotFound();
        }

        events.CreateMergeRequest(
            user: change.Author, project: project, @namespace: created.Namespace, value: change.ChangedLines);
        return TypedResults.Created($"/merge_requests/{created.Id}");
    }

    private static async Task<Results<Created, NotFound>> ApproveAsync(
        long mergeRequest, Approval approval, NpgsqlDataSource database, ForgeEvents events)
    {
        Row? row = await database.QueryRowAsync(
            """
            WITH place AS (
                SELECT projects.id, namespace_id
                FROM merge_requests
                JOIN projects ON projects.id = project_id
                JOIN users ON users.id = $2
                WHERE merge_requests.id = $1 AND state_id = 1
            ), note AS (
                INSERT INTO notes (noteable_type, noteable_id, project_id, author_id, system, note)
                SELECT 'merge_request', $1, id, $2, $3 = '', coalesce(nullif($3, ''), 'approved') FROM place
                RETURNING id
            )
            SELECT note.id, place.id, namespace_id FROM note, place
            """,
            mergeRequest, approval.User, approval.Comment ?? "");
        if (row is not { } approved)
        {
            return TypedResults.NotFound();
        }

        events.ApproveMergeRequest(
            user: approval.User, project: approved.Project, @namespace: approved.Namespace,
            label: string.IsNullOrEmpty(approval.Comment)
                ? ForgeEvents.ApproveMergeRequestLabel.Quick
                : ForgeEvents.ApproveMergeRequestLabel.Commented);
        return TypedResults.Created($"/notes/{approved.Id}");
    }

    private static async Task<Results<NoContent, NotFound>> MergeAsync(
        long mergeRequest, Actor actor, NpgsqlDataSource database, ForgeEvents events)
    {
        Row? row = await database.QueryRowAsync(
            """
            UPDATE merge_requests SET state_id = 3, merged_at = now(), merge_user_id = users.id
            FROM projects, users
            WHERE merge_requests.id = $1 AND state_id = 1 AND projects.id = project_id AND users.id = $2
            RETURNING merge_requests.id, project_id, namespace_id
            """,
            mergeRequest, actor.User);
        if (row is not { } merged)
        {
            return TypedResults.NotFound();
        }

        events.MergeMergeRequest(user: actor.User, project: merged.Project, @namespace: merged.Namespace);
        return TypedResults.NoContent();
    }

    internal sealed record NewMergeRequest(long Author, string Title, int ChangedLines);

    internal sealed record Approval(long User, string? Comment);

    internal sealed record Actor(long User);
}
