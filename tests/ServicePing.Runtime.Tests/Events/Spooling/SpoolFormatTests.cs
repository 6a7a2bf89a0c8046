using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Events.Spooling;

namespace ServicePing.Tests;

/// <summary>A spool is read as far as it is whole, wherever it was torn.</summary>
public sealed class SpoolFormatTests
{
    private static readonly DateTime At = new(2026, 11, 21, 2, 15, 0, DateTimeKind.Utc);

    private static readonly SpoolRecord[] Records =
    [
        new SpoolRecord.Tracked(1, At, [new CounterWrite.Count("a", null, 3), new CounterWrite.Field("ü", CounterWrite.SixWeeks, "läbel", 2, 5)], [3, 2]),
        new SpoolRecord.Settled(1, At),
        new SpoolRecord.Tracked(2, At, [new CounterWrite.Amount("s", null, -0.25)], [1]),
        new SpoolRecord.Tracked(2, At, [new CounterWrite.Registers("r", CounterWrite.SixWeeks, [1, 2, 3])], [7]),
    ];

    private static readonly byte[] Whole = [.. SpoolFormat.Header(Guid.NewGuid()), .. Records.SelectMany(SpoolFormat.Encode)];

    [Fact]
    public void What_was_written_is_read()
    {
        (IReadOnlyList<SpoolRecord> records, int length) = SpoolFormat.Decode(Whole);

        Assert.Equal(Whole.Length, length);
        Assert.Equal(Records.Select(SpoolFormat.Encode), records.Select(SpoolFormat.Encode));
        Assert.Equal(At, records[0].At);
    }

    [Fact]
    public void A_spool_that_ends_anywhere_is_read_up_to_its_last_whole_record()
    {
        int[] ends = [.. Records.Index().Select(record => SpoolFormat.HeaderLength + Records[..(record.Index + 1)].Sum(one => SpoolFormat.Encode(one).Length))];
        for (int length = 0; length <= Whole.Length; length++)
        {
            if (SpoolFormat.WriterOf(Whole.AsSpan(0, length)) is null)
            {
                Assert.InRange(length, 0, SpoolFormat.HeaderLength - 1);
                continue;
            }

            (IReadOnlyList<SpoolRecord> records, int end) = SpoolFormat.Decode(Whole[..length]);
            Assert.Equal(ends.Count(one => one <= length), records.Count);
            Assert.Equal(ends.Where(one => one <= length).DefaultIfEmpty(SpoolFormat.HeaderLength).Max(), end);
        }
    }

    [Fact]
    public void A_byte_that_has_changed_ends_the_reading_before_its_record()
    {
        for (int at = 0; at < Whole.Length; at++)
        {
            foreach (int mask in (int[])[1, 0x80, 0xff])
            {
                byte[] damaged = [.. Whole];
                damaged[at] ^= (byte)mask;
                if (at < SpoolFormat.HeaderLength)
                {
                    Assert.Null(SpoolFormat.WriterOf(damaged));
                    continue;
                }

                (IReadOnlyList<SpoolRecord> records, int end) = SpoolFormat.Decode(damaged);
                Assert.InRange(end, SpoolFormat.HeaderLength, at);
                Assert.Equal(Records.Take(records.Count).Select(SpoolFormat.Encode), records.Select(SpoolFormat.Encode));
            }
        }
    }
}
