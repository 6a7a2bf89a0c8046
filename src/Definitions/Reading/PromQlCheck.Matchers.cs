using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Prometheus;

namespace ServicePing.Definitions.Reading;

internal sealed partial class PromQlCheck
{
    private static readonly string[] s_comparisons = ["=", "!=", "=~", "!~"];

    /// <summary>A matcher is a label, a comparison and a text; a name in quotes may stand alone.</summary>
    private void CheckMatchers(int opened, int closed)
    {
        if (closed == opened + 1 && (opened == 0 || _tokens[opened - 1].Kind != PromTokenKind.Word || PromFunctions.IsKeyword(_tokens[opened - 1].In(_text))))
        {
            Add(_tokens[opened], "'{}' selects every series that there is: name a metric, or a label with a value.");
        }

        for (int at = opened + 1; at < closed; at++)
        {
            int end = at;
            while (end < closed && _tokens[end].Kind != PromTokenKind.Comma)
            {
                end++;
            }

            if (end == at || (end == at + 1 && _tokens[at].Kind == PromTokenKind.Text))
            {
                at = end;
                continue;
            }

            if (_tokens[at].Kind is not (PromTokenKind.Word or PromTokenKind.Text))
            {
                Add(_tokens[at], $"'{Quoting.Shorten(_tokens[at].In(_text))}' is no label: write label=\"value\".");
            }
            else if (end == at + 1 || !IsComparison(_tokens[at + 1]))
            {
                PromToken wrong = end == at + 1 ? _tokens[at] : _tokens[at + 1];
                Add(wrong, $"The label '{Quoting.Shorten(_tokens[at].In(_text))}' is compared by =, !=, =~ or !~: write {Quoting.Shorten(_tokens[at].In(_text))}=\"value\".");
            }
            else if (end == at + 2 || _tokens[at + 2].Kind is not (PromTokenKind.Text or PromTokenKind.Parameter))
            {
                Add(end == at + 2 ? _tokens[at + 1] : _tokens[at + 2], $"A label is compared with a text: put quotes around it, {_tokens[at].In(_text)}{_tokens[at + 1].In(_text)}\"value\".");
            }
            else if (end > at + 3)
            {
                Add(_tokens[at + 3], $"A comma stands between two labels: add it in front of '{Quoting.Shorten(_tokens[at + 3].In(_text))}'.");
            }

            at = end;
        }
    }

    private bool IsComparison(PromToken token) => Array.Exists(s_comparisons, sign => token.IsOperator(_text, sign));
}
