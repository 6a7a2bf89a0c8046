using System.Text.RegularExpressions;
using ServicePing.Tests;

namespace ServicePing.Versions.Tests;

/// <summary>docs/wire.md: its examples, each a request and the answer that follows it.</summary>
internal static partial class WireDocument
{
    internal static string Path { get; } = Repository.PathOf("docs", "wire.md");

    internal static Task<string> ReadAsync() => File.ReadAllTextAsync(Path);

    internal static IReadOnlyList<WireExample> Examples(string text)
    {
        string[] blocks = [.. Block().Matches(text).Select(match => match.Groups[1].Value)];
        return [.. blocks.Chunk(2).Select(pair => new WireExample(Message(pair[0]), Message(pair[1])))];
    }

    /// <summary>The text with other answers, in order.</summary>
    internal static string WithAnswers(string text, IReadOnlyList<string> answers)
    {
        int block = 0;
        return Block().Replace(text, match => block++ % 2 == 0 ? match.Value : $"```http\n{answers[(block - 1) / 2]}\n```");
    }

    private static WireMessage Message(string block)
    {
        string[] parts = block.Split("\n\n", 2);
        string[] head = parts[0].Split('\n');
        return new WireMessage(
            head[0],
            head.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(field => field[0], field => field[1]),
            parts is [_, string body] ? body : "");
    }

    [GeneratedRegex("(?s)```http\n(.*?)\n```")]
    private static partial Regex Block();
}

/// <summary>A request or an answer as the page shows it.</summary>
internal sealed record WireMessage(string FirstLine, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>An exchange as the page shows it.</summary>
internal sealed record WireExample(WireMessage Request, WireMessage Answer);
