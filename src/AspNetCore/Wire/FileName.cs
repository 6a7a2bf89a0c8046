namespace ServicePing;

/// <summary>The name of a file that a browser saves.</summary>
internal static class FileName
{
    /// <summary>A text with what every system takes in a name of a file.</summary>
    internal static string Of(string text) =>
        string.Concat(text.Select(one => char.IsAsciiLetterOrDigit(one) || one is '-' or '.' ? one : '-'));
}
