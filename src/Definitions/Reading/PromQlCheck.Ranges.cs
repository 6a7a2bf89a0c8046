using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Prometheus;

namespace ServicePing.Definitions.Reading;

internal sealed partial class PromQlCheck
{
    /// <summary>A range is a duration, that of a subquery two with a colon between; of what is computed in newer versions nothing is said.</summary>
    private void CheckRange(int opened, int closed)
    {
        if (closed == opened + 1)
        {
            Add(_tokens[opened], "The range is empty: write a duration, such as [5m].");
            return;
        }

        bool isComputed = false;
        bool wasDuration = false;
        int colons = 0;
        for (int i = opened + 1; i < closed; i++)
        {
            PromToken token = _tokens[i];
            isComputed |= token.Kind is PromTokenKind.Operator or PromTokenKind.OpenParenthesis or PromTokenKind.CloseParenthesis;
            colons += token.Kind == PromTokenKind.Colon ? 1 : 0;
            if (token.Kind == PromTokenKind.Duration && !PromDuration.IsOne(token.In(_text)))
            {
                AddDuration(token);
                return;
            }

            bool isDuration = IsDuration(token);
            if (!isComputed && ((!isDuration && token.Kind != PromTokenKind.Colon) || (isDuration && wasDuration)) && !IsComputedLater(i, closed))
            {
                Add(token, $"'{Quoting.Shorten(token.In(_text))}' is no range: write a duration, such as [5m], or two for a subquery, such as [1h:5m].");
                return;
            }

            wasDuration = isDuration;
        }

        if (!isComputed && (colons > 1 || _tokens[opened + 1].Kind == PromTokenKind.Colon))
        {
            Add(_tokens[opened], "A subquery has a range and, behind a colon, a step: write [1h:5m].");
        }
    }

    private bool IsComputedLater(int at, int closed)
    {
        for (; at < closed; at++)
        {
            if (_tokens[at].Kind is PromTokenKind.Operator or PromTokenKind.OpenParenthesis)
            {
                return true;
            }
        }

        return false;
    }

    private void CheckOffset(int at)
    {
        PromToken next = _tokens[at + 1];
        if (next.Kind == PromTokenKind.Operator || next.Kind == PromTokenKind.OpenParenthesis)
        {
            next = _tokens[at + 2 < _tokens.Count ? at + 2 : at + 1];
        }

        if (next.Kind == PromTokenKind.Duration && !PromDuration.IsOne(next.In(_text)))
        {
            AddDuration(next);
        }
        else if (!IsDuration(next) && next.Kind is not (PromTokenKind.Word or PromTokenKind.OpenParenthesis))
        {
            Add(_tokens[at], "'offset' says how far back: write a duration behind it, such as offset 1d.");
        }
        else if (next.Kind == PromTokenKind.Word && !IsCall(next))
        {
            Add(next, $"'{Quoting.Shorten(next.In(_text))}' is no duration: write one, such as offset 1d.");
        }
    }

    private bool IsCall(PromToken word) => _tokens[_tokens.IndexOf(word) + 1].Kind == PromTokenKind.OpenParenthesis;

    private void AddDuration(PromToken token) => Add(
        token, $"'{Quoting.Shorten(token.In(_text))}' is no duration: write units from the largest to the smallest, each once and not all zero, such as 1d12h.");

    private static bool IsDuration(PromToken token) => token.Kind is PromTokenKind.Duration or PromTokenKind.Number or PromTokenKind.Parameter;
}
