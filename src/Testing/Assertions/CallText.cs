using System.Text;

namespace ServicePing.Testing;

/// <summary>A call on one line, and the marks below it.</summary>
internal static class CallText
{
    private const int LongestText = 60;

    internal static string Of(string name, IReadOnlyList<TrackedArgument> arguments) =>
        $"{name}({string.Join(", ", arguments.Select(Of))})";

    /// <summary>A line that underlines arguments; null where there are none to underline.</summary>
    /// <param name="call">The call.</param>
    /// <param name="positions">The positions of the arguments; one that is negative is not there.</param>
    internal static string? Marks(TrackedCall call, IReadOnlyList<int> positions)
    {
        StringBuilder line = new(new string(' ', call.Name.Length + 1));
        foreach ((int i, TrackedArgument argument) in call.Arguments.Index())
        {
            line.Append(positions.Contains(i) ? '~' : ' ', Of(argument).Length).Append("  ");
        }

        string marks = line.ToString().TrimEnd();
        return marks.Length == 0 ? null : marks;
    }

    private static string Of(TrackedArgument argument) => $"{argument.Name}: {Of(argument.Value)}";

    private static string Of(EventValue value) => value.Kind switch
    {
        EventValueKind.None => "none",
        EventValueKind.Text => Quoted(value.ToString()),
        _ => value.ToString(),
    };

    /// <summary>A text in quotes, on one line.</summary>
    internal static string Quoted(string text)
    {
        StringBuilder quoted = new("\"");
        foreach (char letter in text.Length > LongestText ? text[..LongestText] + "…" : text)
        {
            quoted.Append(letter switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when char.IsControl(letter) => $"\\u{(int)letter:x4}",
                _ => letter.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
