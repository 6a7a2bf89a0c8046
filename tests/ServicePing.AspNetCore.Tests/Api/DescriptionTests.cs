using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace ServicePing.AspNetCore.Tests;

/// <summary>What OpenAPI says of the API, by the framework's own generator.</summary>
public sealed class DescriptionTests : IAsyncLifetime
{
    private PingHost _host = null!;
    private JsonElement _paths;

    public async Task InitializeAsync()
    {
        _host = await PingHost.StartAsync(build: builder => builder.Services.AddOpenApi(), use: app => app.MapOpenApi());
        Reply reply = await new Call("GET", "/openapi/v1.json").SendAsync(_host);
        Assert.True(reply.Status == 200, reply.ToString());
        _paths = reply.Json.GetProperty("paths");
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("get", "metric_definitions", "200 400")]
    [InlineData("get", "service_ping", "200 401 403 503")]
    [InlineData("get", "queries", "200 401 403 404 503")]
    [InlineData("get", "non_sql_metrics", "200 401 403 404 503")]
    [InlineData("post", "track_event", "200 400 401 403 413 415 422 429")]
    [InlineData("post", "track_events", "200 400 401 403 413 415 422 429")]
    [InlineData("post", "increment_counter", "200 400 401 403 413 415 429")]
    [InlineData("post", "increment_unique_users", "200 400 401 403 413 415 429")]
    [InlineData("get", "history", "200 400 401 403 503")]
    [InlineData("get", "settings", "200 401 403 503")]
    [InlineData("put", "settings", "200 400 401 403 409 413 415 503")]
    [InlineData("post", "send", "200 401 403 409 503")]
    [InlineData("get", "forwarded_events", "200 401 403 503")]
    [InlineData("get", "export", "200 400 401 403 409 503")]
    [InlineData("post", "receipt", "200 401 403 409 413 503")]
    public void An_endpoint_is_described_with_all_that_it_may_answer(string method, string path, string statuses)
    {
        JsonElement operation = _paths.GetProperty($"/api/v4/usage_data/{path}").GetProperty(method);

        Assert.EndsWith(".", operation.GetProperty("summary").GetString(), StringComparison.Ordinal);
        Assert.Equal("Service Ping", operation.GetProperty("tags")[0].GetString());
        Assert.Equal(statuses.Split(' '), operation.GetProperty("responses").EnumerateObject().Select(one => one.Name).Order());
        Assert.Equal(method is "get" || path is "send", !operation.TryGetProperty("requestBody", out _));
    }

    [Fact]
    public void Bodies_and_parameters_are_described()
    {
        JsonElement yaml = _paths.GetProperty("/api/v4/usage_data/metric_definitions").GetProperty("get");
        JsonElement parameter = Assert.Single(yaml.GetProperty("parameters").EnumerateArray());
        Assert.Equal("include_paths", parameter.GetProperty("name").GetString());
        Assert.Equal("query", parameter.GetProperty("in").GetString());
        Assert.Contains("application/yaml", yaml.GetProperty("responses").GetProperty("200").GetRawText(), StringComparison.Ordinal);

        string track = _paths.GetProperty("/api/v4/usage_data/track_event").GetProperty("post").GetProperty("requestBody").GetRawText();
        Assert.Contains("application/json", track, StringComparison.Ordinal);
        Assert.Contains("TrackEventRequest", track, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_mapped_that_is_not_described() => Assert.Equal(
        17, _paths.EnumerateObject().Where(one => one.Name.StartsWith("/api/", StringComparison.Ordinal)).Sum(one => one.Value.EnumerateObject().Count()));
}
