using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Counters;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Naming;
using ServicePing.Definitions.Planning;
using ServicePing.Generators.Emit;
using ServicePing.Generators.Models;
using ServicePing.Generators.Projection;
using ServicePing.Generators.Tests.Support;
using Run = ServicePing.Runtime.Plans;

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

    /// <summary>Two projects without a namespace share the global one.</summary>
    [Theory]
    [InlineData("Acme.Web", "AcmeWeb")]
    [InlineData("my-app", "MyApp")]
    [InlineData("C# (2)", "C2")]
    [InlineData("größe", "Größe")]
    [InlineData("2fa", "_2fa")]
    public void A_project_without_a_namespace_names_its_set_after_its_assembly(string assembly, string name) =>
        Assert.Equal(new MetricSetName("", name), MetricSetName.From("", "", assembly));

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
    public void Generated_code_with_odd_names_compiles_and_says_what_the_plan_says()
    {
        Plan plan = OddPlan();
        using GeneratedSet generated = new(Compile(plan));
        Run.MetricSet set = generated.Set;
        Assert.Equal(
            plan.Metrics.Select(planned => (
                planned.Metric.KeyPath, planned.Shape.ToString(), planned.Metric.Definition.Status.ToString(), planned.Metric.TimeFrame.ToString(),
                planned.Metric.Definition.DataSource.ToString(), planned.Metric.Definition.DataCategory.ToString(), planned.Unplanned)),
            set.Metrics.Select(metric => (
                metric.KeyPath, metric.Shape.ToString(), metric.Status.ToString(), metric.TimeFrame.ToString(),
                metric.DataSource.ToString(), metric.DataCategory.ToString(), metric.Unplanned)));
        Assert.Equal(
            plan.CounterReads.Select(read => (read.Slot, read.Kind.ToString(), read.Window.ToString(), Text(read.Keys), Text(read.Names))),
            set.CounterReads.Select(read => (read.Slot, read.Kind.ToString(), read.Window.ToString(), Text(read.Keys), Text(read.Names ?? []))));
        Assert.Equal(
            plan.Aggregates.Select(one => (
                one.Slot, one.Operator.ToString(), one.Window.ToString(), Text(one.Sets.Select(counted => counted.Source + counted.Name)), one.FeatureFlag)),
            set.Aggregates.Select(one => (
                one.Slot, one.Operator.ToString(), one.Window.ToString(), Text(one.Sets.Select(counted => counted.Source + counted.Name)), one.FeatureFlag)));
        Assert.Equal(
            plan.Events.Select(one => (one.Event.Action, Text(one.Event.Identifiers.Concat(one.Event.AdditionalProperties.Select(property => property.Name))))),
            set.Events.Select(one => (one.Name, Text(one.Arguments))));
        Assert.Equal(
            plan.Events.Select(one => Text(one.Event.AdditionalProperties.Where(property => !property.Values.IsEmpty).Select(property => property.Name + Text(property.Values)))),
            set.Events.Select(one => Text(one.Values.Select(argument => argument.Key + Text(argument.Value)))));
        Assert.Equal(
            plan.Events.SelectMany(one => one.Rules).Select(rule => (
                rule.Kind.ToString(), rule.Key, rule.IsWeekly, rule.Argument, Text(rule.Filter.Select(Written)))),
            set.Events.SelectMany(one => one.Rules).Select(rule => (
                rule.Kind.ToString(), rule.Key, rule.IsWeekly, rule.Argument, Text((rule.Filter ?? []).Select(Written)))));
        Assert.Equal(
            plan.KnownEvents.Select(one => (one.Name, one.Aggregation.ToString(), one.Category, one.Slot, one.ExpiryDays, one.FeatureFlag)),
            set.KnownEvents.Select(one => (one.Name, one.Aggregation.ToString(), one.Category, one.Slot, one.ExpiryDays, one.FeatureFlag)));
        Assert.Equal(
            plan.Facts.Select(fact => (fact.Slot, fact.InstrumentationClass, fact.OptionsJson)),
            set.Facts.Select(fact => (fact.Slot, fact.InstrumentationClass, fact.OptionsJson)));
        Assert.Equal(plan.Composites.Select(one => (one.Slot, one.Operation.ToString(), Text(one.Parts))),
            set.Composites.Select(one => (one.Slot, one.Operation.ToString(), Text(one.Parts))));
        Assert.Equal(plan.Constants.Select(constant => (constant.Slot, constant.Json)), set.Constants.Select(constant => (constant.Slot, constant.Json)));
        Assert.Equal(
            plan.Prometheus.Select(one => (one.Slot, Text(one.Query), Text(one.Labels), Text(one.Members))),
            set.Prometheus.Select(one => (one.Slot, Text(one.Query), Text(one.Labels), Text(one.Members))));
    }

    private static readonly string[] Odd =
    [
        "class", "namespace", "7d", "a-b", "a_b", "a b", "ab", "to_string", "system", "service_ping", "metric_of_long", "any_value", "größe", "💥", "💦",
        "", " a", "a\"b\\c\n", "\"\"\"\"", "a|b;c~d", "\\-", "\u2028\u0085\r", "\uD800", "~",
    ];

    /// <summary>More rows than one part has, and every kind of row.</summary>
    private static Plan OddPlan()
    {
        string[] paths = [.. Odd, .. Odd.SelectMany(first => Odd.Select(second => $"{first}.{second}"))];
        EquatableArray<string> odd = Odd.ToEquatableArray();
        return new Plan
        {
            Metrics = paths.Order(KeyPathOrder.Instance).Select(Metric).ToEquatableArray(),
            Events = Odd.Order(StringComparer.Ordinal).Select(Event).ToEquatableArray(),
            Relations = Odd.Where(name => !name.Contains('\uD800')).Select(Relation).ToEquatableArray(),
            CounterReads = Odd.Select((name, slot) => new CounterReadPlan(slot, (CounterKind)(slot % 4), Definitions.Model.TimeFrame.All, slot % 3 == 0 ? odd : ["{hll_counters}_" + name, name])
            {
                Names = slot % 3 == 0 ? odd : [],
            }).ToEquatableArray(),
            Aggregates = Odd.Select((name, slot) => new AggregatePlan(
                slot, (AggregateOperator)(slot % 2), Definitions.Model.TimeFrame.SevenDays, [new CountedSet((SetSource)(slot % 4), name), new CountedSet(SetSource.Category, "")],
                slot % 2 == 0 ? null : name)).ToEquatableArray(),
            KnownEvents = Odd.Select((name, slot) => new KnownEventDefinition
            {
                Name = name,
                Aggregation = (Definitions.Model.EventAggregation)(slot % 2),
                Category = slot % 2 == 0 ? name : null,
                ExpiryDays = slot % 3 == 0 ? slot : null,
                FeatureFlag = slot % 2 == 0 ? null : name,
            }).ToEquatableArray(),
            Facts = Odd.Select((name, slot) => new FactPlan(slot, name, $$"""{"a":"{{name}}\"}""")).ToEquatableArray(),
            Composites = [new CompositePlan(0, CompositeOperation.Add, [1, 2]), new CompositePlan(3, CompositeOperation.Ratio, [2, 1]), new CompositePlan(4, CompositeOperation.Add, [])],
            Constants = [new ConstantPlan(0, "\"a\""), new ConstantPlan(1, "[\"\\\"\"]"), new ConstantPlan(2, "")],
            Prometheus =
            [
                new PrometheusPlan(0, ["sum(up)"], [], []),
                new PrometheusPlan(1, ["a{b=\"|;\\\"\"} @ ", "\n- ", ""], ["job", "instance"], ["job", "instance", "a;b|c"]),
                new PrometheusPlan(2, ["", ""], ["le"], []),
            ],
        };
    }

    /// <summary>A list as one text, whatever its items hold.</summary>
    private static string Text<T>(IEnumerable<T> items) => string.Concat(items.Select(item => $"<{item}>"));

    private static string Written(ArgumentFilter filter) => $"{filter.Argument} {End(filter.Value.From, filter.Value.IsNumber)}..{End(filter.Value.To, filter.Value.IsNumber)}";

    private static string End(string? end, bool isNumber) =>
        isNumber && double.TryParse(end, System.Globalization.CultureInfo.InvariantCulture, out double number) ? $":{number}" : $"={end}";

    private static string Written(Run.ArgumentFilter filter) => $"{filter.Argument} {End(filter.From)}..{End(filter.To)}";

    private static string End(EventValue end) => end.AsNumber() is { } number ? $":{number}" : $"={end}";

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
        DefinitionFile file = new()
        {
            Metrics = plan.Metrics.Select(planned => planned.Metric.Definition).ToEquatableArray(),
            Events = plan.Events.Select(planned => planned.Event).ToEquatableArray(),
        };
        SetModel model = WordsProjection.Place(SetProjection.Project(plan, MetricSetName.From("Forge", "")), [file]);
        SetWords words = WordsProjection.Join((model, [new ReadDefinition(file, WordsProjection.OfFile(file, Definitions.GitLab.GitLabWords.All), null, null)]), default);
        return TestCompilation.Create("Forge",
        [
            SetEmitter.Emit(model.Class!).ToString(),
            TablesEmitter.Emit(model.Class!).ToString(),
            .. words.Members.Select(file => MemberEmitter.Emit(file).ToString()),
            .. model.Metrics.Select(part => TableEmitter.Emit(part).ToString()),
            .. model.Relations.Select(file => RelationEmitter.Emit(file).ToString()),
            .. model.Counters.Select(part => TableEmitter.Emit(part).ToString()),
            .. model.Aggregates.Select(part => TableEmitter.Emit(part).ToString()),
            .. model.Events.Select(part => TableEmitter.Emit(part).ToString()),
            .. words.EventMethods.Select(part => EventEmitter.Emit(part).ToString()),
            .. model.KnownEvents.Select(part => TableEmitter.Emit(part).ToString()),
            .. model.KnownEventMethods.Select(part => KnownEventEmitter.Emit(part).ToString()),
            .. model.Facts.Select(part => TableEmitter.Emit(part).ToString()),
            .. model.FactCalls is { } calls ? [FactEmitter.Emit(calls).ToString()] : Array.Empty<string>(),
            .. model.Composites.Select(part => TableEmitter.Emit(part).ToString()),
            .. model.Constants.Select(part => TableEmitter.Emit(part).ToString()),
            .. model.Prometheus.Select(part => TableEmitter.Emit(part).ToString()),
        ]);
    }

    private static PlannedMetric Metric(string keyPath) => new(
        new Metric(keyPath, Definitions.Model.TimeFrame.All, new MetricDefinition { KeyPath = keyPath, Description = keyPath + " <&> \u0001\uD800" }),
        ValueShape.Integer,
        (keyPath.Length % 5) switch { 0 => $"Because of {keyPath}", 1 => "Nothing computes it.", _ => null });

    private static EventPlan Event(string name) => new(
        new EventDefinition
        {
            Action = name,
            Identifiers = Odd.ToEquatableArray(),
            AdditionalProperties = Odd.Select((one, i) => new AdditionalProperty(one, one, (PropertyType)(i % 4), i % 2 == 0 ? Odd.ToEquatableArray() : [])).ToEquatableArray(),
        },
        [
            new CounterRule(CounterKind.Total, $"{{event_counters}}_{name}~", false, -1, [new ArgumentFilter(0, FilterValue.Of(name, true)), new ArgumentFilter(0, FilterValue.Of("1e3", true)), new ArgumentFilter(0, new FilterValue("-1.", "1e3", true)), new ArgumentFilter(7, new FilterValue(null, ".5", true))]),
            new CounterRule(CounterKind.Unique, name, true, 3, []),
            new CounterRule(CounterKind.Sum, "", true, 3, [new ArgumentFilter(0, FilterValue.Of(name, false)), new ArgumentFilter(12, FilterValue.Of("-7", true)), new ArgumentFilter(12, new FilterValue("8", null, true))]),
        ]);

    private static RelationPlan Relation(string name, int slot) => new(
        "main", null, name, [name], [new FragmentPlan { Slot = slot, Operation = Definitions.Model.Operation.Count, Filter = name, TimestampColumn = name }]);
}
