using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ServicePing.Generators.Inputs;
using ServicePing.Generators.Models;
using ServicePing.Generators.Tests.Support;
using ValueType = ServicePing.Definitions.Model.ValueType;

namespace ServicePing.Generators.Tests.Inputs;

public class InstrumentationClassTests
{
    [Theory]
    [InlineData("string", "string", ValueType.String)]
    [InlineData("string?", "string", ValueType.String)]
    [InlineData("bool", "bool", ValueType.Boolean)]
    [InlineData("int", "int", ValueType.Number)]
    [InlineData("long", "long", ValueType.Number)]
    [InlineData("double", "double", ValueType.Number)]
    [InlineData("decimal", "decimal", ValueType.Number)]
    [InlineData("System.DateTimeOffset", "global::System.DateTimeOffset", ValueType.String)]
    [InlineData("System.Text.Json.JsonElement", "global::System.Text.Json.JsonElement", ValueType.Object)]
    public void The_value_type_follows_from_what_is_returned(string written, string type, ValueType valueType) =>
        Assert.Equal(
            new FactClass("Fact", "global::Fact", new FactValue(type, valueType), []),
            Describe($"public abstract class Base : ServicePing.IFact<{written}> {{ {Read(written)} }} public class Fact : Base;"));

    [Theory]
    [InlineData("public class Fact;")]
    [InlineData("public class Fact : ServicePing.IFact<object> { public System.Threading.Tasks.ValueTask<object> ReadAsync(ServicePing.FactContext c, System.Threading.CancellationToken t) => default; }")]
    [InlineData("public interface IFact<T>; public class Fact : IFact<long>;")]
    public void A_class_that_returns_nothing_that_a_metric_can_hold_has_no_value(string source) =>
        Assert.Null(Describe(source).Value);

    [Fact]
    public void The_constructor_with_the_most_parameters_is_called() =>
        Assert.Equal(
            ["global::System.TimeProvider", "global::System.Collections.Generic.List<string>"],
            Describe("""
                public class Fact
                {
                    public Fact() { }
                    internal Fact(System.TimeProvider clock, System.Collections.Generic.List<string?> names) { }
                    private Fact(int a, int b, int c) { }
                }
                """).Parameters);

    private static string Read(string type) =>
        $"public System.Threading.Tasks.ValueTask<{type}> ReadAsync(ServicePing.FactContext c, System.Threading.CancellationToken t) => default;";

    private static FactClass Describe(string source)
    {
        CSharpCompilation compilation = TestCompilation.Create("Test", "#nullable enable\n" + source);
        return InstrumentationClasses.Describe((INamedTypeSymbol)compilation.GetSymbolsWithName("Fact", SymbolFilter.Type).Single(), compilation);
    }
}
