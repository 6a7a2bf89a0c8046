namespace ServicePing.Tool.Drafts;

/// <summary>The answers to a draft's questions: from the command line, else from whoever sits at the terminal, else as proposed.</summary>
/// <param name="given">What the command line says, by the option's name without dashes.</param>
/// <param name="ask">Asks a person; null where nobody is there.</param>
internal sealed class Answers(IReadOnlyDictionary<string, string[]> given, Func<Question, string>? ask)
{
    private readonly List<Question> _missing = [];

    /// <summary>Whether somebody can be asked.</summary>
    internal bool MayAsk => ask is not null;

    /// <summary>The answer, or an empty text where there is none.</summary>
    /// <exception cref="UsageException">The command line says what cannot be.</exception>
    internal string Of(Question question)
    {
        if (Given(question.Option) is { } said)
        {
            return question.Refuse(said) is { } objection ? throw new UsageException($"--{question.Option}: {objection}") : said;
        }

        if (ask is not null)
        {
            return ask(question);
        }

        if (question.Proposal is null && !question.IsOptional)
        {
            _missing.Add(question);
        }

        return question.Proposal ?? "";
    }

    /// <summary>The answers of a question that takes several, as words behind commas.</summary>
    internal IReadOnlyList<string> ListOf(Question question) =>
        Of(question).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What the command line says for an option that nobody is asked for; null for nothing.</summary>
    internal string? Given(string option) => given.TryGetValue(option, out string[]? values) && values.Length > 0 ? string.Join(", ", values) : null;

    /// <summary>The same for an option that may be given several times.</summary>
    internal IReadOnlyList<string> AllGiven(string option) => given.GetValueOrDefault(option) ?? [];

    /// <summary>Ends a draft that lacks answers.</summary>
    /// <exception cref="UsageException">It does.</exception>
    internal void RefuseMissing()
    {
        if (_missing.Count > 0)
        {
            throw new UsageException(
                $"There is no answer for {string.Join(", ", _missing.Select(question => $"--{question.Option} ({question.Text.TrimEnd('.')})"))}: give "
                + (_missing.Count == 1 ? "it, or run the command on a terminal, where it asks." : "them, or run the command on a terminal, where it asks."));
        }
    }
}
