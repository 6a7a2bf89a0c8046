using Microsoft.CodeAnalysis;

namespace ServicePing.Generators.Inputs;

/// <summary>Files of which another generator makes C#, which no generator sees of another.</summary>
internal static class ViewFile
{
    private static readonly string[] Endings = [".razor", ".cshtml", ".xaml", ".axaml"];

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

    /// <summary>The names in a view; null where it cannot be read.</summary>
    public static CalledNames? Names(AdditionalText file, CancellationToken cancellationToken) =>
        file.GetText(cancellationToken) is { } text ? CalledNames.InView(text) : null;
}
