using System.Text.RegularExpressions;

namespace ServicePing.Tests;

/// <summary>The folders of a project as rooms: which may use which, and which does.</summary>
internal sealed partial class Rooms(string project, IReadOnlyDictionary<string, string[]> mayUse)
{
    /// <summary>How many types the rooms have that are not nested in another.</summary>
    internal int TypeCount => RoomOfType().Count;

    /// <summary>The folders of the project.</summary>
    internal IEnumerable<string> Folders => Directory.EnumerateDirectories(Repository.PathOf("src", project))
        .Select(folder => Path.GetFileName(folder)!)
        .Where(name => name is not ("bin" or "obj"))
        .Order(StringComparer.Ordinal);

    /// <summary>What a room uses of one that it may not.</summary>
    internal IEnumerable<string> WrongArrows()
    {
        Dictionary<string, string> roomOfType = RoomOfType();
        return mayUse.Keys.SelectMany(room => Word().Matches(CodeOf(room))
            .Select(word => word.Value)
            .Distinct()
            .Where(word => roomOfType.TryGetValue(word, out string? used) && used != room && !mayUse[room].Contains(used))
            .Select(word => $"{room} uses {word} of {roomOfType[word]}"));
    }

    /// <summary>Nested types are known by the type around them, and may be called as another one is.</summary>
    private Dictionary<string, string> RoomOfType() => mayUse.Keys
        .SelectMany(room => Declaration().Matches(CodeOf(room)).Select(match => (Type: match.Groups[1].Value, Room: room)))
        .ToDictionary(declared => declared.Type, declared => declared.Room);

    /// <summary>All code of a room without what only looks like a name of a type.</summary>
    private string CodeOf(string room) => string.Join('\n', Directory
        .EnumerateFiles(Repository.PathOf("src", project, room), "*.cs", SearchOption.AllDirectories)
        .SelectMany(File.ReadLines)
        .Where(line => !line.StartsWith("using ", StringComparison.Ordinal))
        .Select(line => Comment().Replace(line, "")));

    [GeneratedRegex(@"^(?:[a-z]+ )*(?:class|record struct|record|struct|enum|interface)\s+([A-Z]\w*)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"(?<![.\w])[A-Z]\w*\b")]
    private static partial Regex Word();

    [GeneratedRegex("//.*$")]
    private static partial Regex Comment();
}
