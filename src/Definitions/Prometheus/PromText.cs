using System.Globalization;
using System.Text;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Prometheus;

/// <summary>Reads out of a PromQL text what others ask of it, and fills options in.</summary>
internal static class PromText
{
    /// <summary>The moment at which all is evaluated.</summary>
    public const string RecordedAt = "recorded_at";

    /// <summary>The names of the parameters of a text, without <c>:recorded_at</c>.</summary>
    public static IEnumerable<string> Parameters(string? text) => text is null || text.IndexOf(':') < 0
        ? []
        : PromTokenizer.ReadAll(text)
            .Where(static token => token.Kind == PromTokenKind.Parameter)
            .Select(token => token.NameIn(text))
            .Where(static name => name != RecordedAt);

    /// <summary>The text in the pieces between which the moment stands as a number: one where it stands nowhere.</summary>
    public static List<string> Pieces(string text)
    {
        List<string> pieces = [];
        int copied = 0;
        foreach (PromToken token in PromTokenizer.ReadAll(text))
        {
            if (token.Kind == PromTokenKind.Parameter && token.NameIn(text) == RecordedAt)
            {
                pieces.Add(text.Substring(copied, token.Start - copied));
                copied = token.End;
            }
        }

        pieces.Add(text.Substring(copied));
        return pieces;
    }

    /// <summary>
    /// Fills options in: a number stays one, a duration stands as it is where one is asked for, and everything else becomes a text in quotes,
    /// as all values of labels are.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="values">The values of the options; what has none stays as it is.</param>
    /// <param name="unfit">The first option whose value cannot stand where it is asked for.</param>
    public static string Bind(string text, IReadOnlyDictionary<string, OptionValue> values, out string? unfit)
    {
        unfit = null;
        if (text.IndexOf(':') < 0)
        {
            return text;
        }

        StringBuilder bound = new(text.Length);
        int copied = 0;
        PromTokenKind inside = PromTokenKind.End;
        PromToken previous = default;
        foreach (PromToken token in PromTokenizer.ReadAll(text))
        {
            inside = token.Kind switch
            {
                PromTokenKind.OpenBracket or PromTokenKind.OpenBrace => token.Kind,
                PromTokenKind.CloseBracket or PromTokenKind.CloseBrace => PromTokenKind.End,
                _ => inside,
            };
            if (token.Kind == PromTokenKind.Parameter && values.TryGetValue(token.NameIn(text), out OptionValue? option))
            {
                bool isDuration = inside == PromTokenKind.OpenBracket || previous.Is(text, "offset");
                if (Literal(option, inside == PromTokenKind.OpenBrace, isDuration) is { } literal)
                {
                    bound.Append(text, copied, token.Start - copied).Append(literal);
                    copied = token.End;
                }
                else
                {
                    unfit ??= token.NameIn(text);
                }
            }

            previous = token;
        }

        return bound.Append(text, copied, text.Length - copied).ToString();
    }

    /// <summary>The text as others read it who only want to know whether it means the same: without space that says nothing.</summary>
    public static string Canonical(string text)
    {
        StringBuilder canonical = new(text.Length);
        foreach (PromToken token in PromTokenizer.ReadAll(text))
        {
            if (token.Kind is PromTokenKind.End or PromTokenKind.Comment)
            {
                continue;
            }

            bool touches = canonical.Length > 0 && IsOfWord(canonical[canonical.Length - 1]) && IsOfWord(text[token.Start]);
            canonical.Append(touches ? " " : "").Append(text, token.Start, token.Length);
        }

        return canonical.ToString();
    }

    /// <summary>The metrics that a text asks for by their names, each once, in the order in which they stand there.</summary>
    public static IReadOnlyList<string> Metrics(string text)
    {
        List<string> metrics = [];
        List<PromToken> tokens = PromTokenizer.ReadAll(text);
        int braces = 0;
        int labels = 0;
        for (int i = 0; i < tokens.Count; i++)
        {
            PromToken token = tokens[i];
            string word = token.In(text);
            braces += token.Kind == PromTokenKind.OpenBrace ? 1 : token.Kind == PromTokenKind.CloseBrace ? -1 : 0;
            if (braces > 0 && token.Kind == PromTokenKind.Text && IsNameInBraces(text, tokens, i) && word.IndexOf('\\') < 0)
            {
                AddOnce(metrics, word.Substring(1, word.Length - 2));
            }
            else if (token.Kind == PromTokenKind.OpenParenthesis && (labels > 0 || (i > 0 && tokens[i - 1].Kind == PromTokenKind.Word && PromFunctions.TakesLabels(tokens[i - 1].In(text)))))
            {
                labels++;
            }
            else if (token.Kind == PromTokenKind.CloseParenthesis && labels > 0)
            {
                labels--;
            }
            else if (token.Kind == PromTokenKind.Word && braces <= 0 && labels == 0
                && !PromFunctions.IsKeyword(word) && !IsNumber(word)
                && !IsCalled(text, tokens, i))
            {
                AddOnce(metrics, word);
            }
        }

        return metrics;
    }

    private static void AddOnce(List<string> metrics, string name)
    {
        if (!metrics.Contains(name))
        {
            metrics.Add(name);
        }
    }

    /// <summary>Whether a text in braces is a metric's name: <c>{"up"}</c>, <c>{__name__="up"}</c>.</summary>
    private static bool IsNameInBraces(string text, List<PromToken> tokens, int at) =>
        tokens[at - 1].Kind is PromTokenKind.OpenBrace or PromTokenKind.Comma
            ? tokens[at + 1].Kind is PromTokenKind.CloseBrace or PromTokenKind.Comma
            : tokens[at - 1].IsOperator(text, "=") && tokens[at - 2].Is(text, "__name__");

    /// <summary>
    /// The labels that series of the answer can have at the most, where the whole text is one aggregation; null where that is not certain.
    /// </summary>
    public static IReadOnlyList<string>? KeptLabels(string text)
    {
        List<PromToken> tokens = PromTokenizer.ReadAll(text);
        if (tokens[0].Kind != PromTokenKind.Word || !PromFunctions.IsReducing(tokens[0].In(text)))
        {
            return null;
        }

        int at = 1;
        List<string>? labels = Labels(text, tokens, ref at);
        if (tokens[at].Kind != PromTokenKind.OpenParenthesis)
        {
            return null;
        }

        int depth = 0;
        do
        {
            depth += tokens[at].Kind == PromTokenKind.OpenParenthesis ? 1 : tokens[at].Kind == PromTokenKind.CloseParenthesis ? -1 : 0;
            at++;
        }
        while (depth > 0 && at < tokens.Count);

        labels ??= at < tokens.Count ? Labels(text, tokens, ref at) : null;
        return at < tokens.Count && tokens[at].Kind == PromTokenKind.End ? labels ?? [] : null;
    }

    /// <summary>The labels of a <c>by</c>; nothing is passed over where none stands there.</summary>
    private static List<string>? Labels(string text, List<PromToken> tokens, ref int at)
    {
        if (!tokens[at].Is(text, "by") || tokens[at + 1].Kind != PromTokenKind.OpenParenthesis)
        {
            return null;
        }

        List<string> labels = [];
        int next = at + 2;
        for (; tokens[next].Kind is PromTokenKind.Word or PromTokenKind.Comma; next++)
        {
            if (tokens[next].Kind == PromTokenKind.Word)
            {
                labels.Add(tokens[next].In(text));
            }
        }

        if (tokens[next].Kind != PromTokenKind.CloseParenthesis)
        {
            return null;
        }

        at = next + 1;
        return labels;
    }

    /// <summary>Whether a word is that of a call, also where a list of labels stands between: <c>sum by (job) (up)</c>.</summary>
    private static bool IsCalled(string text, List<PromToken> tokens, int at) =>
        tokens[at + 1].Kind == PromTokenKind.OpenParenthesis
        || (PromFunctions.IsAggregation(tokens[at].In(text)) && tokens[at + 1].Kind == PromTokenKind.Word && PromFunctions.TakesLabels(tokens[at + 1].In(text)));

    private static string? Literal(OptionValue option, bool isLabel, bool isDuration) => option.Kind switch
    {
        OptionKind.Number or OptionKind.Boolean or OptionKind.String when isLabel => Quote(option.Text),
        OptionKind.String when isDuration => PromDuration.IsOne(option.Text) ? option.Text : null,
        OptionKind.Number when !isDuration => option.Text[0] is '-' or '+' ? $"({option.Text})" : option.Text,
        OptionKind.String => Quote(option.Text),
        _ => null,
    };

    /// <summary>A text in quotes, in which nothing can be more than text.</summary>
    private static string Quote(string text)
    {
        StringBuilder quoted = new("\"", text.Length + 2);
        foreach (char letter in text)
        {
            _ = letter switch
            {
                '"' or '\\' => quoted.Append('\\').Append(letter),
                < ' ' or '\x7F' => quoted.Append("\\x").Append(((int)letter).ToString("x2", CultureInfo.InvariantCulture)),
                _ => quoted.Append(letter),
            };
        }

        return quoted.Append('"').ToString();
    }

    private static bool IsNumber(string word) =>
        string.Equals(word, "inf", StringComparison.OrdinalIgnoreCase) || string.Equals(word, "nan", StringComparison.OrdinalIgnoreCase);

    private static bool IsOfWord(char letter) => letter is '_' or ':' or '.' || char.IsLetterOrDigit(letter);
}
