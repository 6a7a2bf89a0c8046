using ServicePing.Runtime.Databases.Passes;

namespace ServicePing.Runtime.Tests.Databases;

/// <summary>For how long a pass holds the snapshot that it reads in; the limit is 10 seconds.</summary>
public sealed class SnapshotHoldTests
{
    [Theory]
    [InlineData(true, true, 0, 10, "goes on")]
    [InlineData(true, true, 0, 11, "goes by its key")]
    [InlineData(true, true, 6, 4, "goes on")]
    [InlineData(true, true, 6, 5, "needs another")]
    [InlineData(true, true, 6, 11, "goes by its key")]
    [InlineData(true, false, 0, 11, "goes on")]
    [InlineData(true, false, 6, 5, "needs another")]
    [InlineData(true, false, 6, 11, "needs another")]
    [InlineData(false, true, 6, 11, "goes on")]
    public void Too_long_a_pass_goes_by_its_key_or_needs_another_snapshot_but_the_first_without_a_key(
        bool isHeld, bool hasKey, int before, int elapsed, string expected)
    {
        SnapshotHold hold = Hold(isHeld, hasKey, before);

        bool goesOn = hold.Allows(TimeSpan.FromSeconds(elapsed));

        Assert.Equal(expected, goesOn ? "goes on" : hold.IsTooLong ? "goes by its key" : hold.IsLate ? "needs another" : "ends");
        Assert.Equal(!goesOn, hold.IsOver);
        Assert.False(hold.IsGivenUp);
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public void What_is_ended_in_the_midst_of_a_slice_has_no_result(int elapsed, bool isGivenUp)
    {
        SnapshotHold hold = Hold(isHeld: true, hasKey: true, before: 6);

        Assert.Equal(!isGivenUp, hold.AllowsPart(TimeSpan.FromSeconds(elapsed)));
        Assert.Equal(isGivenUp, hold.IsGivenUp);
        Assert.Equal(!isGivenUp, hold.AllowsPart(TimeSpan.Zero));
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public void A_snapshot_is_left_for_the_key_where_there_is_one(bool isHeld, bool hasKey, bool isLeft)
    {
        SnapshotHold hold = Hold(isHeld, hasKey, before: 0);

        Assert.Equal(isLeft, hold.Leave());
        Assert.Equal((isLeft, isLeft), (hold.IsTooLong, hold.IsGivenUp));
    }

    private static SnapshotHold Hold(bool isHeld, bool hasKey, int before)
    {
        SnapshotHold hold = new(isHeld, hasKey, TimeSpan.FromSeconds(10));
        hold.Begin(TimeSpan.FromSeconds(before), isFirst: before == 0);
        return hold;
    }
}
