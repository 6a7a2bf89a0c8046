using ServicePing.Definitions.Problems;

namespace ServicePing.Generators.Tests.Contract;

/// <summary>
/// What analyzer and generator promise: each problem once, at the offending word, from one of the two, and nothing else.
/// </summary>
public class ContractTests
{
    public static TheoryData<int, string> Cases
    {
        get
        {
            TheoryData<int, string> cases = [];
            for (int i = 0; i < ContractCase.All.Count; i++)
            {
                cases.Add(i, ContractCase.All[i].Rule);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public Task The_analyzer_reports_what_is_marked_and_the_generator_repeats_nothing(int number, string rule) =>
        ContractProject.AnalyzeAsync(Of(number, rule).Breaks);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_generator_reports_what_is_marked_where_analyzers_are_off(int number, string rule)
    {
        Task generated = ContractProject.GenerateAsync(Of(number, rule).Breaks);
        if (ContractCase.All[number].NeedsAnalyzer)
        {
            Assert.Contains("expected \"1\" actual \"0\"", (await Assert.ThrowsAnyAsync<Exception>(() => generated)).Message, StringComparison.Ordinal);
        }
        else
        {
            await generated;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_keeps_to_the_rule_is_reported_by_neither(int number, string rule)
    {
        await ContractProject.AnalyzeAsync(Of(number, rule).Keeps);
        await ContractProject.GenerateAsync(Of(number, rule).Keeps);
    }

    /// <summary>A defect of ours is no project's doing; <c>InternalFailureTests</c> puts some in.</summary>
    [Fact]
    public void Every_family_of_rules_has_a_case() => Assert.Equal(
        Rules.All.Select(rule => rule.Group).Except(["Internal"]).Distinct().Order(StringComparer.Ordinal),
        Covered.Select(rule => rule.Group).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Everything_that_a_rule_looks_at_has_a_case() =>
        Assert.Empty(Enum.GetValues<RuleInput>().Except(Covered.Select(rule => rule.Needs)));

    private static IEnumerable<Rule> Covered =>
        ContractCase.All.Select(one => Rules.All.Single(rule => rule.Id == one.Rule));

    private static ContractCase Of(int number, string rule)
    {
        Assert.Equal(rule, ContractCase.All[number].Rule);
        return ContractCase.All[number];
    }
}
