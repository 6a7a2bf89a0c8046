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
