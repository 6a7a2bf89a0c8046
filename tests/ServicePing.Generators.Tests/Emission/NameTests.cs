using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Naming;
using ServicePing.Definitions.Planning;
using ServicePing.Generators.Emit;
using ServicePing.Generators.Models;
using ServicePing.Generators.Projection;
using ServicePing.Generators.Tests.Support;

namespace ServicePing.Generators.Tests.Emission;

/// <summary>Plans made by hand: stranger names than the rules of the language let through.</summary>
public class NameTests
{
    [Theory]
    [InlineData("issues_open", "IssuesOpen")]
    [InlineData("5-min-app", "_5MinApp")]
    [InlineData("OAuth2 login", "OAuth2Login")]
    [InlineData("größe", "Größe")]
    [InlineData("", "_")]
    [InlineData("::", "_")]
    public void A_name_becomes_an_identifier(string name, string identifier) => Assert.Equal(identifier, MemberName.Of(name));

    [Theory]
    [InlineData("Forge", "", "Forge", "Forge")]
    [InlineData("Acme.Forge", "", "Acme.Forge", "Forge")]
    [InlineData("my-app", "", "my_app", "MyApp")]
    [InlineData("Acme.class", "", "Acme.@class", "Class")]
    [InlineData("2fa", "", "_2fa", "_2fa")]
    [InlineData("Acme.Forge", "standard", "Acme.Forge", "Standard")]
    [InlineData("", "", "", "Program")]
    public void A_project_names_its_set(string rootNamespace, string setName, string @namespace, string name) =>
        Assert.Equal(new MetricSetName(@namespace, name), MetricSetName.From(rootNamespace, setName));

    [Fact]
    public void Names_that_collide_or_mean_something_else_are_told_apart()
    {
        Dictionary<string, string> members = Members(
            "counts", "counts.Issues", "counts.counts", "counts.equals", "counts.issues", "counts.issues.open", "counts.is_sues", "uuid");

        Assert.Equal("ForgeMetrics.Counts", members["counts"]);
        Assert.Equal("ForgeMetrics.Counts_.Issues", members["counts.Issues"]);
        Assert.Equal("ForgeMetrics.Counts_.Counts", members["counts.counts"]);
        Assert.Equal("ForgeMetrics.Counts_.Equals_", members["counts.equals"]);
        Assert.Equal("ForgeMetrics.Counts_.Issues_2", members["counts.issues"]);
        Assert.Equal("ForgeMetrics.Counts_.IsSues_3", members["counts.is_sues"]);
        Assert.Equal("ForgeMetrics.Counts_.Issues_.Open", members["counts.issues.open"]);
    }

    [Fact]
    public void A_class_has_no_member_of_its_own_name()
    {
        Dictionary<string, string> members = Members("a.a.a", "forge_metrics", "forge_metrics.x");

        Assert.Equal("ForgeMetrics.A.A_.A", members["a.a.a"]);
        Assert.Equal("ForgeMetrics.ForgeMetrics_", members["forge_metrics"]);
        Assert.Equal("ForgeMetrics.ForgeMetrics__2.X", members["forge_metrics.x"]);
    }

    [Fact]
    public void Generated_code_with_odd_names_compiles()
    {
        string[] odd = ["class", "namespace", "7d", "a-b", "a_b", "a b", "ab", "to_string", "system", "service_ping", "größe", "💥", "", "a\"b\\c\n"];
        string[] paths = [.. odd, .. odd.SelectMany(first => odd.Select(second => $"{first}.{second}"))];
        Plan plan = new()
        {
            Metrics = paths.Order(KeyPathOrder.Instance).Select(Metric).ToEquatableArray(),
            Events = odd.Order(StringComparer.Ordinal).Select(name => Event(name, odd)).ToEquatableArray(),
            Relations = odd.Select((name, slot) => Relation(name, slot)).ToEquatableArray(),
            Facts = odd.Select((name, slot) => new FactPlan(slot, name, $$"""{"a":"{{name.Length}}\""}""")).ToEquatableArray(),
            Constants = [new ConstantPlan(0, "\"a\""), new ConstantPlan(1, "[\"\\\"\"]")],
        };

        Assert.Empty(Compile(plan).GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
    }

    /// <summary>The member of each key path, as generated code spells it.</summary>
    private static Dictionary<string, string> Members(params string[] paths)
    {
        Plan plan = new() { Metrics = paths.Select(Metric).ToEquatableArray() };
        CSharpCompilation compilation = Compile(plan);
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        return compilation.GetSymbolsWithName(_ => true, SymbolFilter.Member)
            .OfType<IPropertySymbol>()
            .Where(property => property.Type.Name == "Metric" && property.ContainingNamespace.Name == "Forge")
            .ToDictionary(
                property => paths[Slot(property)],
                property => property.ToDisplayString()["Forge.".Length..],
                StringComparer.Ordinal);
    }

    private static int Slot(IPropertySymbol property)
    {
        string text = property.DeclaringSyntaxReferences.Single().GetSyntax().ToString();
        int comma = text.LastIndexOf(',');
        return int.Parse(text[(comma + 1)..text.LastIndexOf(')')], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static CSharpCompilation Compile(Plan plan)
    {
        SetModel model = SetProjection.Project(plan, MetricSetName.From("Forge", ""));
        Assert.Equal(
            model.Members.Count,
            model.Members.Select(file => file.HintName).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        List<string> sources =
        [
            SetEmitter.Emit(model.Class!).ToString(),
            TableEmitter.Emit(model.Metrics!).ToString(),
            .. model.Members.Select(file => MemberEmitter.Emit(file).ToString()),
            .. model.Relations.Select(file => RelationEmitter.Emit(file).ToString()),
        ];
        if (model.Events is not null)
        {
            sources.Add(TableEmitter.Emit(model.RelationTable!).ToString());
            sources.Add(EventEmitter.Emit(model.Events).ToString());
            sources.Add(EventEmitter.Emit(model.EventMethods!).ToString());
            sources.Add(FactEmitter.Emit(model.Facts!).ToString());
            sources.Add(TableEmitter.Emit(model.Constants!).ToString());
        }

        return TestCompilation.Create("Forge", sources);
    }

    private static PlannedMetric Metric(string keyPath) => new(
        new Metric(keyPath, Definitions.Model.TimeFrame.All, new MetricDefinition { KeyPath = keyPath, Description = keyPath + " <&> \u0001\uD800" }),
        ValueShape.Integer,
        null);

    private static EventPlan Event(string name, string[] odd) => new(
        new EventDefinition
        {
            Action = name,
            Identifiers = odd.ToEquatableArray(),
            AdditionalProperties = odd.Select(one => new AdditionalProperty(one, one, PropertyType.Any, [])).ToEquatableArray(),
        },
        [new CounterRule(CounterKind.Total, name, false, -1, [new ArgumentFilter(0, name, true), new ArgumentFilter(0, "1e3", true)])]);

    private static RelationPlan Relation(string name, int slot) => new(
        "main", null, name, [name], [new FragmentPlan { Slot = slot, Operation = Definitions.Model.Operation.Count, Filter = name, TimestampColumn = name }]);
}
