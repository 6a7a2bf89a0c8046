namespace ServicePing.Tool.Drafts;

/// <summary>Something that a draft has to know.</summary>
/// <param name="Option">The option that answers it, without its dashes.</param>
/// <param name="Text">What is asked.</param>
internal sealed record Question(string Option, string Text)
{
    /// <summary>What is taken where nobody says anything else; null where nothing can be proposed.</summary>
    internal string? Proposal { get; init; }

    /// <summary>The only answers; none for any.</summary>
    internal IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Whether it may be left without an answer.</summary>
    internal bool IsOptional { get; init; }

    /// <summary>What is wrong with an answer, in a sentence; null for nothing.</summary>
    internal Func<string, string?> Objection { get; init; } = _ => null;

    /// <summary>What is wrong with an answer that is one of the choices or free.</summary>
    internal string? Refuse(string answer) => answer.Length == 0
        ? IsOptional ? null : "It needs an answer."
        : Choices.Count > 0 && !Choices.Contains(answer)
            ? $"'{answer}' is none of {string.Join(", ", Choices.Take(12))}{(Choices.Count > 12 ? " and others" : "")}.{Definitions.Problems.Suggestion.For(answer, Choices)}"
            : Objection(answer);
}
