using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Prometheus;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Reading;

/// <summary>Looks for what Prometheus refuses in a PromQL text, as far as the text alone tells for certain.</summary>
internal sealed partial class PromQlCheck
{
    private readonly string _text;
    private readonly Func<string, bool> _allows;
    private readonly List<PromToken> _tokens;
    private readonly List<PromQlFlaw> _flaws = [];
    private readonly Stack<Bracket> _brackets = new();

    private PromQlCheck(string text, Func<string, bool> allows)
    {
        _text = text;
        _allows = allows;
        _tokens = PromTokenizer.ReadAll(text);
    }

    /// <summary>What is wrong with a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="allows">Whether a parameter of that name may stand in it, beside <c>recorded_at</c>.</param>
    public static IReadOnlyList<PromQlFlaw> Flaws(string text, Func<string, bool> allows)
    {
        PromQlCheck check = new(text, allows);
        check.Check();
        return check._flaws;
    }

    private void Check()
    {
        if (_tokens[0].Kind == PromTokenKind.End)
        {
            Add(default, "The PromQL is empty: write an expression.");
            return;
        }

        // Behind what is broken nothing is certain.
        if (_tokens.Find(static token => token.Kind is PromTokenKind.Broken or PromTokenKind.Comment) is { Length: > 0 } broken)
        {
            Add(broken, Broken(broken));
            return;
        }

        for (int i = 0; i < _tokens.Count; i++)
        {
            Look(i);
        }

        foreach (Bracket open in _brackets)
        {
            AddUnclosed(open);
        }

        if (_tokens.Count == 2 && _tokens[0].Kind == PromTokenKind.Text)
        {
            Add(_tokens[0], "This is a text, and the value of a metric is a number: write an expression that gives one.");
        }
        else if (_tokens[_tokens.Count - 2] is { Kind: PromTokenKind.Operator } last)
        {
            Add(last, $"Nothing follows '{last.In(_text)}': write what is behind it, or leave it out.");
        }
    }

    private string Broken(PromToken token)
    {
        char first = _text[token.Start];
        return token.Kind == PromTokenKind.Comment ? "A comment stands in the PromQL: put it behind a # of the YAML."
            : first is '"' or '\'' or '`' ? $"{first} opens a text that is never closed: close it."
            : first is >= '0' and <= '9' or '.'
                ? $"'{Quoting.Shorten(token.In(_text))}' is neither a number nor a duration: write a duration as 5m, 1h30m, 7d or 1w."
            : first == '$' ? "'$' begins a variable of a dashboard, which Prometheus does not know: write the value out."
            : $"'{token.In(_text)}' is no PromQL: leave it out.";
    }

    private void Look(int at)
    {
        PromToken token = _tokens[at];
        switch (token.Kind)
        {
            case PromTokenKind.OpenParenthesis:
                _brackets.Push(new Bracket(at, IsLabelList(at) ? BracketKind.Labels : BracketKind.Plain));
                break;
            case PromTokenKind.OpenBrace:
                _brackets.Push(new Bracket(at, BracketKind.Matchers));
                break;
            case PromTokenKind.OpenBracket:
                _brackets.Push(new Bracket(at, BracketKind.Range));
                break;
            case PromTokenKind.CloseParenthesis or PromTokenKind.CloseBrace or PromTokenKind.CloseBracket:
                Close(at);
                break;
            case PromTokenKind.Comma when _brackets.Count > 0:
                _brackets.Peek().Commas++;
                break;
            case PromTokenKind.Parameter:
                CheckParameter(at);
                break;
            case PromTokenKind.Word when token.Is(_text, "offset") && at > 0 && EndsSelector(_tokens[at - 1]):
                CheckOffset(at);
                break;
        }
    }

    private void Close(int at)
    {
        PromToken token = _tokens[at];
        PromTokenKind opening = token.Kind switch
        {
            PromTokenKind.CloseParenthesis => PromTokenKind.OpenParenthesis,
            PromTokenKind.CloseBrace => PromTokenKind.OpenBrace,
            _ => PromTokenKind.OpenBracket,
        };
        if (!_brackets.Any(open => _tokens[open.Opened].Kind == opening))
        {
            Add(token, $"'{token.In(_text)}' closes nothing: leave it out, or open it before.");
            return;
        }

        while (_tokens[_brackets.Peek().Opened].Kind != opening)
        {
            AddUnclosed(_brackets.Pop());
        }

        Bracket bracket = _brackets.Pop();
        switch (bracket.Kind)
        {
            case BracketKind.Plain:
                CheckCall(bracket, at);
                break;
            case BracketKind.Matchers:
                CheckMatchers(bracket.Opened, at);
                break;
            case BracketKind.Range:
                CheckRange(bracket.Opened, at);
                if (_brackets.Count == 0)
                {
                    Add(
                        _tokens[bracket.Opened],
                        "A range gives many values, and the value of a metric is one number: put it into a function, such as rate, increase or avg_over_time.");
                }

                break;
        }
    }

    private bool IsLabelList(int at) => at > 0 && _tokens[at - 1].Kind == PromTokenKind.Word && PromFunctions.TakesLabels(_tokens[at - 1].In(_text));

    private void CheckCall(Bracket bracket, int closed)
    {
        if (Called(bracket.Opened) is not { } called)
        {
            return;
        }

        string name = called.In(_text);
        if (PromFunctions.Arity(name) is not { } arity)
        {
            _flaws.Add(new PromQlFlaw(
                UnknownPromQlFunction, called,
                $"'{Quoting.Shorten(name)}' is no function or aggregation of PromQL that is known here: see how it is spelled and that the Prometheus of every "
                + $"installation has it.{Suggestion.For(name, PromFunctions.Names)}"));
            return;
        }

        int count = closed == bracket.Opened + 1 ? 0 : bracket.Commas + 1;
        if (count < arity.Least || count > arity.Most)
        {
            string takes = arity.Most == int.MaxValue ? $"{arity.Least} or more" : arity.Least == arity.Most ? $"{arity.Least}" : $"{arity.Least} to {arity.Most}";
            Add(called, $"'{name}' takes {takes} {(takes == "1" ? "argument" : "arguments")}, here are {count}: see what is missing or too many.");
        }
    }

    /// <summary>What is called by a parenthesis: the word before it, or the aggregation before its list of labels.</summary>
    private PromToken? Called(int opened)
    {
        if (opened == 0)
        {
            return null;
        }

        PromToken before = _tokens[opened - 1];
        if (before.Kind == PromTokenKind.Word)
        {
            bool isMoment = opened > 1 && _tokens[opened - 2].Kind == PromTokenKind.At;
            return isMoment || PromFunctions.IsKeyword(before.In(_text)) ? null : before;
        }

        if (before.Kind != PromTokenKind.CloseParenthesis)
        {
            return null;
        }

        int at = opened - 2;
        while (at > 0 && _tokens[at].Kind is PromTokenKind.Word or PromTokenKind.Comma)
        {
            at--;
        }

        return at >= 2 && _tokens[at].Kind == PromTokenKind.OpenParenthesis && IsLabelList(at)
            && _tokens[at - 2] is { Kind: PromTokenKind.Word } name && PromFunctions.IsAggregation(name.In(_text))
            ? name
            : null;
    }

    private void CheckParameter(int at)
    {
        PromToken token = _tokens[at];
        string name = token.NameIn(_text);
        BracketKind inside = _brackets.Count > 0 ? _brackets.Peek().Kind : BracketKind.Plain;
        if (name != PromText.RecordedAt && !_allows(name))
        {
            _flaws.Add(new PromQlFlaw(
                CalculationOptions, token,
                $"There is no parameter '{name}': use ':recorded_at', or declare it in 'parameters' of a shared calculation."));
        }
        else if (name == PromText.RecordedAt && inside != BracketKind.Plain)
        {
            Add(token, "':recorded_at' is a moment, a number of seconds: write it behind @, or where a number is computed with.");
        }
        else if (inside == BracketKind.Labels)
        {
            Add(token, $"The names of labels are the same for all metrics of a shared calculation: write out what '{token.In(_text)}' stands for.");
        }
    }

    private bool EndsSelector(PromToken token) => token.Kind switch
    {
        PromTokenKind.CloseBrace or PromTokenKind.CloseBracket or PromTokenKind.CloseParenthesis => true,
        PromTokenKind.Word => !PromFunctions.IsKeyword(token.In(_text)),
        _ => false,
    };

    private void AddUnclosed(Bracket open) => Add(_tokens[open.Opened], $"'{_tokens[open.Opened].In(_text)}' is never closed: close it.");

    private void Add(PromToken token, string message) => _flaws.Add(new PromQlFlaw(NotPromQl, token, message));

    private enum BracketKind
    {
        Plain,
        Labels,
        Matchers,
        Range,
    }

    private sealed class Bracket(int opened, BracketKind kind)
    {
        /// <summary>The position of the token that opens it.</summary>
        public int Opened => opened;

        public BracketKind Kind => kind;

        /// <summary>The commas that stand directly in it.</summary>
        public int Commas { get; set; }
    }
}

/// <summary>Something that may not stand in PromQL, and where in the text.</summary>
internal sealed record PromQlFlaw(Rule Rule, PromToken Token, string Message);
