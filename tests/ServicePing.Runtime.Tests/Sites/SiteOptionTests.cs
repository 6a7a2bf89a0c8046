using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ServicePing.Runtime.Delivery;
using ServicePing.Runtime.Sites;

namespace ServicePing.Tests;

/// <summary>The options of a site: each acts, and what cannot be right keeps the program from starting.</summary>
public sealed class SiteOptionTests
{
    internal static Task ActsAsync(string name) => name switch
    {
        "Sites:Role" => KnowsAsync(
            options => (options.Sites.Role, options.Sites.Name) = (SiteRole.Secondary, "berlin"), sites => sites.Role == SiteRole.Secondary),
        "Sites:Name" => KnowsAsync(options => options.Sites.Name = "berlin", sites => sites.Name == "berlin"),
        "Sites:Secondaries" => KnowsAsync(options => options.Sites.Secondaries.Add("cologne"), sites => sites.Secondaries.Contains("cologne")),
        "Sites:Primary" => PrimaryAsync(),
        "Sites:CertificateAuthorities" => AuthoritiesAsync(),
        "Sites:StaleAfter" => StaleAfterAsync(),
        _ => throw new NotSupportedException($"{name} has no case: add one that fails where the option is ignored."),
    };

    [Theory]
    [InlineData("secondary", null, null, null, "Sites.Name is null; it must be a name on a secondary")]
    [InlineData("primary", "a\nb", null, null, "Sites.Name is 'a?b'; it must be a name of 1 to 255 characters")]
    [InlineData("secondary", "berlin", "http://forge.example.com/api/v4", "t", "Sites.Primary cannot be sent to")]
    [InlineData("secondary", "berlin", "https://forge.example.com/api/v4", null, "Sites.Primary is set without Token")]
    [InlineData("secondary", "berlin", "https://forge.example.com/api/v4", "t t", "Sites.Token has characters that no token has")]
    public async Task What_cannot_be_right_is_said_at_the_start(string role, string? name, string? primary, string? token, string message)
    {
        await using Ping ping = Program(options =>
        {
            options.Sites.Role = role == "secondary" ? SiteRole.Secondary : SiteRole.Primary;
            (options.Sites.Name, options.Sites.Primary, options.Sites.Token) = (name, primary, token);
        });

        OptionsValidationException refused = Assert.Throws<OptionsValidationException>(() => ping.Services.GetRequiredService<KnownSites>());
        Assert.Contains(message, Assert.Single(refused.Failures), StringComparison.Ordinal);
    }

    private static async Task KnowsAsync(Action<ServicePingOptions> set, Predicate<InstanceSites> isSo)
    {
        await using Ping other = Program(_ => { });
        Assert.False(isSo(await other.Services.GetRequiredService<KnownSites>().ReadAsync(default)));
        await using Ping ping = Program(set);
        Assert.True(isSo(await ping.Services.GetRequiredService<KnownSites>().ReadAsync(default)));
    }

    private static async Task PrimaryAsync()
    {
        await using Ping ping = Program(options => (options.Sites.Primary, options.Sites.Token) = ("https://forge.example.com/api/v4", "t"));
        Assert.Equal("forge.example.com", Assert.Single(await ping.Services.GetRequiredService<ServicePingEgress>().ListAsync()).Host);
    }

    private static async Task AuthoritiesAsync()
    {
        Assert.Equal(EgressOutcomes.NoConnection, await OutcomeAsync(null));
        Assert.Equal(EgressOutcomes.NoCertificates, await OutcomeAsync("/absent.pem"));

        async Task<string> OutcomeAsync(string? file)
        {
            string folder = Directory.CreateTempSubdirectory("serviceping-site-").FullName;
            await using Ping ping = Ping.Of(builder => builder.KeepIn(folder).Configure(options =>
            {
                options.Variable = _ => null;
                (options.Sites.Role, options.Sites.Name, options.Sites.Primary, options.Sites.Token) = (SiteRole.Secondary, "b", "https://localhost:1/api/v4", "t");
                options.Sites.CertificateAuthorities = file;
            }));
            EgressAnswer answer = await ping.Services.GetRequiredService<EgressGate>().PostAsync(
                EgressPurpose.Site, new Uri("https://localhost:1/api/v4/usage_data/site_report"), "{}"u8.ToArray(), [], default);
            Directory.Delete(folder, recursive: true);
            return answer.Outcome;
        }
    }

    private static async Task StaleAfterAsync()
    {
        await using SiteProgram secondary = SiteProgram.Secondary();
        await secondary.ComputeAsync();
        await using SiteProgram primary = SiteProgram.Start(
            () => new InstanceSites(SiteRole.Primary, null, ["berlin"]), configure: options => options.Sites.StaleAfter = TimeSpan.FromDays(2));
        await primary.Sites.AcceptAsync("berlin", await secondary.ReportAsync());
        primary.Clock.Advance(TimeSpan.FromDays(3));
        Assert.True(Assert.Single(await primary.Sites.ListAsync()).IsStale);
    }

    private static Ping Program(Action<ServicePingOptions> set) => Ping.Of(builder => builder.UsePostgres("Host=127.0.0.1;Port=1").Configure(options =>
    {
        options.Variable = _ => null;
        set(options);
    }));
}
