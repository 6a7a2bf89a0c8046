using System.Text;

namespace ServicePing.Tool.Reports;

/// <summary>Facts for people, each behind its label; what says nothing is left out.</summary>
internal sealed class FactLines
{
    private const int LabelWidth = 16;

    private readonly StringBuilder _text = new();

    internal FactLines Fact(string label, string? says)
    {
        if (says is { Length: > 0 })
        {
            // What has several lines goes on below where it began.
            string further = "\n" + new string(' ', LabelWidth + 2);
            _text.Append("  ").Append(label.PadRight(LabelWidth)).Append(says.ReplaceLineEndings(further)).Append('\n');
        }

        return this;
    }

    /// <summary>A fact a line, below each other.</summary>
    internal FactLines Facts(string label, IEnumerable<string> says) => Fact(label, string.Join('\n', says));

    /// <summary>A text to the letter, indented below a sentence that says what it is.</summary>
    internal FactLines Block(string title, string text)
    {
        _text.Append("\n  ").Append(title).Append("\n\n");
        foreach (string line in text.TrimEnd('\n').Split('\n'))
        {
            _text.Append(line.Length > 0 ? "      " : "").Append(line).Append('\n');
        }

        return this;
    }

    public override string ToString() => _text.ToString();
}
