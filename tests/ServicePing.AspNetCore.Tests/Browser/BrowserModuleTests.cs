using System.IO.Compression;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Tests;

namespace ServicePing.AspNetCore.Tests;

/// <summary>The module as the program serves it, and as the build packs it.</summary>
public sealed partial class BrowserModuleTests
{
    private static readonly string Source = File.ReadAllText(Repository.PathOf("src", "AspNetCore", "Browser", "serviceping.js"));
    private static readonly string Types = File.ReadAllText(Repository.PathOf("src", "AspNetCore", "Browser", "serviceping.d.ts"));

    [Fact]
    public async Task The_module_is_served_to_everybody_under_a_name_that_changes_with_it()
    {
        await using PingHost host = await PingHost.StartAsync(
            build: builder => builder.Services.AddAuthorizationBuilder()
                .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build()),
            use: app =>
            {
                app.UsePathBase("/shop");
                app.UseRouting();
                app.UseAuthorization();
                app.MapGet("/path", ServicePingBrowser.ModulePath).AllowAnonymous();
            });
        string path = await host.Client.GetStringAsync("/shop/path");
        Assert.Matches("^/shop/api/v4/usage_data/serviceping-[0-9a-f]{12}\\.js$", path);

        Reply reply = await new Call("GET", path).SendAsync(host);
        Assert.Equal((200, "text/javascript"), (reply.Status, reply.Type));
        Assert.Equal("public, max-age=31536000, immutable", reply.Headers["Cache-Control"]);
        Assert.Equal(("nosniff", "Accept-Encoding"), (reply.Headers["X-Content-Type-Options"], reply.Headers["Vary"]));
        Assert.Equal(Source, reply.Text);

        Reply known = await new Call("GET", path).With("If-None-Match", $"\"other\", {reply.Headers["ETag"]}").SendAsync(host);
        Assert.Equal((304, 0), (known.Status, known.Bytes.Length));
        Assert.Equal(reply.Headers["ETag"], known.Headers["ETag"]);

        Reply head = await new Call("HEAD", path).SendAsync(host);
        Assert.Equal((200, reply.Headers["Content-Length"]), (head.Status, head.Headers["Content-Length"]));
    }

    [Fact]
    public async Task The_module_has_a_name_that_stays_and_is_looked_at_each_time_and_is_sent_compressed()
    {
        await using PingHost host = await PingHost.StartAsync();
        Reply plain = await new Call("GET", "/api/v4/usage_data/serviceping.js").With("Accept-Encoding", "br, gzip;q=0").SendAsync(host);
        Reply packed = await new Call("GET", "/api/v4/usage_data/serviceping.js").With("Accept-Encoding", "br, gzip").SendAsync(host);

        Assert.Equal("no-cache", plain.Headers["Cache-Control"]);
        Assert.False(plain.Headers.ContainsKey("Content-Encoding"));
        Assert.Equal("gzip", packed.Headers["Content-Encoding"]);
        Assert.NotEqual(plain.Headers["ETag"], packed.Headers["ETag"]);
        using StreamReader unpacked = new(new GZipStream(new MemoryStream(packed.Bytes), CompressionMode.Decompress));
        Assert.Equal(Source, await unpacked.ReadToEndAsync());
        Assert.InRange(packed.Bytes.Length, 1, 5_000);
    }

    [Fact]
    public async Task The_elements_of_a_page_name_the_module_and_the_token_where_there_is_one()
    {
        static void Use(WebApplication app) => app.MapGet("/", context =>
            context.Response.WriteAsync(ServicePingBrowser.HeadElements(context).ToString()!));
        await using PingHost without = await PingHost.StartAsync(use: Use);
        await using PingHost with = await PingHost.StartAsync(
            build: builder => builder.Services.AddAntiforgery(options => options.HeaderName = "X-\"Token\""), use: Use);

        Assert.Matches("^<script type=\"module\" src=\"/api/v4/usage_data/serviceping-\\w+\\.js\"></script>$", await without.Client.GetStringAsync("/"));
        Assert.Matches(
            "^<meta name=\"csrf-token\" content=\"[\\w-]+\" data-header=\"X-&quot;Token&quot;\"><script type=\"module\" src=\"[^\"]+\"></script>$",
            await with.Client.GetStringAsync("/"));
    }

    [Fact]
    public async Task A_page_of_a_program_without_the_api_is_told_what_to_call()
    {
        await using PingHost host = await PingHost.StartAsync(http: options => options.ApiPrefix = null);
        DefaultHttpContext context = new() { RequestServices = host.App.Services };
        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(() => ServicePingBrowser.ModulePath(context));
        Assert.Contains("call app.MapServicePing() with an ApiPrefix", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_types_describe_what_the_module_exports()
    {
        static string[] Exports(string text) => [.. ExportedFunction().Matches(text).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal)];
        static string[] Names(string text, Regex name) => [.. name.Matches(text).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal)];
        Assert.Equal(Exports(Source), Exports(Types));
        Assert.Equal(
            Names(Section(Source, "const settings = {"), Setting()), Names(Section(Types, "export interface TrackingOptions {"), Setting()));

        static string Section(string text, string begin)
        {
            int start = text.IndexOf(begin, StringComparison.Ordinal);
            return text[start..text.IndexOf("\n}", start, StringComparison.Ordinal)];
        }
    }

    [Fact]
    public async Task The_build_leaves_a_package_that_npm_packs_without_installing_anything()
    {
        string configuration = typeof(BrowserModuleTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        string folder = Repository.PathOf("src", "AspNetCore", "bin", configuration, "npm");
        ProgramRun pack = await ProgramRun.Of(folder, "npm", "pack", "--dry-run", "--json", "--ignore-scripts", "--offline", "--no-update-notifier");
        Assert.True(pack.ExitCode == 0, pack.Output + pack.Errors);

        JsonElement package = JsonDocument.Parse(pack.Output).RootElement[0];
        string version = typeof(ServicePingBrowser).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
        Assert.Equal(("serviceping", version), (package.GetProperty("name").GetString(), package.GetProperty("version").GetString()));
        Assert.Equal(
            ["LICENSE", "README.md", "package.json", "serviceping.d.ts", "serviceping.js"],
            package.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("path").GetString()!).Order(StringComparer.Ordinal));
        Assert.Equal(Source, await File.ReadAllTextAsync(Path.Combine(folder, "serviceping.js")));
        JsonElement packed = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "package.json"))).RootElement;
        foreach (string unwanted in (string[])["dependencies", "devDependencies", "scripts"])
        {
            Assert.False(packed.TryGetProperty(unwanted, out _), unwanted);
        }
    }

    [GeneratedRegex(@"^export function (\w+)", RegexOptions.Multiline)]
    private static partial Regex ExportedFunction();

    [GeneratedRegex(@"^  (\w+)\??:", RegexOptions.Multiline)]
    private static partial Regex Setting();
}
