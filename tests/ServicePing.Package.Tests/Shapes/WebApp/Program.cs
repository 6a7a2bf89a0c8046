using ServicePing;
using WebApp;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
builder.Logging.ClearProviders();
builder.Services.AddServicePing(ping => ping.UseInProcessCounters());
await using WebApplication app = builder.Build();
app.MapPost("/letters", async (WebAppEvents events, EventTracker tracker) =>
{
    events.SendLetter(user: 1);
    await tracker.FlushAsync();
});
app.MapGet("/letters", (ServicePingCollector collector) => collector.CollectAsync(WebAppMetrics.Letters.Sent));

// Its own first guest.
await app.StartAsync();
using HttpClient guest = new() { BaseAddress = new Uri(app.Urls.Single()) };
(await guest.PostAsync("/letters", null)).EnsureSuccessStatusCode();
MetricResult<long> sent = await guest.GetFromJsonAsync<MetricResult<long>>("/letters");
Console.WriteLine($"{WebAppMetrics.Letters.Sent.KeyPath} {sent.Value} {sent.Status}");
await app.StopAsync();
