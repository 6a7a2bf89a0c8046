using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServicePing.Runtime.Plans;

namespace ServicePing.Benchmarks.Http;

/// <summary>A product with 1,000 metrics and a kept ping, its API and page, and beside them endpoints that do nothing.</summary>
internal sealed class HttpProgram : IAsyncDisposable
{
    public const string Event = "create_issue";
    public const string StaticFile = "/ping.json";

    private const int Metrics = 1_000;

    private readonly DirectoryInfo _folder;

    private HttpProgram(WebApplication app, DirectoryInfo folder)
    {
        App = app;
        _folder = folder;
        Address = new Uri(app.Urls.Single());
    }

    public WebApplication App { get; }

    public Uri Address { get; }

    public static async Task<HttpProgram> StartAsync()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("serviceping-bench-");
        folder.CreateSubdirectory("files");
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            Args = ["--urls=http://127.0.0.1:0", "--ServicePing:Uuid=6f2d7c1e-5b1f-4d0a-9a43-2f6f1b0f7e55"],
            EnvironmentName = "Production",
        });
        builder.Logging.ClearProviders();
        builder.Services.AddAuthentication("Bench").AddScheme<AuthenticationSchemeOptions, Everybody>("Bench", null);
        builder.Services.AddAuthorizationBuilder().AddPolicy("Administrators", policy => policy.RequireRole("administrator"));
        ServicePingServiceCollectionExtensions.AddServicePing(
            builder.Services, builder.Configuration,
            ping => ping.KeepIn(Path.Combine(folder.FullName, "pings")).UseInProcessCounters().TrackRequests(),
            new ProductSet());
        WebApplication app = builder.Build();
        app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(Path.Combine(folder.FullName, "files")) });
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapPost("/empty", AnswerAsync).RequireAuthorization();
        app.MapPost("/open", AnswerAsync);
        app.MapGet("/untracked", AnswerAsync);
        app.MapGet("/tracked", AnswerAsync).TrackEvent(Event).TrackUnique("users_visiting_projects");
        app.MapServicePing(admin: "Administrators", options => options.TrackingRequestsPerMinute = 1_000_000);
        await app.StartAsync().ConfigureAwait(false);
        await app.Services.GetRequiredService<IPingHistory>().SendNowAsync("the benchmark").ConfigureAwait(false);
        return new HttpProgram(app, folder);
    }

    /// <summary>Puts the body of an answer beside the program, as a file that it serves.</summary>
    public Task ServeAsync(byte[] body) => File.WriteAllBytesAsync(Path.Combine(_folder.FullName, "files", StaticFile[1..]), body);

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync().ConfigureAwait(false);
        _folder.Delete(recursive: true);
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = 3;
        await context.Response.BodyWriter.WriteAsync("200"u8.ToArray()).ConfigureAwait(false);
    }

    /// <summary>The cheapest way to be signed in.</summary>
    private sealed class Everybody(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        private static readonly ClaimsPrincipal User = new(new ClaimsIdentity(
            [new Claim("sub", "7"), new Claim(ClaimTypes.Role, "administrator")], "Bench"));

        protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
            Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(User, "Bench")));
    }

    private sealed class ProductSet : MetricSet
    {
        public override string Name => "Product";

        public override IReadOnlyList<MetricPlan> Metrics { get; } =
        [
            .. Enumerable.Range(0, HttpProgram.Metrics).Select(number => new MetricPlan(
                string.Create(CultureInfo.InvariantCulture, $"counts.metric_of_the_product_{number:D4}"),
                ValueShape.Integer, MetricStatus.Active, TimeFrame.All, DataSource.Database, DataCategory.Operational)),
        ];

        public override IReadOnlyList<ConstantPlan> Constants { get; } =
            [.. Enumerable.Range(0, HttpProgram.Metrics).Select(number => new ConstantPlan(number, (number * 7919).ToString(CultureInfo.InvariantCulture)))];

        public override IReadOnlyList<KnownEvent> KnownEvents { get; } = [new("users_visiting_projects", EventAggregation.Weekly)];

        public override IReadOnlyList<EventPlan> Events { get; } =
        [
            new(Event, ["user", "project", "label"],
            [
                new(CounterKind.Total, "{event_counters}_create_issue", IsWeekly: false),
                new(CounterKind.Total, "{event_counters}_create_issue", IsWeekly: true),
                new(CounterKind.Unique, "{hll_counters}_create_issue-user", IsWeekly: true, Argument: 0),
            ]),
        ];
    }
}
