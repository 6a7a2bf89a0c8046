using Microsoft.CodeAnalysis;
using ServicePing.Generators.Tests.Support;

namespace ServicePing.Generators.Tests.Sets;

public class ReferencedSetTests
{
    [Fact]
    public void A_set_in_a_compiled_library_is_registered()
    {
        using MemoryStream assembly = new();
        Assert.True(AcmeLibrary.Compilation.Emit(assembly).Success);

        Assert_registers_both(MetadataReference.CreateFromImage(assembly.ToArray()));
    }

    [Fact]
    public void A_set_in_another_project_of_the_solution_is_registered() =>
        Assert_registers_both(AcmeLibrary.Compilation.ToMetadataReference());

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_set_behind_an_extern_alias_is_registered_through_it(bool isFile)
    {
        MetadataReference library = isFile
            ? MetadataReference.CreateFromImage(Image(AcmeLibrary.Compilation), new MetadataReferenceProperties(aliases: ["Mail", "Post"]))
            : AcmeLibrary.Compilation.ToMetadataReference(["Mail", "Post"]);
        TestProject project = ForgeProject.Create() with { References = [library] };

        Assert.Contains(
            "[global::Forge.ForgeMetricSet.Instance, Mail::Acme.@class.AcmeMetricSet.Instance]",
            project.Generate().Compiles().Texts["ForgeServicePing.g.cs"],
            StringComparison.Ordinal);
    }

    /// <summary>Both would be one class, and the library's metrics would be gone without a word.</summary>
    [Fact]
    public void Two_sets_of_one_class_name_are_an_error_whoever_has_them()
    {
        TestProject library = new TestProject().With("metrics/a.yml", Yaml.Count("counts.a")).WithProperty("ServicePingEmitRegistration", "false");
        MetadataReference first = MetadataReference.CreateFromImage(Image(library.Generate().Compilation.WithAssemblyName("First")));
        MetadataReference second = MetadataReference.CreateFromImage(Image(library.Generate().Compilation.WithAssemblyName("Second")));

        Assert.Equal(["SP0114"], Ids(ForgeProject.Create() with { References = [first] }));
        Assert.Equal(["SP0114"], Ids((new TestProject() with { References = [first, second] }).WithProperty("RootNamespace", "Web")));
        Assert.Empty(Ids(new TestProject() with { References = [first] }));
        Assert.Empty(Ids((ForgeProject.Create() with { References = [first] }).WithProperty("ServicePingSetName", "Web")));

        static IEnumerable<string> Ids(TestProject project) => project.Generate().Diagnostics.Select(one => one.Id);
    }

    [Fact]
    public void Two_projects_without_a_namespace_have_sets_of_their_own()
    {
        TestProject library = new TestProject().With("metrics/a.yml", Yaml.Count("acme.a"))
            .WithProperty("RootNamespace", "").WithProperty("ServicePingAssemblyName", "Acme.Mail").WithProperty("ServicePingEmitRegistration", "false");
        TestProject program = (ForgeProject.Create() with
        {
            References = [MetadataReference.CreateFromImage(Image(library.Generate().Compilation.WithAssemblyName("Acme.Mail")))],
        }).WithProperty("RootNamespace", "").WithProperty("ServicePingAssemblyName", "Acme.Web");

        Assert.Contains(
            "[global::AcmeWebMetricSet.Instance, global::AcmeMailMetricSet.Instance]",
            program.Generate().Compiles().Texts["AcmeWebServicePing.g.cs"], StringComparison.Ordinal);
    }

    private static byte[] Image(Compilation compilation)
    {
        using MemoryStream image = new();
        Assert.True(compilation.Emit(image).Success);
        return image.ToArray();
    }

    [Fact]
    public void A_library_without_a_set_is_left_out()
    {
        TestProject project = new TestProject() with { References = [TestCompilation.Create("Acme", "class C;").ToMetadataReference()] };

        Assert.Contains("configure, (global::ServicePing.Runtime.Plans.MetricSet[])[]);", project.Generate().Compiles().Texts["ForgeServicePing.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_reference_that_is_no_assembly_stops_nothing()
    {
        TestProject project = ForgeProject.Create() with { References = [MetadataReference.CreateFromImage(new byte[200])] };

        Assert.Contains("ForgeMetrics.00.g.cs", project.Generate().Texts.Keys);
    }

    private static void Assert_registers_both(MetadataReference library)
    {
        TestProject project = ForgeProject.Create() with { References = [library] };

        Assert.Contains(
            "[global::Forge.ForgeMetricSet.Instance, global::Acme.@class.AcmeMetricSet.Instance]",
            project.Generate().Compiles().Texts["ForgeServicePing.g.cs"],
            StringComparison.Ordinal);
    }
}
