using System.Text.RegularExpressions;
using ServicePing.Tests;

namespace ServicePing.Versions.Tests;

/// <summary>A folder of the receiver is a room: its arrows to others go one way.</summary>
public partial class RoomTests
{
    /// <summary>Which room may use which; docs/architecture.md says what lives in each.</summary>
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Wire"] = [],
        ["DevOps"] = ["Wire"],
        ["Answers"] = ["Wire", "DevOps"],
        ["Storage"] = ["Wire", "DevOps", "Answers"],
        ["Intake"] = ["Wire", "DevOps", "Answers", "Storage"],
        ["Hosting"] = ["Wire", "DevOps", "Answers", "Storage", "Intake"],
    };

    [Fact]
    public void No_room_uses_one_that_it_may_not()
    {
        Dictionary<string, string> code = MayUse.Keys.ToDictionary(room => room, CodeOf);
        Dictionary<string, string> roomOfType = code
            .SelectMany(room => Declaration().Matches(room.Value).Select(match => (Type: match.Groups[1].Value, Room: room.Key)))
            .Where(declared => declared.Type is not ("Waiting" or "Window" or "Batch" or "Node" or "Raised" or "Stored" or "Refused"))
            .ToDictionary(declared => declared.Type, declared => declared.Room);

        string[] arrows = [.. code.SelectMany(room => Word().Matches(room.Value)
            .Select(word => word.Value)
            .Distinct()
            .Where(word => roomOfType.TryGetValue(word, out string? used) && used != room.Key && !MayUse[room.Key].Contains(used))
            .Select(word => $"{room.Key} uses {word} of {roomOfType[word]}"))];

        Assert.True(roomOfType.Count > 30);
        Assert.Empty(arrows);
    }

    [Fact]
    public void Every_folder_is_a_room_and_the_receiver_uses_nothing_else_of_ours()
    {
        string[] folders = [.. Directory.EnumerateDirectories(Repository.PathOf("src", "Versions"))
            .Select(folder => Path.GetFileName(folder)!)
            .Where(name => name is not ("bin" or "obj"))];

        Assert.Equal(MayUse.Keys.Order(StringComparer.Ordinal), folders.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(
            typeof(ServicePingReceiverOptions).Assembly.GetReferencedAssemblies(),
            assembly => assembly.Name!.StartsWith("ServicePing", StringComparison.Ordinal));
    }

    /// <summary>All code of a room without what only looks like a name of a type.</summary>
    private static string CodeOf(string room) => string.Join('\n', Directory
        .EnumerateFiles(Repository.PathOf("src", "Versions", room), "*.cs")
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
