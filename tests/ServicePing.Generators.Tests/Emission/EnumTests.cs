using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Generators.Tests.Support;

namespace ServicePing.Generators.Tests.Emission;

/// <summary>The values that a definition lists are the members of an enum, and nothing else is counted.</summary>
public class EnumTests
{
    private const string Program = """
        #pragma warning disable CS1591
        namespace Forge;

        public static class Program
        {
            public static void Track(ForgeEvents events)
            {
                events.SendInvoice(user: 1, label: ForgeEvents.SendInvoiceLabel.Mail, copies: ForgeEvents.SendInvoiceCopies._3);
                events.SendInvoice(user: 2, label: ForgeEvents.SendInvoiceLabelOf("registered post"), isUrgent: true);
                events.SendInvoice(user: 3, label: ForgeEvents.SendInvoiceLabelOf("fax"));
                events.SendInvoice(user: 4, label: (ForgeEvents.SendInvoiceLabel)99, copies: ForgeEvents.SendInvoiceCopies.Other);
                events.SendInvoice(user: 5);
                events.SendInvoice(user: 6, label: ForgeEvents.SendInvoiceLabelOf(null));
            }
        }
        """;

    private static TestProject Invoices => new TestProject()
        .With("events/send_invoice.yml", Yaml.Event("send_invoice", """
            identifiers: [user]
            additional_properties:
              label: { description: "How it is <sent>", type: string, values: [mail, registered post, class, "2", a-b, a_b] }
              copies: { description: How many, type: integer, values: [1, 3, -3] }
              is_urgent: { description: Whether it is urgent, type: boolean, values: [true, false] }
              size: { description: Its size, values: [1.5, large, other] }
            """))
        .With("metrics/sent.yml", Metric("sent", "  - name: send_invoice\n    unique: label\n    operator: total", "object"))
        .With("metrics/sent_copies.yml", Metric("sent_copies", "  - name: send_invoice\n    unique: copies\n    operator: total", "object"))
        .With("metrics/sent_thrice.yml", Metric("sent_thrice", "  - name: send_invoice\n    filter:\n      copies: 3", "number"))
        .With("metrics/sent_otherwise.yml", Metric("sent_otherwise", "  - name: send_invoice\n    filter:\n      label: other", "number"));

    [Fact]
    public void Members_are_named_after_the_values_and_stand_in_their_order()
    {
        INamedTypeSymbol events = Events();
        Assert.Equal(["Other=-1", "Mail=0", "RegisteredPost=1", "Class=2", "_2=3", "AB=4", "AB_2=5"], MembersOf(events, "SendInvoiceLabel"));
        Assert.Equal(["Other=-1", "_1=0", "_3=1", "_3_2=2"], MembersOf(events, "SendInvoiceCopies"));
        Assert.Equal(["_15=0", "Large=1", "Other=2"], MembersOf(events, "SendInvoiceSize"));
        Assert.Equal(
            "SendInvoice(ServicePing.EventValue user, Forge.ForgeEvents.SendInvoiceLabel? label = null, Forge.ForgeEvents.SendInvoiceCopies? copies = null, "
            + "bool? isUrgent = null, Forge.ForgeEvents.SendInvoiceSize? size = null)",
            events.GetMembers("SendInvoice").Single().ToDisplayString(Format));
    }

    [Fact]
    public async Task Values_are_counted_by_their_text_and_everything_else_as_other()
    {
        using GeneratedSet generated = new(Invoices.WithSource(Program).Generate().Compilation);
        Assembly assembly = generated.Set.GetType().Assembly;
        ServiceCollection services = new();
        ServicePingServiceCollectionExtensions.AddServicePing(services, ping => ping.UseInProcessCounters(), generated.Set);
        await using ServiceProvider provider = services.BuildServiceProvider();
        EventTracker tracker = provider.GetRequiredService<EventTracker>();
        object events = Activator.CreateInstance(assembly.GetType("Forge.ForgeEvents")!, tracker)!;
        assembly.GetType("Forge.Program")!.GetMethod("Track")!.Invoke(null, [events]);
        TrackingResult outside = tracker.TrackByName(
            "send_invoice", new Dictionary<string, EventValue> { ["user"] = 7 },
            new Dictionary<string, EventValue> { ["label"] = "tele\0gram", ["copies"] = 7, ["is_urgent"] = "no" });
        TrackingResult inside = tracker.TrackByName(
            "send_invoice", new Dictionary<string, EventValue> { ["user"] = 8 },
            new Dictionary<string, EventValue> { ["label"] = " mail\n", ["copies"] = 3.0, ["is_urgent"] = true, ["size"] = 1.5 });
        await tracker.FlushAsync();

        ServicePingPayload payload = await provider.GetRequiredService<ServicePingCollector>().CollectAsync();
        Dictionary<string, string> values = payload.Metrics.ToDictionary(metric => metric.KeyPath, metric => metric.Value.ToString(), StringComparer.Ordinal);
        Assert.Equal("""{"label":{"mail":2,"other":3,"registered post":1}}""", values["counts.sent"]);
        Assert.Equal("""{"copies":{"3":2,"other":2}}""", values["counts.sent_copies"]);
        Assert.Equal("2", values["counts.sent_thrice"]);
        Assert.Equal("3", values["counts.sent_otherwise"]);
        Assert.Empty(inside.Problems);
        Assert.True(outside.IsTracked);
        Assert.Equal(
            [(TrackingProblemKind.OutsideValues, "label"), (TrackingProblemKind.OutsideValues, "copies"), (TrackingProblemKind.OutsideValues, "is_urgent")],
            outside.Problems.Select(problem => (problem.Kind, problem.Name)));
        Assert.Equal(
            "'label' of event 'send_invoice' must be one of 2, a-b, a_b, class, mail, registered post, not 'tele\ufffdgram'; it is counted as 'other'.",
            outside.Problems[0].Message);
        Assert.Equal(3 + 3, tracker.Statistics.Other);
    }

    [Fact]
    public void A_list_that_changes_prints_its_events_anew_and_a_description_only_the_methods()
    {
        GeneratorOutcome first = Invoices.Generate();
        GeneratorOutcome longer = first.Then(Invoices.Edit("events/send_invoice.yml", text => text.Replace("class,", "class, bike,", StringComparison.Ordinal)));
        GeneratorOutcome words = first.Then(Invoices.Edit("events/send_invoice.yml", text => text.Replace("How many", "How often", StringComparison.Ordinal)));

        Assert.Contains("ForgeEvents.00.g.cs", longer.FilesChangedSince(first));
        Assert.Contains("ForgeMetricSet.Events.00.g.cs", longer.FilesChangedSince(first));
        Assert.Contains("ForgeEvents.00.g.cs", words.FilesChangedSince(first));
        Assert.DoesNotContain("ForgeMetricSet.Events.00.g.cs", words.FilesChangedSince(first));
    }

    private static readonly SymbolDisplayFormat Format = SymbolDisplayFormat.CSharpErrorMessageFormat
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeParameters)
        .WithParameterOptions(SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeDefaultValue);

    private static INamedTypeSymbol Events() => Invoices.Generate().Compiles().Compilation.GetTypeByMetadataName("Forge.ForgeEvents")!;

    private static IEnumerable<string> MembersOf(INamedTypeSymbol events, string type) =>
        events.GetTypeMembers(type).Single().GetMembers().OfType<IFieldSymbol>().Select(field => $"{field.Name}={field.ConstantValue}");

    private static string Metric(string name, string events, string valueType) =>
        Yaml.Metric("counts." + name, "internal_events", "events:\n" + events, valueType: valueType);
}
