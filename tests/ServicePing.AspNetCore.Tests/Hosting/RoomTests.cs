using ServicePing.Tests;

namespace ServicePing.AspNetCore.Tests;

/// <summary>A folder is a room: its arrows to others go one way.</summary>
public sealed class RoomTests
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

    private static readonly Rooms Rooms = new("AspNetCore", MayUse);

    [Fact]
    public void No_room_uses_one_that_it_may_not()
    {
        Assert.True(Rooms.TypeCount > 20);
        Assert.Empty(Rooms.WrongArrows());
    }

    [Fact]
    public void Every_folder_is_a_room() => Assert.Equal(MayUse.Keys.Order(StringComparer.Ordinal), Rooms.Folders);
}
