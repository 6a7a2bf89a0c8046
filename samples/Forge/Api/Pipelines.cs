using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Forge.Api;

/// <summary>Pipelines that people run, builds that they retry, and what they deploy.</summary>
internal static class Pipelines
{
    public static void MapPipelines(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/projects/{project:long}/pipelines", RunAsync);
        routes.MapPost("/builds/{build:long}/retry", RetryAsync);
        routes.MapPost("/projects/{project:long}/deployments", DeployAsync);
    }

    private static async Task<Results<Created, NotFound>> RunAsync(
        long project, Actor actor, NpgsqlDataSource database, ForgeEvents events)
    {
        Row? row = await database.QueryRowAsync(
            """
            WITH place AS (
                SELECT projects.id, namespace_id FROM projects, users WHERE projects.id = $1 AND users.id = $2
            ), pipeline AS (
                INSERT INTO ci_pipelines (project_id, user_id, source)
                SELECT id, $2, 'web' FROM place
                RETURNING id
            )
            SELECT pipeline.id, place.id, namespace_id FROM pipeline, place
            """,
            project, actor.User);
        if (row is not { } begun)
        {
            return TypedResults.NotFound();
        }

        events.RunPipeline(user: actor.User, project: project, @namespace: begun.Namespace);
        return TypedResults.Created($"/pipelines/{begun.Id}");
    }

    private static async Task<Results<Created, NotFound>> RetryAsync(
        long build, Retry retry, NpgsqlDataSource database, ForgeEvents events)
    {
        Row? row = await database.QueryRowAsync(
            """
            WITH ended AS (
                SELECT ci_builds.*, namespace_id
                FROM ci_builds
                JOIN projects ON projects.id = project_id
                JOIN users ON users.id = $2
                WHERE ci_builds.id = $1 AND finished_at IS NOT NULL
            ), build AS (
                INSERT INTO ci_builds (id, partition_id, pipeline_id, project_id, user_id, stage)
                SELECT nextval(pg_get_serial_sequence('ci_builds', 'id')), partition_id, pipeline_id, project_id, $2, stage FROM ended
                RETURNING id
            )
            SELECT build.id, project_id, namespace_id FROM build, ended
            """,
            build, retry.User);
        if (row is not { } begun)
        {
            return TypedResults.NotFound();
        }

        events.RetryBuild(
            user: retry.User, project: begun.Project, @namespace: begun.Namespace, reason: ForgeEvents.RetryBuildReasonOf(retry.Reason));
        return TypedResults.Created($"/builds/{begun.Id}");
    }

    private static async Task<Results<Created, NotFound>> DeployAsync(
        long project, NewDeployment deployment, NpgsqlDataSource database, ForgeEvents events)
    {
        Row? row = await database.QueryRowAsync(
            """
            WITH place AS (
                SELECT projects.id, namespace_id FROM projects, users WHERE projects.id = $1 AND users.id = $2
            ), deployment AS (
                INSERT INTO deployments (project_id, user_id, environment)
                SELECT id, $2, $3 FROM place
                RETURNING id
            )
            SELECT deployment.id, place.id, namespace_id FROM deployment, place
            """,
            project, deployment.User, deployment.Environment);
        if (row is not { } begun)
        {
            return TypedResults.NotFound();
        }

        events.Deploy(
            user: deployment.User, project: project, @namespace: begun.Namespace,
            environment: ForgeEvents.DeployEnvironmentOf(deployment.Environment));
        return TypedResults.Created($"/deployments/{begun.Id}");
    }

    internal sealed record Actor(long User);

    internal sealed record Retry(long User, string Reason);

    internal sealed record NewDeployment(long User, string Environment);
}
