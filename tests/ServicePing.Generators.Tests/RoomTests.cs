using ServicePing.Tests;

namespace ServicePing.Generators.Tests;

/// <summary>A folder is a room: its arrows to others go one way, and <c>docs/architecture.md</c> shows them.</summary>
public sealed class RoomTests
{
    private static readonly CompiledRooms Rooms = new(typeof(ServicePingGenerator).Assembly, "ServicePing.Generators");

    [Fact]
    public void No_room_reaches_back_to_itself() => Assert.Empty(Rooms.Circles());

    [Fact]
    public void The_page_shows_every_arrow_and_each_leads_to_a_room_above()
    {
        bool isWriting = Environment.GetEnvironmentVariable("SERVICEPING_GOLDEN") == "write";
        (RoomTable shown, RoomTable real) = RoomTable.Read("### Rooms of ServicePing.Generators", Rooms, isWriting);

        Assert.Equal(real.ToString(), shown.ToString());
        Assert.Empty(shown.WrongWay());
    }

    [Fact]
    public void Every_folder_is_a_room() => Assert.Equal(CompiledRooms.FoldersOf("Generator"), Rooms.Names);
}
