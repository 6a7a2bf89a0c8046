using RazorApp;
using ServicePing;
using Widgets;

WebApplicationBuilder builder = WebApplication.CreateBuilder(["--urls=http://127.0.0.1:0"]);
builder.Logging.ClearProviders();
builder.Services.AddRazorPages();
builder.Services.AddServicePing(ping => ping.UseInProcessCounters());
await using WebApplication app = builder.Build();
app.MapRazorPages();

// Its own first guest.
await app.StartAsync();
using HttpClient guest = new() { BaseAddress = new Uri(app.Urls.Single()) };
if (!(await guest.GetStringAsync("/")).Contains("<button>", StringComparison.Ordinal))
{
    throw new InvalidOperationException("The page has no button.");
}

await app.Services.GetRequiredService<EventTracker>().FlushAsync();
ServicePingCollector collector = app.Services.GetRequiredService<ServicePingCollector>();
MetricResult<long> opened = await collector.CollectAsync(RazorAppMetrics.Pages.Opened);
MetricResult<long> pressed = await collector.CollectAsync(WidgetsMetrics.Widgets.Pressed);
Console.WriteLine($"{RazorAppMetrics.Pages.Opened.KeyPath} {opened.Value} {WidgetsMetrics.Widgets.Pressed.KeyPath} {pressed.Value} {pressed.Status}");
await app.StopAsync();
