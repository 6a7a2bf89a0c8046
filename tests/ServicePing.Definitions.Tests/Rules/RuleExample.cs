using ServicePing.Definitions.Problems;

namespace ServicePing.Definitions.Tests.Rules;

/// <summary>A project that breaks one rule, and a similar one that keeps to all.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Firing">Breaks the rule at the word that <c>[|…|]</c> marks.</param>
/// <param name="Silent">Breaks none.</param>
/// <param name="Message">Words of the message.</param>
internal sealed record RuleExample(string Rule, Func<TestProject> Firing, Func<TestProject> Silent, string Message = "")
{
    /// <summary>An example in one file of the small real project.</summary>
    public static RuleExample InFile(string rule, string path, string firing, string silent, string message = "") => new(
        rule, () => TestProject.Forge().With(path, firing), () => TestProject.Forge().With(path, silent), message);

    /// <summary>Fails unless the rule is the only one that fires, at the marked word, and only where it must.</summary>
    /// <param name="off">The id of a rule that is switched off.</param>
    public void Holds(string? off = null)
    {
        Problem problem = Firing().SwitchOff(off).Single();
        Assert.Equal(Rule, problem.Rule.Id);
        Assert.Contains(Message, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
        Assert.True(problem.Message[^1] is '.' or '?' or ';', problem.Message);

        Assert.Empty(Silent().SwitchOff(off).Check());
    }
}
