using Microsoft.CodeAnalysis.CSharp;
using ServicePing.Generators.Tests.Support;

namespace ServicePing.Generators.Tests.Sets;

/// <summary>What a test project says of the events that it sees; no product has it.</summary>
public class TestedEventsTests
{
    private const string File = "Forge.TestedEvents.g.cs";

    private const string Assertions = """
        #pragma warning disable CS1591
        using ServicePing.Testing;

        public static class AcmeTests
        {
            public static void Check(ServicePingTest ping)
            {
                ping.Events.SendMail.ShouldHaveBeenTrackedOnce(user: 7, project: System.Guid.Empty, label: "bug", value: 1.5);
                ping.Events.SendMail.ShouldHaveBeenTracked(user: "seven", label: null);
                ping.Events.SendMail.ShouldNotHaveBeenTracked(user: ServicePing.EventValue.None);
                ping.Events.SendMail.With(value: 3).ShouldHaveBeenTracked(times: 3);
            }
        }
        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_project_that_tests_a_library_speaks_of_its_events(bool isFile) =>
        Tests(AcmeDefinitions.Reference(AcmeDefinitions.Library(), isFile)).WithSource(Assertions).Generate().Compiles();

    [Fact]
    public void Nothing_of_it_is_in_a_product()
    {
        TestProject product = AcmeDefinitions.Application(AcmeDefinitions.Reference(AcmeDefinitions.Library(), isFile: true));

        Assert.DoesNotContain(product.Generate().Texts.Keys, name => name.Contains("TestedEvents", StringComparison.Ordinal));
        Assert.DoesNotContain((new TestProject() with { References = [TestCompilation.Testing] }).Generate().Texts.Keys, name => name.Contains("TestedEvents", StringComparison.Ordinal));
    }

    [Fact]
    public void Properties_and_identifiers_of_every_type_are_expected_by_their_own()
    {
        TestProject library = new TestProject()
            .WithProperty("RootNamespace", "Acme.class.Types")
            .WithProperty("ServicePingEmitRegistration", "false")
            .With("vocabulary.yml", """
                identifiers:
                  account: { type: uuid }
                  invoice: { type: integer }
                  country: { type: text }
                  customer: { type: Acme.CustomerId }
                """)
            .With("events/send_invoice.yml", Yaml.Event("send_invoice", """
                identifiers: [account, invoice, country, customer]
                additional_properties:
                  label: { description: How it is sent, type: string, values: [mail, post] }
                  copies: { description: How many, type: integer, values: [1, 3] }
                  default: { description: Whether it is so by default, type: boolean }
                  ratio: { description: A share, type: number }
                """))
            .With("events/with.yml", Yaml.Event("with"))
            .With("events/to_string.yml", Yaml.Event("to_string", """
                deprecated: { reason: Nobody calls it, since: 2026-01-01 }
                """))
            .WithSource("""
                #pragma warning disable CS1591
                namespace Acme;
                public readonly struct CustomerId(long value) { public static implicit operator long(CustomerId id) => id.Value; public long Value => value; }
                """);

        Tests(AcmeDefinitions.Reference(library, isFile: true)).WithSource("""
            #pragma warning disable CS1591
            using Acme.@class.Types;
            using ServicePing.Testing;

            public static class AcmeTests
            {
                public static void Check(ServicePingTest ping)
                {
                    ping.Events.SendInvoice.ShouldHaveBeenTrackedOnce(
                        account: System.Guid.Empty, invoice: 3, country: "fr", customer: new Acme.CustomerId(7),
                        label: TypesEvents.SendInvoiceLabel.Mail, copies: TypesEvents.SendInvoiceCopies._3, @default: true, ratio: 0.5);
                    ping.Events.SendInvoice.ShouldHaveBeenTracked(account: null, invoice: null, country: null, customer: null, label: null, copies: null, @default: null, ratio: null);
                    ping.Events.With.ShouldHaveBeenTracked();
                    ping.Events.ToString_.ShouldHaveBeenTracked();
                }
            }
            """).Generate().Compiles();
    }

    [Fact]
    public void A_project_that_tests_itself_speaks_of_its_own_events_too()
    {
        TestProject project = AcmeDefinitions.Library().WithProperty("ServicePingSetName", "Forge").WithSource(Assertions) with
        {
            References = [TestCompilation.Testing],
        };

        project.Generate().Compiles();
    }

    [Fact]
    public void Older_CSharp_has_the_class_without_the_property()
    {
        TestProject tests = Tests(AcmeDefinitions.Reference(AcmeDefinitions.Library(), isFile: true)) with
        {
            ParseOptions = TestCompilation.ParseOptions.WithLanguageVersion(LanguageVersion.CSharp13),
        };
        string text = tests.WithSource(Assertions.Replace("ping.Events", "new TestedEvents(ping)", StringComparison.Ordinal)).Generate().Compiles().Texts[File];

        Assert.DoesNotContain("extension(", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_edit_of_CSharp_prints_nothing_anew_and_another_library_does()
    {
        TestProject library = AcmeDefinitions.Library();
        TestProject tests = Tests(AcmeDefinitions.Reference(library, isFile: true));
        GeneratorOutcome before = tests.Generate().HoldsNothingOfTheCompiler();
        TestProject edited = library.Edit("events/send_mail.yml", text => text.Replace("identifiers: [user, project]", "identifiers: [project]", StringComparison.Ordinal));

        Assert.Empty(before.Then(tests.WithSource("class Added;")).ChangedStages);
        Assert.Equal([File], before.Then(Tests(AcmeDefinitions.Reference(edited, isFile: true))).FilesChangedSince(before));
    }

    private static TestProject Tests(Microsoft.CodeAnalysis.MetadataReference library) => new TestProject() with
    {
        References = [library, TestCompilation.Testing],
    };
}
