using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using ServicePing.Tests;

namespace ServicePing.AspNetCore.Tests;

/// <summary>The pages say what there is over HTTP: options, endpoints, addresses of the page, and lines of the log.</summary>
public sealed partial class ReferencePageTests
{
    [Fact]
    public void The_page_of_the_API_has_every_option_and_no_other() => Assert.Equal(
        typeof(ServicePingHttpOptions).GetProperties().Select(option => option.Name)
            .Concat(typeof(ServicePingHttpOptions).GetMethods()
                .Where(method => method.ReturnType == typeof(ServicePingHttpOptions)).Select(method => $"{method.Name}()"))
            .Order(StringComparer.Ordinal),
        OptionRow().Match(Page("rest-api.md")).Groups[1].Captures.Select(row => row.Value).Order(StringComparer.Ordinal));

    [Fact]
    public void The_page_of_tracking_has_every_option() =>
        Assert.All(typeof(RequestTrackingOptions).GetProperties(), option => Assert.Contains(
            $"`RequestTrackingOptions.{option.Name}`", Page("tracking-http.md"), StringComparison.Ordinal));

    [Fact]
    public async Task The_page_of_the_API_has_every_endpoint_and_no_other()
    {
        await using PingHost host = await PingHost.StartAsync();
        Assert.Equal(
            ApiMap.All(new ServicePingHttpOptions(), host.Get<IServiceProvider>()).Select(endpoint => $"{endpoint.Method} {endpoint.Path}").Order(StringComparer.Ordinal),
            EndpointRow().Matches(Page("rest-api.md")).SelectMany(row => Endpoint().Matches(row.Value)).Select(one => one.Value).Order(StringComparer.Ordinal));
    }

    /// <summary>Pages, not what a button or a link to a file leads to.</summary>
    [Fact]
    public async Task The_page_of_the_page_has_every_address_and_no_other()
    {
        await using PingHost host = await PingHost.StartAsync();
        Assert.Equal(
            PageMap.All(new PageServices(host.Get<IServiceProvider>()), new ServicePingHttpOptions())
                .Where(page => !page.IsChange && !page.Path.Contains('{') && !page.Path.Contains('.') && page.Path is not ("" or "offline/export"))
                .Select(page => page.Path).Order(StringComparer.Ordinal),
            AddressRow().Matches(Page("page.md")).Select(row => row.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_pages_have_every_line_of_the_log_and_no_other() => Assert.Equal(
        (from type in typeof(ServicePingHttpOptions).Assembly.GetTypes()
         from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
         let message = method.GetCustomAttribute<LoggerMessageAttribute>()
         where message is not null
         select $"| {message.EventId} | {message.Level} | {message.Message} |").Order(StringComparer.Ordinal),
        new[] { "rest-api.md", "tracking-http.md" }.SelectMany(page => LogRow().Matches(Page(page))).Select(row => row.Value).Order(StringComparer.Ordinal));

    private static string Page(string name) => File.ReadAllText(Repository.PathOf("docs", name));

    [GeneratedRegex(@"\| option \| default \| what it is \|\n\|---\|---\|---\|\n(?:\| `([^`]+)` \|[^\n]*\n)+")]
    private static partial Regex OptionRow();

    [GeneratedRegex(@"^\| `(?:GET|POST|PUT) [^|]+\|", RegexOptions.Multiline)]
    private static partial Regex EndpointRow();

    [GeneratedRegex(@"(?:GET|POST|PUT) \w+")]
    private static partial Regex Endpoint();

    [GeneratedRegex(@"^\| [A-Z][^|`]+ \| `([a-z/]+)` \|", RegexOptions.Multiline)]
    private static partial Regex AddressRow();

    [GeneratedRegex(@"^\| \d+ \| [A-Z]\w+ \| .+ \|$", RegexOptions.Multiline)]
    private static partial Regex LogRow();
}
