using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Forge.Api;

/// <summary>What people push, and what they look for.</summary>
internal static class Repositories
{
    /// <summary>What can be searched, and the statement that does it.</summary>
    private static readonly Dictionary<string, string> Searches = new(StringComparer.Ordinal)
    {
        ["issues"] = "SELECT id FROM issues WHERE title ILIKE '%' || $1 || '%' ORDER BY id DESC LIMIT 20",
        ["merge_requests"] = "SELECT id FROM merge_requests WHERE title ILIKE '%' || $1 || '%' ORDER BY id DESC LIMIT 20",
        ["code"] = "SELECT id FROM projects WHERE path ILIKE '%' || $1 || '%' ORDER BY id DESC LIMIT 20",
        ["users"] = "SELECT id FROM users WHERE username ILIKE '%' || $1 || '%' ORDER BY id DESC LIMIT 20",
    };

    public static void MapRepositories(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/projects/{project:long}/pushes", PushAsync);
        routes.MapPost("/projects/{project:long}/exports", ExportAsync);
        routes.MapGet("/search/{scope}", SearchAsync);
    }

    private static async Task<Results<NoContent, NotFound>> PushAsync(
        long project, Push push, NpgsqlDataSource database, ForgeEvents events)
    {
        Row? row = await database.QueryRowAsync(
            """
            UPDATE projects SET repository_size = repository_size + $3
            FROM users
            WHERE projects.id = $1 AND users.id = $2
            RETURNING projects.id, projects.id, namespace_id
            """,
            project, push.User, push.Bytes);
        if (row is not { } pushed)
        {
            return TypedResults.NotFound();
        }

        events.PushCommits(user: push.User, project: project, @namespace: pushed.Namespace, value: push.Commits);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Accepted, NotFound>> ExportAsync(
        long project, Export export, NpgsqlDataSource database, ForgeEvents events)
    {
        Row? row = await database.QueryRowAsync(
            "SELECT projects.id, projects.id, namespace_id FROM projects, users WHERE projects.id = $1 AND users.id = $2",
            project, export.User);
        if (row is not { } exported)
        {
            return TypedResults.NotFound();
        }

        events.ExportProject(
            user: export.User, project: project, @namespace: exported.Namespace, label: ForgeEvents.ExportProjectLabelOf(export.Format));
        return TypedResults.Accepted($"/projects/{project}");
    }

    private static async Task<Results<Ok<List<long>>, NotFound>> SearchAsync(
        string scope, string term, long user, NpgsqlDataSource database, ForgeEvents events, ForgeKnownEvents known)
    {
        if (!Searches.TryGetValue(scope, out string? sql))
        {
            return TypedResults.NotFound();
        }

        await using NpgsqlCommand command = database.CreateCommand(sql);
        command.Parameters.AddWithValue(term);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        List<long> found = [];
        while (await reader.ReadAsync())
        {
            found.Add(reader.GetInt64(0));
        }

        events.Search(user: user, label: ForgeEvents.SearchLabelOf(scope));
        known.Search(scope, user);
        return TypedResults.Ok(found);
    }

    internal sealed record Export(long User, string Format);

    internal sealed record Push(long User, int Commits, long Bytes);
}
