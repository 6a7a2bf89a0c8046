using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ServicePing.AspNetCore.Tests;

public sealed class UntrackedEndpointTests
{
    [Fact]
    public async Task Attributes_in_a_program_that_tracks_no_requests_are_told_to_its_developers()
    {
        string[] errors = await ErrorsAsync(tracksRequests: false, app => app.MapGet("/issues", [TrackEvent("create_issue")] () => "issues"));

        string error = Assert.Single(errors);
        Assert.Contains("1 endpoints ask for their requests to be tracked, such as 'HTTP: GET /issues", error, StringComparison.Ordinal);
        Assert.Contains("call TrackRequests()", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_requests_are_tracked_nothing_is_said() => Assert.Empty(
        await ErrorsAsync(tracksRequests: true, app => app.MapGet("/issues", [TrackEvent("create_issue")] () => "issues")));

    [Fact]
    public async Task Where_no_endpoint_asks_nothing_is_said() =>
        Assert.Empty(await ErrorsAsync(tracksRequests: false, app => app.MapGet("/issues", () => "issues")));

    private static async Task<string[]> ErrorsAsync(bool tracksRequests, Action<WebApplication> use)
    {
        using ProgramLog log = new();
        await using PingHost host = await PingHost.StartAsync(
            build: builder =>
            {
                builder.Logging.AddProvider(log);
                if (tracksRequests)
                {
                    builder.Services.AddServicePing(ping => ping.TrackRequests());
                }
            },
            use: use);
        return [.. log.Lines.Where(line => line.Level == LogLevel.Error).Select(line => line.Message)];
    }
}
