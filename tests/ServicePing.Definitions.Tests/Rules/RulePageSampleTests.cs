using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Rules;
using RuleTable = ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Tests.Rules;

/// <summary>What the page of a rule shows as reported is reported by that rule and no other, and what it shows as mended by none.</summary>
public sealed class RulePageSampleTests
{
    public static TheoryData<string> Ids => [.. RuleTable.All.Select(rule => rule.Id).Where(id => RuleSample.IsOn(id) && !Elsewhere.Contains(id))];

    /// <summary>Where a file lies, and what libraries define, is no text of a definition.</summary>
    private static readonly string[] Elsewhere = ["SP0007", "SP0112"];

    private static readonly InstrumentationClass[] Classes =
        [new("SeatsMetric", Definitions.Model.ValueType.Number), new("VersionMetric", Definitions.Model.ValueType.Number)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_sample_of_a_page_is_reported_by_its_rule_and_mended_as_it_says(string rule)
    {
        IReadOnlyList<Problem> reported = RuleSample.Reported(rule).Check(Classes);
        Assert.True(reported.Count > 0 && reported.All(problem => problem.Rule.Id == rule), $"{rule} reports: {string.Join('\n', reported)}");
        if (RuleSample.Mended(rule) is { } mended)
        {
            // What is mended is recorded afterwards.
            Assert.DoesNotContain(mended.Check(Classes), problem => problem.Rule.Id != "SP0406");
        }
    }
}
