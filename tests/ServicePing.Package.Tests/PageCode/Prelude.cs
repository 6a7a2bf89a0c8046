global using System.Collections.Frozen;
global using Forge;
global using Microsoft.AspNetCore.Mvc;
global using Microsoft.AspNetCore.Mvc.RazorPages;
global using Microsoft.AspNetCore.TestHost;
global using Microsoft.Extensions.Options;
global using Npgsql;
global using OpenTelemetry.Metrics;
global using ServicePing;
global using ServicePing.Testing;
global using StackExchange.Redis;
global using Xunit;
global using static Forge.Prelude;
global using AcmeMetrics = Forge.ForgeMetrics;
global using InvoicingEvents = Forge.ForgeEvents;

namespace Forge
{
    /// <summary>What pages take for granted: services of the container, values of the program, and its handlers.</summary>
    internal static class Prelude
    {
        internal static readonly WebApplicationBuilder builder = null!;
        internal static readonly WebApplication app = null!;
        internal static readonly IServiceProvider services = null!;
        internal static readonly ServicePingBuilder ping = null!;
        internal static readonly ForgeEvents events = null!;
        internal static readonly ForgeKnownEvents known = null!;
        internal static readonly EventTracker tracker = null!;
        internal static readonly KnownEventReader reader = null!;
        internal static readonly ServicePingCollector collector = null!;
        internal static readonly ServicePingReports reports = null!;
        internal static readonly ServicePingSettings settings = null!;
        internal static readonly ServicePingOffline offline = null!;
        internal static readonly ServicePingErasure erasure = null!;
        internal static readonly ServicePingTokens tokens = null!;
        internal static readonly ServicePingSites sites = null!;
        internal static readonly IPingHistory history = null!;
        internal static readonly IRegistrationFeatures features = null!;
        internal static readonly PingPermissions permissions = null!;

        internal static readonly User user = null!;
        internal static readonly User admin = null!;
        internal static readonly User first = null!;
        internal static readonly User second = null!;
        internal static readonly Project project = null!;
        internal static readonly Member member = null!;
        internal static readonly Organisation organisation = null!;
        internal static readonly EventFlags flags = null!;
        internal static readonly IHttpContextAccessor accessor = null!;
        internal static readonly HttpClient client = null!;
        internal static readonly HttpContent issue = null!;

        internal static readonly string connectionString = "";
        internal static readonly string[] args = [];
        internal static readonly string redis = "";
        internal static readonly string standby = "";
        internal static readonly string primary = "";
        internal static readonly IConnectionMultiplexer connection = null!;
        internal static readonly NpgsqlDataSource dataSource = null!;
        internal static readonly long[] ids = [];
        internal static readonly DateOnly start;
        internal static readonly DateOnly end;
        internal static readonly DateTimeOffset expiresAt;
        internal static readonly byte[] bytes = [];
        internal static readonly byte[] answer = [];
        internal static readonly Stream file = null!;
        internal static readonly string text = "";
        internal static readonly CancellationToken cancellationToken;

        internal static IResult CreateIssue() => Results.Ok();

        internal static IResult CreateInvoice() => Results.Ok();

        internal static IResult ShowProject() => Results.Ok();

        internal static IResult ShowTeam() => Results.Ok();

        internal static IServiceCollection AddForge(this IServiceCollection all) => all.AddServicePing(_ => { });
    }

    internal sealed record User(long Id, string Name);

    internal sealed record Project(long Id, long NamespaceId);

    internal sealed record Member(Acme.MemberId Id);

    internal sealed record Organisation(Guid Id);

    internal sealed record License(long Seats);

    internal sealed record Licenses(License? Current);

    internal sealed record MailOptions(string? Host);

    internal sealed record EventFlagOptions(IReadOnlyList<string> EventsBehindFlags);

    internal sealed class EventFlags
    {
        internal bool IsOn(string name) => name.Length > 0;
    }

    internal sealed class IssueService
    {
        internal void Create(long userId, string label)
        {
        }
    }

    internal sealed class Program;

    /// <summary>That of Microsoft.FeatureManagement.</summary>
    internal interface IFeatureManager
    {
        Task<bool> IsEnabledAsync(string feature);
    }
}

namespace Acme
{
    /// <summary>The type of an identifier of the product's own.</summary>
    public readonly record struct MemberId(long Value)
    {
        public static implicit operator long(MemberId id) => id.Value;
    }
}

namespace Microsoft.AspNetCore.TestHost
{
    /// <summary>Those of Microsoft.AspNetCore.Mvc.Testing.</summary>
    internal sealed class WebApplicationFactory<T>
    {
        internal WebApplicationFactory<T> WithWebHostBuilder(Action<IWebHostBuilder> configure) => this;
    }

    internal static class WebHosts
    {
        internal static IWebHostBuilder ConfigureTestServices(this IWebHostBuilder host, Action<IServiceCollection> configure) => host.ConfigureServices(configure);
    }
}

/// <summary>On the page of tests, this is what the first sample makes.</summary>
internal static partial class DocsTesting
{
    private static readonly ServicePingTest ping = null!;
}
