using System.Text;
using ServicePing.Tests;

namespace ServicePing.Definitions.Tests.Broken;

/// <summary>A file of broken texts and the messages that they must give.</summary>
/// <remarks>
/// A case is a line <c>## name</c>, the text, and a line <c>=> message</c> for each message. Run with SERVICEPING_GOLDEN=write
/// to have the messages written as they are now, and read the difference.
/// </remarks>
internal sealed class GoldenFile
{
    private static readonly (string Shown, char Meant)[] Signs =
        [("␉", '\t'), ("␍", '\r'), ("␀", '\0'), ("␃", '\u0003'), ("␄", '\u0004'), ("⌂", '\uFEFF')];

    private readonly string _path;
    private readonly string _introduction;

    private GoldenFile(string path, string introduction, List<GoldenCase> cases)
    {
        _path = path;
        _introduction = introduction;
        Cases = cases;
    }

    public List<GoldenCase> Cases { get; }

    public static bool IsWriting => Environment.GetEnvironmentVariable("SERVICEPING_GOLDEN") == "write";

    public static GoldenFile Load(string name)
    {
        string path = Repository.PathOf("tests", "ServicePing.Definitions.Tests", "Broken", name);
        string[] sections = ("\n" + File.ReadAllText(path)).Split("\n## ");
        List<GoldenCase> cases = [];
        foreach (string section in sections.Skip(1))
        {
            string[] lines = section.TrimEnd('\n').Split('\n');
            cases.Add(new GoldenCase(
                lines[0],
                string.Join("\n", lines.Skip(1).Where(line => !line.StartsWith("=> ", StringComparison.Ordinal))),
                [.. lines.Where(line => line.StartsWith("=> ", StringComparison.Ordinal)).Select(line => line[3..])]));
        }

        return new GoldenFile(path, sections[0].Trim('\n'), cases);
    }

    /// <summary>The characters that an editor would not show, put in the places of the signs that stand for them.</summary>
    public static string Plain(string text)
    {
        foreach ((string shown, char meant) in Signs)
        {
            text = text.Replace(shown, meant.ToString(), StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>Writes the messages as they are.</summary>
    public void Write(Func<GoldenCase, IEnumerable<string>> messages)
    {
        StringBuilder text = new(_introduction + "\n");
        foreach (GoldenCase one in Cases)
        {
            text.Append($"\n## {one.Name}\n").Append(one.Text.Length == 0 ? "" : one.Text + "\n");
            foreach (string message in messages(one))
            {
                text.Append($"=> {message}\n");
            }
        }

        File.WriteAllText(_path, text.ToString());
    }
}

/// <summary>A broken text.</summary>
/// <param name="Name">What is broken.</param>
/// <param name="Text">The text, with signs for characters that cannot be seen.</param>
/// <param name="Messages">What must be reported.</param>
internal sealed record GoldenCase(string Name, string Text, IReadOnlyList<string> Messages);
