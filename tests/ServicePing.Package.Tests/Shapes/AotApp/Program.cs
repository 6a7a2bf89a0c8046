using System.Runtime.CompilerServices;
using System.Text;
using AotApp;
using ServicePing;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(
[
    "--urls=http://127.0.0.1:0", "--ServicePing:Uuid=6f2d7c1e-5b1f-4d0a-9a43-2f6f1b0f7e55", "--Called:Edition=Premium",
    "--Named:Hostname=letters.example", .. args,
]);
builder.Logging.ClearProviders();
string folder = Directory.CreateTempSubdirectory("serviceping-aot-").FullName;
string? postgres = builder.Configuration.GetConnectionString("Postgres");
builder.Services.AddServicePing(builder.Configuration, ping => (postgres is null ? ping.UseInProcessCounters() : ping.UsePostgresCounters(postgres)).KeepIn(folder)
    .Configure(options => builder.Configuration.GetSection("Called").Bind(options))
    .Configure(Named.Binding(builder.Configuration.GetSection("Named"))));
WebApplication app = builder.Build();
await using ConfiguredAsyncDisposable _ = app.ConfigureAwait(false);

// What a handler takes and calls is generated, and so are the handlers around it.
app.MapPost("/letters/{user:long}", (long user, AotAppEvents events) => events.SendLetter(user: user, project: 2, @namespace: 3));
app.MapPost("/offices", (AotAppKnownEvents events) => events.GOfficesVisited(1));
app.MapGet("/letters", async (ServicePingCollector collector, EventTracker tracker, CancellationToken cancellationToken) =>
{
    await tracker.FlushAsync(cancellationToken).ConfigureAwait(false);
    MetricResult<long> sent = await collector.CollectAsync(AotAppMetrics.Letters.Sent, cancellationToken).ConfigureAwait(false);
    return $"{AotAppMetrics.Letters.Sent.KeyPath} {sent.Value} {sent.Status}";
});
app.MapGet("/service_ping", async (ServicePingCollector collector, CancellationToken cancellationToken) =>
    Results.Bytes((await collector.CollectAsync(cancellationToken: cancellationToken).ConfigureAwait(false)).Json, "application/json"));
app.MapServicePing(http => http.AllowAnonymousAdministrators().AllowAnonymousTracking());

// Its own first guest.
await app.StartAsync().ConfigureAwait(false);
using HttpClient guest = new() { BaseAddress = new Uri(app.Urls.Single()) };
foreach (string path in new[] { "letters/1", "offices" })
{
    using HttpResponseMessage answer = await guest.PostAsync(new Uri(path, UriKind.Relative), null).ConfigureAwait(false);
    answer.EnsureSuccessStatusCode();
}

using StringContent letter = new("""{"event":"send_letter","project_id":2}""", Encoding.UTF8, "application/json");
using HttpResponseMessage tracked = await guest.PostAsync(new Uri("api/v4/usage_data/track_event", UriKind.Relative), letter).ConfigureAwait(false);
tracked.EnsureSuccessStatusCode();
foreach (string path in new[] { "api/v4/usage_data/metric_definitions", "api/v4/usage_data/settings", "admin/service_ping" })
{
    using HttpResponseMessage answer = await guest.GetAsync(new Uri(path, UriKind.Relative)).ConfigureAwait(false);
    answer.EnsureSuccessStatusCode();
}

Console.WriteLine(await guest.GetStringAsync(new Uri("letters", UriKind.Relative)).ConfigureAwait(false));
Console.WriteLine(await guest.GetStringAsync(new Uri("service_ping", UriKind.Relative)).ConfigureAwait(false));
await app.StopAsync().ConfigureAwait(false);
Directory.Delete(folder, recursive: true);
