using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ServicePing.AspNetCore.Tests;

/// <summary>A receiver on this machine that takes every ping and answers with a DevOps report.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Receiver(WebApplication app) => _app = app;

    internal string Address => _app.Urls.Single();

    /// <summary>The paths that were posted to.</summary>
    internal ConcurrentQueue<string> Paths { get; } = [];

    /// <summary>The status of answers to pings.</summary>
    internal int Status { get; set; } = 201;

    internal static async Task<Receiver> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = ["--urls=http://127.0.0.1:0"] });
        builder.Logging.ClearProviders();
        Receiver receiver = new(builder.Build());
        receiver._app.Run(receiver.AnswerAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        await context.Request.Body.CopyToAsync(Stream.Null);
        Paths.Enqueue(context.Request.Path);
        context.Response.StatusCode = Status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(context.Request.Path == "/usage_data"
            ? """
              {"conv_index":{"usage_data_id":7,
               "leader_issues":10.2,"instance_issues":3.2,"percentage_issues":31.37,
               "leader_notes":30.4,"instance_notes":23.3,"percentage_notes":76.64,
               "leader_milestones":16.2,"instance_milestones":0.05,"percentage_milestones":0.31,
               "leader_boards":5.2,"instance_boards":3.2,"percentage_boards":61.54,
               "leader_merge_requests":5.2,"instance_merge_requests":3.2,"percentage_merge_requests":61.54,
               "leader_ci_pipelines":25.1,"instance_ci_pipelines":21.3,"percentage_ci_pipelines":84.86,
               "leader_environments":3.3,"instance_environments":2.2,"percentage_environments":66.67,
               "leader_deployments":41.3,"instance_deployments":11.7,"percentage_deployments":28.33,
               "leader_service_desk_issues":15.8,"instance_service_desk_issues":15.1,"percentage_service_desk_issues":95.57}}
              """
            : "{}");
    }
}
