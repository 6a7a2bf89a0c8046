using System.Text.RegularExpressions;
using ServicePing.Definitions.Export;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Reading;

namespace ServicePing.Tool.Drafts;

/// <summary>What metrics and events both have to say; a folder's defaults of the vocabulary answer for them.</summary>
/// <param name="answers">The answers.</param>
/// <param name="proposals">What is proposed.</param>
/// <param name="keys">The keys.</param>
internal sealed class CommonQuestions(Answers answers, Proposals proposals, CommonKeys keys)
{
    /// <summary>Where the file is to lie, as far as that is known before its name is.</summary>
    private readonly string _place = answers.Given("file") ?? $"{keys.Folder}/new.yml";

    internal string Owner => field ??= One("owner", keys.Owner, proposals.Owner, proposals.Words.Owners.Select(owner => owner.Name));

    internal string Milestone => field ??= One("milestone", keys.Milestone, proposals.Milestone, [], IsVersion);

    internal string Link => field ??= One("link", keys.Link, null, [], IsLink);

    internal IReadOnlyList<string> Tiers => field ??= Default(keys.Tiers) is { } tiers && answers.Given("tiers") is null
        ? tiers.Values
        : answers.ListOf(new Question("tiers", keys.Tiers.Description) { Proposal = proposals.Tiers, Objection = Each(proposals.Words.Tiers) });

    /// <summary>One word or text; what a folder's defaults say is not asked.</summary>
    internal string One(string option, Key key, string? proposal, IEnumerable<string>? choices = null, Func<string, string?>? objection = null) =>
        answers.Given(option) is null && Default(key) is { Values: [var given, ..] }
            ? given
            : answers.Of(new Question(option, key.Description)
            {
                Proposal = proposal,
                Choices = [.. choices ?? key.Type.Words],
                Objection = objection ?? (_ => null),
            });

    /// <summary>The file, below the folder of the kind.</summary>
    internal string File(string name) => answers.Of(new Question("file", "The file, below the definitions root.")
    {
        Proposal = $"{proposals.FolderOf(keys.Folder, Owner)}{name}.yml",
        Objection = file => DefinitionPath.KindOf(file) == DefinitionPath.Folders.First(folder => folder.Key == keys.Folder).Value && !file.Contains("..", StringComparison.Ordinal)
            ? null
            : $"'{file}' is no file below {keys.Folder}/ that ends in .yml.",
    });

    /// <summary>Adds a key, unless a default of the folder says the same.</summary>
    internal void Add(Fields fields, string key, string file, params IReadOnlyList<string> values)
    {
        bool isList = proposals.Default(key, file) is { } given ? given.IsList : key == keys.Tiers.Name;
        if (proposals.Default(key, file) is { } same && same.Values.SequenceEqual(values))
        {
            return;
        }

        fields.Add(key, isList || values.Count > 1 ? Fields.List(values.Select(Fields.Text)) : Fields.Text(values is [var only, ..] ? only : ""));
    }

    /// <summary>An objection to whatever is none of some words; none where any word is allowed.</summary>
    internal static Func<string, string?> Each(IEnumerable<string> words)
    {
        string[] allowed = [.. words];
        return text => allowed.Length == 0 ? null : text.Split(',', StringSplitOptions.TrimEntries)
            .Where(word => !allowed.Contains(word))
            .Select(word => $"'{word}' is none of {string.Join(", ", allowed)}.")
            .FirstOrDefault();
    }

    /// <summary>An objection to a text that is none of a pattern.</summary>
    internal static Func<string, string?> Like(Key key) => text =>
        key.Type.Pattern is { } pattern && !Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant) ? $"'{text}' is not written like {key.Example}." : null;

    private DefaultValue? Default(Key key) => proposals.Default(key, _place);

    private static string? IsVersion(string text) => Patterns.IsMilestone(text) ? null : $"'{text}' is no version: write it like 1.0.";

    private static string? IsLink(string text) => Uri.TryCreate(text, UriKind.Absolute, out Uri? link) && link.Scheme is "https" or "http"
        ? null
        : $"'{text}' is no address: write it like https://forge.example/forge/changes/11.";
}
