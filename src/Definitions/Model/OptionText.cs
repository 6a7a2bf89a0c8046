using System.Text.RegularExpressions;

namespace ServicePing.Definitions.Model;

/// <summary>Names that are made of options: <c>:name</c> in a text that is no SQL stands for the option's own word.</summary>
internal static class OptionText
{
    private static readonly Regex Parameter = new("(?<![A-Za-z0-9:]):([a-z_][a-z0-9_]*)", RegexOptions.CultureInvariant);

    /// <summary>The names of the options that a text is made of.</summary>
    public static IEnumerable<string> Parameters(string? text) =>
        text is null ? [] : Parameter.Matches(text).Cast<Match>().Select(static match => match.Groups[1].Value);

    /// <summary>Fills options in.</summary>
    /// <param name="text">The text.</param>
    /// <param name="word">The word of an option; null leaves the text as it is.</param>
    public static string Bind(string text, Func<string, string?> word) =>
        Parameter.Replace(text, match => word(match.Groups[1].Value) ?? match.Value);
}
