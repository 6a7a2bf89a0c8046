using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Forge.Api;

/// <summary>The issues of a project.</summary>
internal static class Issues
{
    public static void MapIssues(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/projects/{project:long}/issues", CreateAsync);
        routes.MapPost("/issues/{issue:long}/close", CloseAsync);
        routes.MapPost("/issues/{issue:long}/notes", CommentAsync);
    }

    private static async Task<Results<Created, NotFound>> CreateAsync(
        long project, NewIssue issue, NpgsqlDataSource database, ForgeEvents events)
    {
        Row? row = await database.QueryRowAsync(
            """
            WITH place AS (
                SELECT projects.id, namespace_id FROM projects, users WHERE projects.id = $1 AND users.id = $2
            ), issue AS (
                INSERT INTO issues (project_id, author_id, title)
                SELECT id, $2, $3 FROM place
                RETURNING id
            )
            SELECT issue.id, place.id, namespace_id FROM issue, place
            """,
            project, issue.Author, issue.Title);
        if (row is not { } created)
        {
            return TypedResults.NotFound();
        }

        events.CreateIssue(
            user: issue.Author, project: project, @namespace: created.Namespace,
            label: ForgeEvents.CreateIssueLabelOf(issue.Label));
        return TypedResults.Created($"/issues/{created.Id}");
    }

    private static async Task<Results<NoContent, NotFound>> CloseAsync(
        long issue, Actor actor, NpgsqlDataSource database, ForgeEvents events)
    {
        Row? row = await database.QueryRowAsync(
            """
            UPDATE issues SET state_id = 2, closed_at = now()
            FROM projects
            WHERE issues.id = $1 AND state_id = 1 AND projects.id = project_id
            RETURNING issues.id, project_id, namespace_id
            """,
            issue);
        if (row is not { } closed)
        {
            return TypedResults.NotFound();
        }

        events.CloseIssue(user: actor.User, project: closed.Project, @namespace: closed.Namespace);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Created, NotFound>> CommentAsync(
        long issue, NewNote note, NpgsqlDataSource database, ForgeEvents events)
    {
        Row? row = await database.QueryRowAsync(
            """
            WITH place AS (
                SELECT projects.id, namespace_id
                FROM issues
                JOIN projects ON projects.id = project_id
                JOIN users ON users.id = $2
                WHERE issues.id = $1
            ), note AS (
                INSERT INTO notes (noteable_type, noteable_id, project_id, author_id, note)
                SELECT 'issue', $1, id, $2, $3 FROM place
                RETURNING id
            )
            SELECT note.id, place.id, namespace_id FROM note, place
            """,
            issue, note.Author, note.Text);
        if (row is not { } created)
        {
            return TypedResults.NotFound();
        }

        events.CreateNote(user: note.Author, project: created.Project, @namespace: created.Namespace, label: ForgeEvents.CreateNoteLabel.Issue);
        return TypedResults.Created($"/notes/{created.Id}");
    }

    internal sealed record NewIssue(long Author, string Title, string? Label);

    internal sealed record NewNote(long Author, string Text);

    internal sealed record Actor(long User);
}
