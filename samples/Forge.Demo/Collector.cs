using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NJsonSchema;

namespace Forge.Demo;

/// <summary>The vendor's Snowplow collector, or what of it the demo needs: it holds what comes to the schemas that the vendor publishes.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private const string Iglu = "iglu:";

    private readonly WebApplication _server;
    private readonly ConcurrentDictionary<string, string> _events = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _problems = [];

    private Collector(WebApplication server) => _server = server;

    /// <summary>Where events go.</summary>
    public string Address => _server.Urls.First();

    /// <summary>How many different events have come.</summary>
    public int Events => _events.Count;

    /// <summary>What is wrong with them; empty where all keep to their schemas.</summary>
    public IReadOnlyCollection<string> Problems => _problems;

    public static async Task<Collector> StartAsync(CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        Collector collector = new(builder.Build());
        collector._server.MapPost("/com.snowplowanalytics.snowplow/tp2", collector.TakeAsync);
        await collector._server.StartAsync(cancellationToken);
        return collector;
    }

    /// <summary>Waits until so many different events are there, for a minute at most.</summary>
    public Task HasAsync(int events, CancellationToken cancellationToken) =>
        Patience.UntilAsync(() => Task.FromResult(Events >= events), cancellationToken);

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        using JsonDocument body = await JsonDocument.ParseAsync(request.Body);
        foreach (JsonElement one in body.RootElement.GetProperty("data").EnumerateArray())
        {
            using JsonDocument contexts = JsonDocument.Parse(one.GetProperty("co").GetString()!);
            foreach (JsonElement context in contexts.RootElement.GetProperty("data").EnumerateArray())
            {
                await HoldAsync(context.GetProperty("schema").GetString()!, context.GetProperty("data"));
            }

            _events[one.GetProperty("eid").GetString()!] = one.GetProperty("se_ac").GetString()!;
        }

        return Results.Ok();
    }

    /// <summary>Holds a context to its schema, <c>iglu:VENDOR/NAME/jsonschema/VERSION</c>, from the files of the product.</summary>
    private async Task HoldAsync(string schema, JsonElement data)
    {
        string[] parts = schema[Iglu.Length..].Split('/');
        string file = Path.Combine(AppContext.BaseDirectory, "snowplow", parts[1], parts[2], $"{parts[3]}.json");
        if (!File.Exists(file))
        {
            _problems.Enqueue($"{schema} is not published");
            return;
        }

        foreach (NJsonSchema.Validation.ValidationError error in (await JsonSchema.FromFileAsync(file)).Validate(data.GetRawText()))
        {
            _problems.Enqueue($"{schema}: {error.Path} {error.Kind}");
        }
    }
}
