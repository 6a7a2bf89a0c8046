using Xunit.Sdk;
using RuleTable = ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Tests.Rules;

/// <summary>Every rule of the table has an example that fires it and one that must not.</summary>
public sealed class RuleExampleTests
{
    /// <summary>All examples; a class of rule tests adds its own here.</summary>
    internal static IEnumerable<RuleExample> All =>
    [
        .. RuleTests.Examples,
        .. SchemaRuleTests.Examples,
        .. LockfileRuleTests.Examples,
        .. SuppressionTests.Examples,
        .. ListRuleTests.Examples,
        .. UsageRuleTests.Examples,
        .. ClashRuleTests.Examples,
        .. VocabularyRuleTests.Examples,
        .. GroupTests.Examples,
        .. CutTextTests.Examples,
        .. AllowedValueTests.Examples,
        .. PromQlTests.Examples,
    ];

    /// <summary>
    /// Every rule but those that no text of a definition breaks: a file in the wrong place, libraries against each other, a project in another
    /// language, and a defect of ours.
    /// </summary>
    public static TheoryData<string> Ids =>
    [
        .. RuleTable.All.Select(rule => rule.Id)
            .Where(id => id is not ("SP0007" or "SP0113" or "SP0114" or "SP0711" or "SP0712" or "SP9001" or "SP9002")),
    ];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_fires_at_the_offending_word_and_nowhere_else(string rule) =>
        Assert.All(Of(rule), example => example.Holds());

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_test_of_a_rule_fails_where_the_rule_is_switched_off(string rule) =>
        Assert.All(Of(rule), example => Assert.ThrowsAny<XunitException>(() => example.Holds(off: rule)));

    [Fact]
    public void Every_example_is_of_a_rule() =>
        Assert.Empty(All.Select(example => example.Rule).Except(RuleTable.All.Select(rule => rule.Id)));

    private static List<RuleExample> Of(string rule)
    {
        List<RuleExample> examples = [.. All.Where(example => example.Rule == rule)];
        Assert.True(examples.Count > 0, $"{rule} has no example: add a project that breaks it and one that does not.");
        return examples;
    }
}
