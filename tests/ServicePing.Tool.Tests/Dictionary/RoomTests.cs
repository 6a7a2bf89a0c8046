using ServicePing.Dictionary;
using ServicePing.Tests;

namespace ServicePing.Tool.Tests.Dictionary;

/// <summary>A folder of the dictionary is a room: its arrows to others go one way.</summary>
public sealed class RoomTests
{
    /// <summary>Which room may use which; docs/architecture.md says what lives in each.</summary>
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Model"] = [],
        ["Addresses"] = ["Model"],
        ["Search"] = ["Model", "Addresses"],
        ["Twins"] = ["Model", "Addresses"],
        ["Site"] = ["Model", "Addresses", "Search", "Twins"],
    };

    private static readonly Rooms Rooms = new("Dictionary", MayUse);

    [Fact]
    public void No_room_uses_one_that_it_may_not()
    {
        Assert.True(Rooms.TypeCount > 30);
        Assert.Empty(Rooms.WrongArrows());
    }

    [Fact]
    public void Every_folder_is_a_room_and_the_dictionary_uses_nothing_of_ours_but_pages()
    {
        Assert.Equal(MayUse.Keys.Order(StringComparer.Ordinal), Rooms.Folders);
        Assert.Equal(
            ["ServicePing.Pages"],
            typeof(MetricsDictionary).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!)
                .Where(name => name.StartsWith("ServicePing", StringComparison.Ordinal)));
    }
}
