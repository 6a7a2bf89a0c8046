using Microsoft.CodeAnalysis;
using ServicePing.Generators.Tests.Sets;
using ServicePing.Generators.Tests.Support;

namespace ServicePing.Generators.Tests.Emission;

public class SnapshotTests
{
    [Fact]
    public void Every_file_of_a_project_is_as_it_was_reviewed() =>
        Snapshot.Matches("Forge", ForgeProject.Create().Generate().Compiles().Texts);

    /// <summary>What a set adds of another's, and which events a project triggers.</summary>
    [Fact]
    public void Every_file_of_a_project_with_a_library_is_as_it_was_reviewed()
    {
        Compilation library = AcmeDefinitions.Library().Generate().Compilation;
        TestProject application = AcmeDefinitions.Application(library.ToMetadataReference())
            .WithSource("class Mails(Acme.AcmeEvents events) { public void Send() => events.SendMail(1, 2); }");

        Snapshot.Matches("Application", application.Generate().Compiles().Texts);
    }

    [Fact]
    public void The_order_of_files_makes_no_difference()
    {
        TestProject project = ForgeProject.Create();
        TestProject reversed = project with { Files = [.. project.Files.Reverse()] };

        Assert.Equal(project.Generate().Texts, reversed.Generate().Texts);
    }

    [Fact]
    public void A_project_without_definitions_gets_the_registration_alone() =>
        Snapshot.Matches("Empty", new TestProject().Generate().Compiles().Texts);

    [Fact]
    public void A_project_may_have_no_registration()
    {
        TestProject project = ForgeProject.Create();
        Assert.Contains("ForgeServicePing.g.cs", project.Generate().Texts.Keys);
        Assert.DoesNotContain(
            "ForgeServicePing.g.cs", project.WithProperty("ServicePingEmitRegistration", "false").Generate().Compiles().Texts.Keys);
    }

    [Fact]
    public void The_name_of_the_set_can_be_chosen() =>
        Assert.Contains(
            "public static partial class AcmeMetrics",
            ForgeProject.Create().WithProperty("ServicePingSetName", "acme").Generate().Compiles().Texts["AcmeMetrics.00.g.cs"],
            StringComparison.Ordinal);
}
