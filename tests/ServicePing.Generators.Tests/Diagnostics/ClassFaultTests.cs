using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ServicePing.Generators.Tests.Support;

namespace ServicePing.Generators.Tests.Diagnostics;

/// <summary>A class that generated code cannot call is said at the class and at its name, and no generated file fails.</summary>
public class ClassFaultTests
{
    private const string Before = """
        using System.Diagnostics.CodeAnalysis;
        using System.Threading;
        using System.Threading.Tasks;
        using ServicePing;
        #pragma warning disable CS0169, CS0649

        """;

    /// <summary>The body of a fact of whole numbers.</summary>
    private const string Long = "public ValueTask<long> ReadAsync(FactContext c, CancellationToken t) => new(1);";

    [Theory]
    [InlineData("internal abstract class SeatsMetric : IFact<long> { LONG }", "it is abstract")]
    [InlineData("internal static class SeatsMetric;", "it is static")]
    [InlineData("internal sealed class SeatsMetric<T> : IFact<long> { LONG }", "it is generic")]
    [InlineData("internal class Outer<T> { MARK internal sealed class SeatsMetric : IFact<long> { LONG } }", "it is generic")]
    [InlineData("file sealed class SeatsMetric : IFact<long> { LONG }", "visible in its file alone")]
    [InlineData("internal class Outer { MARK private sealed class SeatsMetric : IFact<long> { LONG } }", "is private or protected")]
    [InlineData("public class Outer { MARK protected class SeatsMetric : IFact<long> { LONG } }", "is private or protected")]
    [InlineData("internal class Outer { private class Inner { MARK internal sealed class SeatsMetric : IFact<long> { LONG } } }", "is private or protected")]
    [InlineData("internal sealed class SeatsMetric : IFact<long> { public required string Plan { get; init; } LONG }", "required member 'Plan'")]
    [InlineData("internal class Base { public required int Field; } MARK internal sealed class SeatsMetric : Base, IFact<long> { LONG }", "required member 'Field'")]
    [InlineData("internal sealed record SeatsMetric : IFact<long> { public required string Plan { get; init; } LONG }", "required member 'Plan'")]
    [InlineData("internal sealed class SeatsMetric : IFact<long> { private SeatsMetric() { } LONG }", "no constructor")]
    [InlineData("internal sealed class SeatsMetric : IFact<long> { internal SeatsMetric(string a) { } internal SeatsMetric(object b) { } LONG }", "two of its constructors")]
    [InlineData("internal sealed class SeatsMetric : IFact<long> { internal SeatsMetric(ref string a) { } LONG }", "by reference")]
    [InlineData("internal sealed class SeatsMetric : IFact<long> { internal SeatsMetric(out string a) { a = \"\"; } LONG }", "by reference")]
    [InlineData("internal sealed class SeatsMetric : IFact<long> { internal SeatsMetric(System.Span<int> a) { } LONG }", "a ref struct")]
    [InlineData("internal sealed class SeatsMetric([Microsoft.Extensions.DependencyInjection.FromKeyedServices(\"a\")] object a) : IFact<long> { object A => a; LONG }", "a service with a key")]
    [InlineData("[System.Obsolete(\"Gone\", true)] internal sealed class SeatsMetric : IFact<long> { LONG }", "marked [Obsolete]")]
    [InlineData("internal sealed class SeatsMetric : IFact<long> { [System.Obsolete(\"Gone\", true)] internal SeatsMetric() { } LONG }", "marked [Obsolete]")]
    [InlineData("internal sealed class SeatsMetric;", "implements no IFact<T>")]
    [InlineData("internal interface IFact<T>; MARK internal sealed class SeatsMetric : IFact<long>;", "implements no IFact<T>")]
    [InlineData("internal sealed class SeatsMetric : IFact<object> { public ValueTask<object> ReadAsync(FactContext c, CancellationToken t) => new(1); }", "no metric can hold what IFact<object>")]
    [InlineData("internal sealed class SeatsMetric : IFact<long>, IFact<string> { LONG ValueTask<string> IFact<string>.ReadAsync(FactContext c, CancellationToken t) => new(\"\"); }", "IFact<T> for")]
    public async Task What_cannot_be_called_is_said_at_the_class_and_at_its_name(string source, string reason)
    {
        TestProject project = Project(source);
        TestProject generating = project.WithProperty("RunAnalyzers", "false");

        foreach (ImmutableArray<Diagnostic> diagnostics in new[] { await project.AnalyzeAsync(), generating.Generate().Diagnostics })
        {
            Diagnostic[] faults = [.. diagnostics.Where(one => one.Id == "SP0711").OrderBy(one => one.Location.GetLineSpan().Path, StringComparer.Ordinal)];
            Assert.Equal(2, faults.Length);
            Assert.All(faults, one => Assert.Contains(reason, one.GetMessage(), StringComparison.Ordinal));
            Assert.EndsWith("seats.yml", faults[0].Location.GetLineSpan().Path, StringComparison.Ordinal);
            Assert.EndsWith("Source0.cs", faults[1].Location.GetLineSpan().Path, StringComparison.Ordinal);
            Assert.DoesNotContain(diagnostics, one => one.Id is "SP0707" or "SP0708");
        }

        AssertSound(project);
        AssertSound(generating);
        Assert.Empty(project.Generate().Diagnostics);
        Assert.Empty(await generating.AnalyzeAsync());
    }

    [Fact]
    public async Task Two_classes_of_one_name_are_said_at_each()
    {
        TestProject project = Project("internal sealed class SeatsMetric : IFact<long> { LONG }")
            .WithSource(Before + "namespace Other { [InstrumentationClass] internal sealed class SeatsMetric : IFact<long> { LONG } }".Replace("LONG", Long, StringComparison.Ordinal));

        foreach (ImmutableArray<Diagnostic> diagnostics in new[]
        {
            await project.AnalyzeAsync(), project.WithProperty("RunAnalyzers", "false").Generate().Diagnostics,
        })
        {
            Assert.Equal(3, diagnostics.Count(one => one.Id == "SP0711"));
            Assert.All(diagnostics, one => Assert.Contains("Other.SeatsMetric and SeatsMetric have the same name", one.GetMessage(), StringComparison.Ordinal));
        }

        AssertSound(project);
    }

    [Theory]
    [InlineData("internal sealed class SeatsMetric : IFact<long> { LONG }")]
    [InlineData("internal sealed record SeatsMetric(object Licence) : IFact<long> { LONG }")]
    [InlineData("internal record SeatsMetric : IFact<long> { LONG }")]
    [InlineData("internal class Outer { internal protected class Inner { MARK internal sealed class SeatsMetric : IFact<long> { LONG } } }")]
    [InlineData("internal sealed class SeatsMetric : IFact<long> { public required string Plan { get; init; } [SetsRequiredMembers] public SeatsMetric() => Plan = \"\"; LONG }")]
    [InlineData("internal sealed class SeatsMetric : IFact<long> { internal SeatsMetric() { } internal SeatsMetric(object a) { } private SeatsMetric(int a, int b) { } LONG }")]
    [InlineData("internal class Base : IFact<long> { LONG } MARK internal sealed class SeatsMetric : Base;")]
    [InlineData("[System.Obsolete(\"Soon\")] internal sealed class SeatsMetric : IFact<long> { LONG }")]
    [InlineData("[Experimental(\"MINE001\")] internal sealed class SeatsMetric : IFact<long> { LONG }")]
    [InlineData("internal sealed class SeatsMetric(in object a) : IFact<long> { private readonly object _a = a; LONG }")]
    public async Task What_can_be_called_is_called(string source)
    {
        TestProject project = Project(source);

        Assert.Empty(await project.AnalyzeAsync());
        Assert.Empty(project.WithProperty("RunAnalyzers", "false").Generate().Diagnostics);
        Assert.Contains("ReadSeatsMetric", project.Generate().Texts["ForgeMetricSet.FactCalls.g.cs"], StringComparison.Ordinal);
        AssertSound(project);
    }

    [Fact]
    public async Task A_service_that_only_an_extern_alias_reaches_is_said()
    {
        Compilation library = TestCompilation.Create("Licences", "namespace Licences; public class Licence;");
        TestProject project = Project("internal sealed class SeatsMetric(Other::Licences.Licence[] all) : IFact<long> { object All => all; LONG }");
        project = project with
        {
            Sources = ["extern alias Other;\n" + project.Sources[0]],
            References = [library.ToMetadataReference(["Other"])],
        };

        Assert.Equal(2, (await project.AnalyzeAsync()).Count(one => one.GetMessage().Contains("extern alias", StringComparison.Ordinal)));
        AssertSound(project);
    }

    private static TestProject Project(string source)
    {
        const string mark = "[InstrumentationClass] ";
        string marked = source.Contains("MARK", StringComparison.Ordinal) ? source.Replace("MARK ", mark, StringComparison.Ordinal) : mark + source;
        return new TestProject()
            .With("metrics/seats.yml", Yaml.Metric("license.seats", "license", "instrumentation_class: SeatsMetric", timeFrame: "none"))
            .WithSource(Before + marked.Replace("LONG", Long, StringComparison.Ordinal));
    }

    /// <summary>Errors of the project's own file are its own; ours have none.</summary>
    private static void AssertSound(TestProject project) => Assert.Empty(project.Generate().Compilation.GetDiagnostics()
        .Where(one => one.Severity >= DiagnosticSeverity.Warning && one.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true));
}
