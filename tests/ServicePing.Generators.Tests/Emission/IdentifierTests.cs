using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Generators.Tests.Support;

namespace ServicePing.Generators.Tests.Emission;

/// <summary>Methods take identifiers by the names and types of the product's vocabulary.</summary>
public class IdentifierTests
{
    private const string Program = """
        #pragma warning disable CS1591
        namespace Acme
        {
            public readonly record struct MemberId(long Value)
            {
                public static implicit operator long(MemberId id) => id.Value;
            }

            public sealed record TeamId(System.Guid Value)
            {
                public static implicit operator System.Guid(TeamId id) => id.Value;
                public static implicit operator ServicePing.EventValue(TeamId id) => id.Value.ToString();
            }

            public sealed record Device(string Name)
            {
                public static implicit operator string(Device device) => device.Name;
            }
        }

        namespace Forge
        {
            public static class Program
            {
                public static void Track(ForgeEvents events)
                {
                    Acme.MemberId? nobody = null;
                    events.CreateInvoice(member: new Acme.MemberId(7), organisation: new System.Guid("9f6b1a52-4b1e-4f8f-9a59-5c7d0f3f9c11"), number: 3, team: null, device: new Acme.Device("a"));
                    events.CreateInvoice(nobody, null, null, new Acme.TeamId(default), null, label: "late");
                    events.CreateInvoice(new Acme.MemberId(8), null, 4, null, null);
                }
            }
        }
        """;

    private static TestProject Invoices => new TestProject()
        .With("vocabulary.yml", """
            identifiers:
              member: { type: Acme.MemberId }
              organisation: { type: uuid }
              number: { type: integer }
              team: { type: Acme.TeamId }
              device: { type: Acme.Device }
            """)
        .With("events/create_invoice.yml", Yaml.Event("create_invoice", """
            identifiers: [member, organisation, number, team, device]
            additional_properties: { label: { description: How it is sent } }
            """))
        .With("metrics/members.yml", Unique("member"))
        .With("metrics/organisations.yml", Unique("organisation"))
        .With("metrics/teams.yml", Unique("team"))
        .With("metrics/devices.yml", Unique("device"))
        .WithSource(Program);

    [Fact]
    public void A_method_takes_identifiers_by_name_and_type() => Assert.Equal(
        "CreateInvoice(Acme.MemberId? member, System.Guid? organisation, long? number, Acme.TeamId? team, Acme.Device? device, string? label = null)",
        Invoices.Generate().Compiles().Compilation.GetTypeByMetadataName("Forge.ForgeEvents")!.GetMembers("CreateInvoice").Single().ToDisplayString(Format));

    [Fact]
    public async Task They_are_counted_by_what_they_convert_to_and_known_by_their_names()
    {
        using GeneratedSet generated = new(Invoices.Generate().Compilation);
        Assembly assembly = generated.Set.GetType().Assembly;
        ServiceCollection services = new();
        Clock clock = new() { Now = new DateTimeOffset(2026, 11, 18, 12, 0, 0, TimeSpan.Zero) };
        services.AddSingleton<TimeProvider>(clock);
        ServicePingServiceCollectionExtensions.AddServicePing(services, ping => ping.UseInProcessCounters(), generated.Set);
        await using ServiceProvider provider = services.BuildServiceProvider();
        EventTracker tracker = provider.GetRequiredService<EventTracker>();
        object events = Activator.CreateInstance(assembly.GetType("Forge.ForgeEvents")!, tracker)!;
        assembly.GetType("Forge.Program")!.GetMethod("Track")!.Invoke(null, [events]);
        Dictionary<string, EventValue> known = new() { ["member"] = 7, ["team"] = Guid.Empty, ["user"] = 1 };
        TrackingResult alone = tracker.TrackByName("create_invoice", known);
        TrackingResult beside = tracker.TrackByName("create_invoice", known, new Dictionary<string, EventValue> { ["label"] = "late", ["device"] = "b" });
        await tracker.FlushAsync();

        clock.Now = clock.Now.AddDays(7);
        ServicePingPayload payload = await provider.GetRequiredService<ServicePingCollector>().CollectAsync();
        Dictionary<string, string> values = payload.Metrics.ToDictionary(metric => metric.KeyPath, metric => metric.Value.ToString(), StringComparer.Ordinal);
        Assert.Equal(("2", "1", "1", "1"), (values["counts.member"], values["counts.organisation"], values["counts.team"], values["counts.device"]));
        Assert.Equal(
            ["member", "organisation", "number", "team", "device"],
            provider.GetRequiredService<ServicePingCatalogue>().FindEvent("create_invoice")?.Identifiers);
        Assert.DoesNotContain(alone.Problems, problem => problem.Kind == TrackingProblemKind.Undeclared);
        Assert.Contains(beside.Problems, problem => problem is { Kind: TrackingProblemKind.Undeclared, Name: "device" });
    }

    [Fact]
    public void Another_type_changes_the_methods_and_the_catalogue_alone()
    {
        GeneratorOutcome before = Invoices.Generate();

        GeneratorOutcome after = before.Then(Invoices.Edit("vocabulary.yml", text => text.Replace("integer", "text", StringComparison.Ordinal)));

        Assert.Equal(["ForgeEvents.00.g.cs", "ForgeMetricSet.Catalogue.00.g.cs"], after.FilesChangedSince(before).Order(StringComparer.Ordinal));
        Assert.Contains("string? number", after.Texts["ForgeEvents.00.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_product_without_words_of_its_own_has_the_tables_that_it_had() => Assert.DoesNotContain(
        "user;project||2",
        new TestProject().With("events/a.yml", Yaml.Event("create_issue", "identifiers: [user, project]")).Generate().Texts["ForgeMetricSet.Events.00.g.cs"],
        StringComparison.Ordinal);

    private static readonly SymbolDisplayFormat Format = SymbolDisplayFormat.CSharpErrorMessageFormat
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeParameters)
        .WithParameterOptions(SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeDefaultValue);

    private static string Unique(string identifier) => Yaml.Metric(
        "counts." + identifier, "internal_events", $"events:\n  - name: create_invoice\n    unique: {identifier}.id", timeFrame: "7d");

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
