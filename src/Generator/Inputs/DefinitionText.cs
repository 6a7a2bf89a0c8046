using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using ServicePing.Definitions.GitLab;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Yaml;

namespace ServicePing.Generators.Inputs;

/// <summary>Reads one definition file.</summary>
internal static class DefinitionText
{
    /// <summary>The meaning of a file and its problems; null for a file that is no definition.</summary>
    public static ReadFile? Read(AdditionalText text, ReadingOptions options, CancellationToken cancellationToken) =>
        options.Inputs.Find(text.Path) is { } place && text.GetText(cancellationToken) is { } content
            ? Read(text.Path, place, content, options.Words, cancellationToken)
            : null;

    /// <summary>The product's own words among some files; GitLab's where none of them declares any.</summary>
    public static ProductWords WordsOf(IEnumerable<AdditionalText> texts, DefinitionInputs inputs, CancellationToken cancellationToken)
    {
        foreach (AdditionalText text in texts)
        {
            if (inputs.Find(text.Path) is { Kind: DefinitionKind.Vocabulary } place && text.GetText(cancellationToken) is { } content)
            {
                return Read(text.Path, place, content, GitLabWords.All, cancellationToken).Meaning.Words ?? ProductWords.Unread;
            }
        }

        return GitLabWords.All;
    }

    /// <summary>The meaning of a text and its problems.</summary>
    public static ReadFile Read(
        string path, DefinitionPlace place, SourceText text, ProductWords words, CancellationToken cancellationToken) =>
        DefinitionReader.Read(new SourceFile(path, place.RelativePath, place.Kind, text.ToString()), words, cancellationToken);
}
