using System.CommandLine;
using ServicePing.Tool.Drafts;

namespace ServicePing.Tool.Commands;

/// <summary>Options that answer the questions of drafts.</summary>
internal sealed class DraftOptions(IReadOnlyList<(string Name, string Says)> answered)
{
    private readonly Option<bool> _yes = new("--yes") { Description = "Asks nothing: what is proposed is taken for all that no option says." };
    private readonly Option<string[]>[] _options = [.. answered.Select(one => new Option<string[]>($"--{one.Name}") { Description = one.Says })];

    internal IEnumerable<Option> All => [.. _options, _yes];

    /// <summary>The answers of the command line, and of whoever sits at the terminal.</summary>
    internal Answers Of(ParseResult arguments, bool mayAsk) => new(
        _options.Select(option => (Name: option.Name[2..], Values: arguments.GetValue(option) ?? []))
            .Where(one => one.Values.Length > 0)
            .ToDictionary(one => one.Name, one => one.Values, StringComparer.Ordinal),
        mayAsk && TerminalPrompt.IsThere && !arguments.GetValue(_yes) ? TerminalPrompt.Ask : null);
}
