using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Tests.Broken;
using ServicePing.Definitions.Tests.Seeded.Lower;
using ServicePing.Tests;

namespace ServicePing.Definitions.Tests;

/// <summary>A folder is a room: its arrows to others go one way, and <c>docs/architecture.md</c> shows them.</summary>
public sealed class RoomTests
{
    private static readonly CompiledRooms Rooms = new(typeof(DefinitionReader).Assembly, "ServicePing.Definitions");

    [Fact]
    public void No_room_reaches_back_to_itself() => Assert.Empty(Rooms.Circles());

    [Fact]
    public void The_page_shows_every_arrow_and_each_leads_to_a_room_above()
    {
        (RoomTable shown, RoomTable real) = RoomTable.Read("### Rooms of ServicePing.Definitions", Rooms, GoldenFile.IsWriting);

        Assert.Equal(real.ToString(), shown.ToString());
        Assert.Empty(shown.WrongWay());
    }

    /// <summary>The compiler's own attributes are in the namespaces where it looks for them.</summary>
    [Fact]
    public void Every_folder_is_a_room() =>
        Assert.Equal(CompiledRooms.FoldersOf("Definitions").Where(folder => folder != "Polyfills"), Rooms.Names);

    [Theory]
    [InlineData("Marking")]
    [InlineData("Field")]
    [InlineData("Argument")]
    [InlineData("Constraint")]
    [InlineData("Call")]
    [InlineData("Lambda")]
    [InlineData("Cast")]
    [InlineData("Catch")]
    public void An_arrow_is_seen_wherever_it_stands(string place)
    {
        CompiledRooms seeded = new(typeof(RoomTests).Assembly, "ServicePing.Definitions.Tests.Seeded");

        Assert.Equal(["Lower"], seeded.UsedBy(place));
        Assert.Equal(["Circle"], seeded.UsedBy("Lower"));
        Assert.Equal(
            [$"Circle → Lower: Back uses {nameof(Thing)}", "Lower → Circle: Thing uses Back"], seeded.Circles());
    }
}
