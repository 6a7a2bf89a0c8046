namespace ServicePing.Definitions.Prometheus;

/// <summary>A piece of a PromQL text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">How long it is.</param>
internal readonly record struct PromToken(PromTokenKind Kind, int Start, int Length)
{
    public int End => Start + Length;

    public string In(string text) => text.Substring(Start, Length);

    /// <summary>The name of a parameter, without its colon.</summary>
    public string NameIn(string text) => text.Substring(Start + 1, Length - 1);

    /// <summary>Whether it is this word, in any case, as PromQL reads its keywords.</summary>
    public bool Is(string text, string word) =>
        Kind == PromTokenKind.Word && Length == word.Length && string.Compare(text, Start, word, 0, Length, StringComparison.OrdinalIgnoreCase) == 0;

    /// <summary>Whether it is this operator.</summary>
    public bool IsOperator(string text, string sign) =>
        Kind == PromTokenKind.Operator && Length == sign.Length && string.CompareOrdinal(text, Start, sign, 0, Length) == 0;
}

/// <summary>What a piece of PromQL is.</summary>
internal enum PromTokenKind
{
    /// <summary>The end of the text.</summary>
    End,

    /// <summary>A metric, a label, a function, a keyword.</summary>
    Word,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A duration, such as <c>1h30m</c>.</summary>
    Duration,

    /// <summary>A text in quotes, with them.</summary>
    Text,

    /// <summary>What an option stands in for, or the moment of the ping: <c>:name</c>.</summary>
    Parameter,

    /// <summary>An opening parenthesis.</summary>
    OpenParenthesis,

    /// <summary>A closing parenthesis.</summary>
    CloseParenthesis,

    /// <summary>An opening brace.</summary>
    OpenBrace,

    /// <summary>A closing brace.</summary>
    CloseBrace,

    /// <summary>An opening square bracket.</summary>
    OpenBracket,

    /// <summary>A closing square bracket.</summary>
    CloseBracket,

    /// <summary>A comma.</summary>
    Comma,

    /// <summary>The colon of a subquery.</summary>
    Colon,

    /// <summary>The sign before a moment.</summary>
    At,

    /// <summary>A sign of arithmetic or comparison.</summary>
    Operator,

    /// <summary>A comment, up to the end of its line.</summary>
    Comment,

    /// <summary>What is none of these, or is never closed.</summary>
    Broken,
}
