using ServicePing.Tool.Drafts;
using Spectre.Console;

namespace ServicePing.Tool;

/// <summary>Asks whoever sits at the terminal; the Tab key completes what is one of a few words.</summary>
internal static class TerminalPrompt
{
    // More would hide the question.
    private const int MostShown = 9;

    /// <summary>Whether somebody sits there.</summary>
    internal static bool IsThere => !Console.IsInputRedirected && !Console.IsOutputRedirected;

    /// <summary>Asks until the answer is one.</summary>
    internal static string Ask(Question question)
    {
        TextPrompt<string> prompt = new($"[bold]{Markup.Escape(question.Option)}[/] {Markup.Escape(question.Text)}")
        {
            AllowEmpty = question.IsOptional,
            ShowChoices = question.Choices.Count <= MostShown,
        };
        prompt.Validate(answer => question.Refuse(answer) is { } objection ? ValidationResult.Error($"[red]{Markup.Escape(objection)}[/]") : ValidationResult.Success());
        if (question.Proposal is { } proposal && (proposal.Length > 0 || !question.IsOptional))
        {
            prompt.DefaultValue(proposal);
        }

        return Screen.Out.Prompt(question.Choices.Count == 0 ? prompt : prompt.AddChoices(question.Choices)
            .InvalidChoiceMessage($"[red]That is none of {Markup.Escape(string.Join(", ", question.Choices.Take(MostShown)))}{(question.Choices.Count > MostShown ? " and others" : "")}.[/]"));
    }
}
