using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using ServicePing.Definitions.Collections;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Inputs;

/// <summary>Files of which another generator makes C#, which no generator sees of another.</summary>
internal static class ViewFile
{
    private static readonly string[] Endings = [".razor", ".cshtml", ".xaml", ".axaml"];

    private static readonly ConditionalWeakTable<SourceText, ViewWords> Read = new();

    /// <summary>Whether a file is a view, in which events may be triggered.</summary>
    public static bool Is(AdditionalText file)
    {
        foreach (string ending in Endings)
        {
            if (file.Path.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The words of a view; null where it cannot be read.</summary>
    public static ViewWords? Words(AdditionalText file, CancellationToken cancellationToken) =>
        file.GetText(cancellationToken) is { } text ? Read.GetValue(text, static text => WordsOf(text.ToString())) : null;

    private static ViewWords WordsOf(string view)
    {
        SortedSet<string> words = new(StringComparer.Ordinal);
        int start = -1;
        for (int i = 0; i <= view.Length; i++)
        {
            bool isWord = i < view.Length && (char.IsLetterOrDigit(view[i]) || view[i] == '_');
            if (isWord && start < 0)
            {
                start = i;
            }
            else if (!isWord && start >= 0)
            {
                words.Add(view.Substring(start, i - start));
                start = -1;
            }
        }

        return new ViewWords(words.ToEquatableArray());
    }
}
