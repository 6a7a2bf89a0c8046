using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Reading;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Rules;

/// <summary>What definitions are excused from by their <c>no_lint</c>.</summary>
internal sealed class Suppressions
{
    private readonly List<Suppression> _all = [];
    private readonly HashSet<Suppression> _used = [];
    private readonly Surroundings _surroundings;

    /// <summary>Reads those of a project; files without <c>no_lint</c> cost nothing.</summary>
    public Suppressions(IEnumerable<ReadFile> files, Surroundings surroundings)
    {
        _surroundings = surroundings;
        foreach (ReadFile file in files)
        {
            if (file.HasSuppressions)
            {
                _all.AddRange(SuppressionReader.Read(file.File));
            }
        }
    }

    /// <summary>The problems that no definition is excused from.</summary>
    public IEnumerable<Problem> Filter(IEnumerable<Problem> problems) =>
        _all.Count == 0 ? problems : problems.Where(problem => !IsSuppressed(problem));

    /// <summary>What is wrong with the suppressions themselves, once all problems have been filtered.</summary>
    /// <param name="remaining">The problems that are left.</param>
    public IEnumerable<Problem> Check(IReadOnlyCollection<Problem> remaining)
    {
        // Where a file is in error, rules that need a sound one were silent.
        HashSet<string> broken =
            [.. remaining.Where(static problem => problem.Rule.Level == RuleLevel.Error).Select(static problem => problem.Path)];
        foreach (Suppression suppression in _all)
        {
            Rule? rule = All.FirstOrDefault(rule => rule.Id == suppression.Rule);
            if (rule is null)
            {
                yield return new Problem(
                    UnknownSuppression, suppression.Path, suppression.RulePlace,
                    $"'{Quoting.Shorten(suppression.Rule)}' is no rule: write the id of one, such as SP0601."
                    + Suggestion.For(suppression.Rule, All.Select(static rule => rule.Id)));
            }
            else if (!CanBeSuppressed(rule))
            {
                yield return new Problem(
                    UnknownSuppression, suppression.Path, suppression.RulePlace,
                    $"'{rule.Id}' cannot be suppressed in a definition: mend what it reports, and leave the entry out.");
            }
            else if (HasExpired(suppression))
            {
                yield return new Problem(
                    ExpiredSuppression, suppression.Path, suppression.UntilPlace,
                    $"The suppression of '{rule.Id}' ended with version {suppression.Until}, and this is "
                    + $"{_surroundings.ProductVersion}: mend the definition and leave the entry out, or give it a later 'until'.");
            }
            else if (!_used.Contains(suppression) && _surroundings.Knows(rule.Needs) && !broken.Contains(suppression.Path))
            {
                yield return Unused(suppression);
            }
        }
    }

    /// <summary>The suppressions of rules over one input that no problem has needed.</summary>
    public IEnumerable<Problem> Unused(RuleInput input) => _all
        .Where(suppression => !_used.Contains(suppression) && !HasExpired(suppression)
            && All.Any(rule => rule.Id == suppression.Rule && rule.Needs == input))
        .Select(Unused);

    private static Problem Unused(Suppression suppression) => new(
        UnusedSuppression, suppression.Path, suppression.RulePlace,
        $"The definition does not break '{suppression.Rule}' (any more): leave the entry out.");

    private bool IsSuppressed(Problem problem)
    {
        foreach (Suppression suppression in _all)
        {
            if (suppression.Rule == problem.Rule.Id
                && suppression.Path == problem.Path
                && problem.Span.Start >= suppression.Start && problem.Span.Start < suppression.End
                && CanBeSuppressed(problem.Rule)
                && !HasExpired(suppression))
            {
                _used.Add(suppression);
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Errors of shape leave a definition unread, what suppressions break is not for them to say, and no reason makes a sum right
    /// that does not add up.
    /// </summary>
    private static bool CanBeSuppressed(Rule rule) => rule.Group is not (Governance or Internal)
        && (rule.Group != Shape || rule.Level != RuleLevel.Error) && rule != OuterJoin && rule != NotOneRow;

    private bool HasExpired(Suppression suppression) =>
        suppression.Until is { } until && _surroundings.ProductVersion is { } version && until.IsBefore(version);
}
