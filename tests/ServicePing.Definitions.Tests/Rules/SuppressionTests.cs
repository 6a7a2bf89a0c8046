using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Tests.Rules;

/// <summary><c>no_lint</c>, and the rules that govern it.</summary>
public sealed class SuppressionTests
{
    private const string File = "metrics/counts_all/other.yml";

    internal static IReadOnlyList<RuleExample> Examples =>
    [
        RuleExample.InFile("SP0801", File, Sum("weight", "no_lint: [{ rule: [|SP0105|], reason: Known }]"), Sum("weight"), "does not break 'SP0105'"),
        RuleExample.InFile("SP0802", File, Sum("weight", "no_lint: [{ rule: [|SP0999|], reason: Known }]"), Sum("weight"), "'SP0999' is no rule"),
        RuleExample.InFile("SP0802", File, Sum("weight", "no_lint: [{ rule: [|SP0003|], reason: Known }]"), Sum("weight"), "cannot be suppressed"),
        RuleExample.InFile("SP0802", File, Sum("weight", "no_lint: [{ rule: [|SP0801|], reason: Known }]"), Sum("weight"), "cannot be suppressed"),
        new("SP0803", () => Version("2.1.0").With(File, Sum("weight", "no_lint: [{ rule: SP0601, reason: Known, until: [|'2.0'|] }]")), () => Version("2.0.7").With(File, Sum("weight", "no_lint: [{ rule: SP0601, reason: Known, until: '2.0' }]")), "ended with version 2.0, and this is 2.1"),
    ];

    [Fact]
    public void A_definition_is_excused_from_a_rule_whoever_checks_it()
    {
        // Reading, rules of several files, rules of the schema.
        foreach ((string rule, string text) in new[]
        {
            ("SP0609", Sum("weight; DROP TABLE issues")),
            ("SP0307", Sum("weight", "replaced_by: counts.nothing")),
            ("SP0601", Sum("wieght")),
        })
        {
            Assert.Equal(rule, Assert.Single(Forge().With(File, text).Check()).Rule.Id);
            Assert.Empty(Forge().With(File, $"{text}no_lint: [{{ rule: {rule}, reason: Known }}]\n").Check());
        }
    }

    [Fact]
    public void Only_the_definition_that_says_so_is_excused()
    {
        string excused = Sum("wieght", "no_lint: [{ rule: SP0601, reason: Known }]");
        string other = Sum("[|wieght|]").Replace("counts.other", "counts.another");

        Assert.Equal("SP0601", Forge().With(File, $"{excused}---\n{other}").Single().Rule.Id);
        Assert.Equal("SP0601", Forge().With(File, $"{other}---\n{excused}").Single().Rule.Id);
    }

    [Fact]
    public void An_event_and_a_shared_calculation_are_excused_as_well() =>
        Assert.Empty(Forge()
            .With("events/other.yml", Yaml.Event("action: create_Issue", "no_lint: [{ rule: SP0105, reason: Old }, { rule: SP0104, reason: Old }]"))
            .With("queries/other.yml", "instrumentation_class: other\nquery: { operation: count, from: issues }\nno_lint: [{ rule: SP0105, reason: Old }]")
            .Check());

    [Fact]
    public void An_expired_suppression_holds_no_longer() =>
        Assert.Equal(
            ["SP0105", "SP0803"],
            Version("3.0").With(File, Excused("'2.9'")).Check().Select(problem => problem.Rule.Id));

    [Fact]
    public void Where_the_version_is_unknown_nothing_expires() =>
        Assert.DoesNotContain(
            TestProject.Forge().In(surroundings => surroundings with { ProductVersion = null }).With(File, Excused("'0.1'")).Check(),
            problem => problem.Rule.Id is "SP0105" or "SP0803");

    [Fact]
    public void A_suppression_may_be_needed_where_the_rule_cannot_be_checked() =>
        Assert.Empty(TestProject.Forge().With(File, Sum("weight", "no_lint: [{ rule: SP0601, reason: Known }, { rule: SP0405, reason: Known }]")).Check());

    [Fact]
    public void A_second_suppression_of_one_rule_is_unused() =>
        Assert.Equal("SP0801", Forge().With(File, Sum("wieght", "no_lint:\n- { rule: SP0601, reason: Known }\n- { rule: [|SP0601|], reason: Again }")).Single().Rule.Id);

    [Fact]
    public void An_error_of_shape_cannot_be_suppressed() =>
        Assert.Contains(
            "SP0002", Forge().With(File, Sum("weight", "colour: red", "no_lint: [{ rule: SP0002, reason: Known }]")).Check().Select(problem => problem.Rule.Id));

    private static TestProject Forge() => TestProject.Forge().WithSchema("""
        CREATE TABLE issues (id bigint PRIMARY KEY, state_id smallint, weight integer, created_at timestamptz);
        CREATE TABLE projects (id bigint PRIMARY KEY, state boolean, created_at timestamptz);
        CREATE INDEX ON projects (created_at);
        CREATE TABLE imports (id bigint PRIMARY KEY, source_type smallint, status smallint, created_at timestamptz);
        """);

    private static TestProject Version(string version) =>
        TestProject.Forge().In(surroundings => surroundings with { ProductVersion = ProductVersion.Parse(version) });

    private static string Sum(string column, params string[] more) => Yaml.Metric(
        ["key_path: counts.other", $"query: {{ operation: sum, from: issues, column: {column} }}", .. more]);

    private static string Excused(string until) => Yaml.Metric(
        "key_path: counts.Other", "query: { operation: count, from: issues }", $"no_lint: [{{ rule: SP0105, reason: Known, until: {until} }}]");
}
