using System.Text.Json;
using ServicePing.Generators.Tests.Support;
using ServicePing.Tests;

namespace ServicePing.Package.Tests.Scratch;

/// <summary>A build that writes the dictionary, as a user of the package asks for it.</summary>
public class DictionaryTests
{
    [Fact]
    public async Task A_build_writes_the_dictionary_with_files_from_elsewhere()
    {
        using ScratchProject app = await ScratchProject.CreateAsync("App", """
            <ItemGroup>
              <PackageReference Include="ServicePing.AspNetCore" Version="$(ServicePingVersion)" />
              <FrameworkReference Include="Microsoft.AspNetCore.App" />
              <AdditionalFiles Include="../Shared/linked file.yml" ServicePingKind="metric" />
            </ItemGroup>
            """);
        app.Write("Program.cs", "Console.WriteLine();");
        await Dotnet.SucceedAsync(app.Folder, "restore");
        app.Write("Sending.cs", """
            using Microsoft.AspNetCore.Builder;
            using ServicePing;

            namespace App;

            [TrackUnique("g_billing_seen")]
            internal static class Sending
            {
                internal static async Task SendAsync(AppEvents events)
                {
                    await Task.Yield();
                    events.SendInvoice();
                }

                internal static void Map(WebApplication program) =>
                    program.MapPost("/invoices", () => "sent").TrackEvent("send_invoice");

                [TrackEvent("send_invoice")]
                internal static void Act()
                {
                }
            }
            """);
        app.Write("ServicePing/known_events/billing.yml", "- { name: g_billing_seen, category: billing, redis_slot: billing, aggregation: weekly }\n");
        app.Write("ServicePing/events/send_invoice.yml", """
            action: send_invoice
            description: An invoice is sent
            internal_events: true
            product_group: billing
            milestone: "1.0"
            introduced_by_url: https://example.com/changes/1
            tiers: [free]
            """);
        app.Write("ServicePing/metrics/issues.yml", Yaml.Count("counts.issues"));
        app.Write("../Shared/linked file.yml", Yaml.Count("counts.linked"));

        string output = await Dotnet.SucceedAsync(app.Folder, "build", "--no-restore", "-p:ServicePingDictionary=out/dictionary", "-p:Version=2.1.0");

        Assert.Contains("index.html is written, with ", output, StringComparison.Ordinal);
        string site = Path.Combine(app.Folder, "out", "dictionary");
        Assert.Contains("App 2.1.0", await File.ReadAllTextAsync(Path.Combine(site, "index.html")), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(site, "metrics", "counts.issues", "index.html")));
        Assert.Equal(
            [("Sending.cs", 12, "Sending.SendAsync"), ("Sending.cs", 16, "Sending.Map"), ("Sending.cs", 20, "Sending.Act")],
            Calls(Path.Combine(site, "events", "send_invoice")));
        Assert.Equal(("Sending.cs", 10, "Sending.SendAsync"), Assert.Single(Calls(Path.Combine(site, "known-events", "g_billing_seen"))));
        Assert.True(File.Exists(Path.Combine(site, "metrics", "counts.linked", "index.html")));
    }

    [Fact]
    public async Task A_program_brings_its_dictionary_with_it_where_that_is_asked_for()
    {
        using ScratchProject app = await ScratchProject.CreateAsync("App", """
            <PropertyGroup>
              <ServicePingShipDictionary>true</ServicePingShipDictionary>
            </PropertyGroup>
            <ItemGroup>
              <PackageReference Include="ServicePing.AspNetCore" Version="$(ServicePingVersion)" />
              <FrameworkReference Include="Microsoft.AspNetCore.App" />
            </ItemGroup>
            """);
        app.Write("Program.cs", """
            using Microsoft.AspNetCore.Builder;
            using Microsoft.Extensions.DependencyInjection;
            using ServicePing;

            WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
            builder.Services.AddServicePing(builder.Configuration, ping => ping.KeepIn(args[0]).UseInProcessCounters());
            WebApplication app = builder.Build();
            app.MapServicePing(http => http.AllowAnonymousAdministrators());
            await app.StartAsync();
            using HttpClient client = new() { BaseAddress = new Uri(app.Urls.Single()) };
            Console.WriteLine(await client.GetStringAsync("admin/service_ping/dictionary/metrics/settings.colour/index.html"));
            await app.StopAsync();
            """);
        app.Write("ServicePing/metrics/colour.yml", """
            key_path: settings.colour
            description: The colour of the shop
            product_group: design
            value_type: string
            status: active
            milestone: "1.0"
            introduced_by_url: https://example.com/changes/1
            time_frame: none
            data_source: system
            data_category: optional
            tiers: [free]
            query: { value: green }
            """);

        await Dotnet.SucceedAsync(app.Folder, "publish", "-o", "published");

        string published = Path.Combine(app.Folder, "published");
        Assert.True(File.Exists(Path.Combine(published, "ServicePing.dictionary.json")));
        string page = await Dotnet.SucceedAsync(published, Path.Combine(published, "App.dll"), Path.Combine(app.Folder, "pings"));
        Assert.Contains("The colour of the shop", page, StringComparison.Ordinal);
        Assert.Contains("What it says here", page, StringComparison.Ordinal);
    }

    private static IEnumerable<(string File, int Line, string Member)> Calls(string page) =>
        from call in JsonElement.Parse(File.ReadAllText(Path.Combine(page, "index.json"))).GetProperty("calls").EnumerateArray()
        select (call.GetProperty("file").GetString(), call.GetProperty("line").GetInt32(), call.GetProperty("member").GetString());
}
