using System.Text.RegularExpressions;
using ServicePing.Tests;

namespace ServicePing.AspNetCore.Tests;

/// <summary>A folder is a room: its arrows to others go one way.</summary>
public partial class RoomTests
{
    /// <summary>Which room may use which; docs/architecture.md says what lives in each.</summary>
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Wire"] = [],
        ["Options"] = [],
        ["Access"] = ["Wire", "Options"],
        ["Api"] = ["Wire", "Access", "Options"],
        ["Page"] = ["Wire", "Access", "Options"],
        ["Browser"] = ["Wire", "Access", "Options"],
        ["Requests"] = ["Wire", "Access", "Options"],
        ["Hosting"] = ["Wire", "Access", "Api", "Page", "Browser", "Requests", "Options"],
    };

    [Fact]
    public void No_room_uses_one_that_it_may_not()
    {
        Dictionary<string, string> code = MayUse.Keys.ToDictionary(room => room, CodeOf);
        Dictionary<string, string> roomOfType = code
            .SelectMany(room => Declaration().Matches(room.Value).Select(match => (Type: match.Groups[1].Value, Room: room.Key)))
            .DistinctBy(declared => declared.Type)
            .ToDictionary(declared => declared.Type, declared => declared.Room);

        string[] arrows = [.. code.SelectMany(room => Word().Matches(room.Value)
            .Select(word => word.Value)
            .Distinct()
            .Where(word => roomOfType.TryGetValue(word, out string? used) && used != room.Key && !MayUse[room.Key].Contains(used))
            .Select(word => $"{room.Key} uses {word} of {roomOfType[word]}"))];

        Assert.True(roomOfType.Count > 20);
        Assert.Empty(arrows);
    }

    [Fact]
    public void Every_folder_is_a_room() => Assert.Equal(
        MayUse.Keys.Order(StringComparer.Ordinal),
        Directory.EnumerateDirectories(Repository.PathOf("src", "AspNetCore"))
            .Select(folder => Path.GetFileName(folder)!)
            .Where(name => name is not ("bin" or "obj"))
            .Order(StringComparer.Ordinal));

    private static string CodeOf(string room) => string.Join('\n', Directory
        .EnumerateFiles(Repository.PathOf("src", "AspNetCore", room), "*.cs", SearchOption.AllDirectories)
        .SelectMany(File.ReadLines)
        .Where(line => !line.StartsWith("using ", StringComparison.Ordinal))
        .Select(line => Comment().Replace(line, "")));

    [GeneratedRegex(@"\b(?:class|record struct|record|struct|enum|interface)\s+([A-Z]\w*)")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"(?<![.\w])[A-Z]\w*\b")]
    private static partial Regex Word();

    [GeneratedRegex("//.*$")]
    private static partial Regex Comment();
}
