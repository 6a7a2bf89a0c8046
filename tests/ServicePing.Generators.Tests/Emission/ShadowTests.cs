using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ServicePing.Generators.Tests.Support;

namespace ServicePing.Generators.Tests.Emission;

/// <summary>Whatever a project calls its types and namespaces, generated code means what it meant.</summary>
public class ShadowTests
{
    private static readonly string[] Roots = ["System", "Microsoft", "ServicePing", "Forge"];

    private static readonly Lazy<string[]> Simple = new(() => [.. NamesIn(ForgeProject.Create().Generate().Compilation)]);

    /// <summary>The names come from the generated sources themselves, so that a new one is covered on the day it is used.</summary>
    [Fact]
    public void The_names_that_are_tried_are_those_of_generated_sources()
    {
        Assert.Contains("Metric", Simple.Value);
        Assert.Contains("Operation", Simple.Value);
        Assert.Contains("EventValue", Simple.Value);
        Assert.Contains("ValueTask", Simple.Value);
        Assert.InRange(Simple.Value.Length, 60, 1000);
    }

    [Theory]
    [InlineData("namespace Forge", "internal sealed class {0};")]
    [InlineData("namespace Forge", "internal interface {0}<T>;")]
    [InlineData("namespace Forge", "namespace {0} {{ internal sealed class Inner; }}")]
    [InlineData("namespace Forge.Facts", "internal sealed class {0};")]
    [InlineData("namespace Microsoft.Extensions", "internal sealed class {0};")]
    [InlineData("", "internal sealed class {0};")]
    [InlineData("", "namespace {0} {{ internal sealed class Inner; }}")]
    public void Types_and_namespaces_of_a_project_shadow_nothing(string place, string declaration)
    {
        IEnumerable<string> names = Simple.Value.Where(name => place.Length > 0 || !Roots.Contains(name))
            .Where(name => place != "namespace Microsoft.Extensions" || name is not ("Configuration" or "DependencyInjection"));
        string declarations = string.Join('\n', names.Select(name => string.Format(null, declaration, name)));

        Compiles(Quiet(ForgeProject.Create(), "global::Forge.Facts").WithSource(place.Length == 0 ? declarations : $"{place}\n{{\n{declarations}\n}}"));
    }

    [Fact]
    public void Global_usings_of_a_project_shadow_nothing() => Compiles(Quiet(ForgeProject.Create(), "global::Forge.Facts")
        .WithSource(string.Join('\n', Simple.Value.Except(Roots).Select(name => $"global using {name} = global::Mine.Thing;")) + "\nnamespace Mine { class Thing; }"));

    [Theory]
    [InlineData("Acme.Operation")]
    [InlineData("Acme.ServicePing")]
    [InlineData("Acme.System")]
    [InlineData("Acme.Microsoft")]
    [InlineData("Acme.TimeFrame")]
    [InlineData("Acme.PlanTables")]
    [InlineData("Acme.MetricTable")]
    [InlineData("Acme.Plans.Runtime")]
    [InlineData("Operation")]
    [InlineData("ServicePing")]
    [InlineData("ServicePing.Runtime.Metric")]
    [InlineData("System.Forge")]
    [InlineData("Acme.Metric.Task")]
    [InlineData("Acme.class.event")]
    [InlineData("")]
    public void A_project_may_be_called_as_anything_that_generated_code_names(string rootNamespace) =>
        Compiles(Quiet(ForgeProject.Create(), "global::Facts").WithProperty("RootNamespace", rootNamespace));

    [Theory]
    [InlineData("Operation")]
    [InlineData("Metric")]
    [InlineData("Plan")]
    [InlineData("service ping")]
    [InlineData("event")]
    [InlineData("2fa")]
    public void A_set_may_be_called_as_anything_that_generated_code_names(string set) =>
        Compiles(Quiet(ForgeProject.Create(), "global::Forge.Facts").WithProperty("ServicePingSetName", set));

    /// <summary>The twin: a simple name where a whole one stands is caught.</summary>
    [Fact]
    public void A_simple_name_is_caught()
    {
        CSharpCompilation compilation = Quiet(ForgeProject.Create(), "global::Forge.Facts")
            .WithSource("namespace Forge { class EventValue; }").Generate().Compilation;
        SyntaxTree events = compilation.SyntaxTrees.Single(tree => tree.FilePath.EndsWith("ForgeEvents.00.g.cs", StringComparison.Ordinal));
        SyntaxTree shadowed = events.WithChangedText(Microsoft.CodeAnalysis.Text.SourceText.From(
            events.ToString().Replace("global::ServicePing.EventValue", "EventValue", StringComparison.Ordinal), System.Text.Encoding.UTF8));

        Assert.NotEmpty(Errors(compilation.ReplaceSyntaxTree(events, shadowed)));
    }

    /// <summary>Every identifier that a generated source uses, and no declaration of its own.</summary>
    private static IEnumerable<string> NamesIn(CSharpCompilation compilation)
    {
        List<SyntaxNode> nodes = [.. compilation.SyntaxTrees
            .Where(tree => tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal))
            .SelectMany(tree => tree.GetRoot().DescendantNodes())];
        HashSet<string> own = [.. nodes.OfType<BaseTypeDeclarationSyntax>().Select(type => type.Identifier.ValueText).Where(name => name.StartsWith("Forge", StringComparison.Ordinal))];
        return nodes.OfType<SimpleNameSyntax>()
            .Select(name => name.Identifier.ValueText)
            .Concat(["AnyValue", "MetricOfLong", "Task", "String", "Object", "Nullable", "Boolean", "Int64"])
            .Where(name => !own.Contains(name) && name is not ("Facts" or "SeatsMetric" or "ILicence") && SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None && name is not ("var" or "global"))
            .Where(name => SyntaxFacts.GetContextualKeywordKind(name) == SyntaxKind.None)
            .Distinct(StringComparer.Ordinal);
    }

    /// <summary>Instrumentation classes that are not shadowed themselves, in place of those of the project.</summary>
    private static TestProject Quiet(TestProject project, string facts) => project with
    {
        Sources =
        [
            $$"""
            namespace {{facts.Replace("global::", "", StringComparison.Ordinal)}}
            {
                internal interface ILicence { long Seats { get; } }

                [global::ServicePing.InstrumentationClass]
                internal sealed class SeatsMetric(ILicence licence, global::System.TimeProvider clock) : global::ServicePing.IFact<long>
                {
                    private readonly global::System.TimeProvider _clock = clock;

                    public global::System.Threading.Tasks.ValueTask<long> ReadAsync(global::ServicePing.FactContext context, global::System.Threading.CancellationToken cancellationToken) =>
                        new(licence.Seats + _clock.TimestampFrequency);
                }
            }
            """,
        ],
    };

    private static void Compiles(TestProject project) => Assert.Empty(Errors(project.Generate().Compilation));

    private static IEnumerable<Diagnostic> Errors(CSharpCompilation compilation) =>
        compilation.GetDiagnostics().Where(one => one.Severity == DiagnosticSeverity.Error
            || (one.Severity == DiagnosticSeverity.Warning && one.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true));
}
