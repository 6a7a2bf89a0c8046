using ServicePing.Tests;

namespace ServicePing.Versions.Tests;

/// <summary>A folder of the receiver is a room: its arrows to others go one way.</summary>
public sealed class RoomTests
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

    private static readonly Rooms Rooms = new("Versions", MayUse);

    [Fact]
    public void No_room_uses_one_that_it_may_not()
    {
        Assert.True(Rooms.TypeCount > 30);
        Assert.Empty(Rooms.WrongArrows());
    }

    [Fact]
    public void Every_folder_is_a_room_and_the_receiver_uses_nothing_else_of_ours()
    {
        Assert.Equal(MayUse.Keys.Order(StringComparer.Ordinal), Rooms.Folders);
        Assert.DoesNotContain(
            typeof(ServicePingReceiverOptions).Assembly.GetReferencedAssemblies(),
            assembly => assembly.Name!.StartsWith("ServicePing", StringComparison.Ordinal));
    }
}
