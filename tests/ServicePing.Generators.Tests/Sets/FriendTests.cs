using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using ServicePing.Generators.Tests.Support;

namespace ServicePing.Generators.Tests.Sets;

/// <summary>A program, and the tests that it names in <c>InternalsVisibleTo</c>.</summary>
public class FriendTests
{
    private const string Registers = """
        using Microsoft.Extensions.DependencyInjection;
        class Registers { void In(IServiceCollection services) => services.AddServicePing(ping => ping.UseInProcessCounters()); }
        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Tests_register_with_their_own_method_and_see_the_other_internals_of_the_program(bool isFile)
    {
        TestProject tests = Tests(isFile).WithSource(Registers).WithSource("class Sees : Forge.Inner;");

        GeneratorOutcome outcome = tests.Generate();

        Assert.Empty(Errors(outcome.Compilation));
        Assert.Contains("[global::Forge.ForgeMetricSet.Instance]", outcome.Texts["TestsServicePing.g.cs"], StringComparison.Ordinal);
    }

    /// <summary>The twin: were the method of the program not hidden, a call would be ambiguous.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_method_that_is_not_hidden_is_ambiguous(bool isFile)
    {
        TestProject tests = Tests(
            isFile, source => source.Replace("[global::Microsoft.CodeAnalysis.Embedded]", "", StringComparison.Ordinal));

        Assert.Equal(["CS0121"], Errors(tests.WithSource(Registers).Generate().Compilation));
    }

    private static TestProject Tests(bool isFile, Func<string, string>? edit = null)
    {
        CSharpCompilation program = ForgeProject.Create()
            .WithSource("[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Tests\")] namespace Forge { class Inner; }")
            .Generate().Compiles().Compilation;
        foreach (SyntaxTree tree in edit is null ? [] : program.SyntaxTrees)
        {
            program = program.ReplaceSyntaxTree(tree, tree.WithChangedText(SourceText.From(edit!(tree.ToString()), Encoding.UTF8)));
        }

        return new TestProject
        {
            AssemblyName = "Tests",
            References = [isFile ? Image(program) : program.ToMetadataReference()],
        }.WithProperty("RootNamespace", "Tests");
    }

    private static PortableExecutableReference Image(CSharpCompilation program)
    {
        using MemoryStream image = new();
        Assert.True(program.Emit(image).Success);
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    private static IEnumerable<string> Errors(CSharpCompilation compilation) => compilation.GetDiagnostics()
        .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.Id);
}
