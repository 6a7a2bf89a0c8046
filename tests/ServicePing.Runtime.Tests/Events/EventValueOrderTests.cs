using System.Numerics;

namespace ServicePing.Tests;

/// <summary>Numbers of events are compared by amount, whatever type carries them.</summary>
public sealed class EventValueOrderTests
{
    private static readonly long[] Integers =
        [0, 1, -1, 10, 1L << 53, (1L << 53) + 1, -(1L << 53) - 1, long.MaxValue, long.MaxValue - 1, long.MinValue, long.MinValue + 1];

    private static readonly double[] Reals =
        [0, -0.0, 0.5, -0.5, 1, 9.99, 10, 9007199254740992, 9223372036854775807, 9223372036854774784, -9223372036854775808, 1e300, -1e300, double.PositiveInfinity];

    [Fact]
    public void Any_two_numbers_are_in_the_order_of_their_amounts()
    {
        EventValue[] values = [.. Integers.Select(value => (EventValue)value), .. Reals.Select(value => (EventValue)value)];
        foreach (EventValue left in values)
        {
            foreach (EventValue right in values)
            {
                Assert.Equal(Math.Sign(Amount(left).CompareTo(Amount(right))), Math.Sign(left.CompareNumber(right)!.Value));
                Assert.Equal(left == right, left.CompareNumber(right) == 0);
            }
        }
    }

    [Fact]
    public void What_is_no_number_has_no_order()
    {
        EventValue[] others = [EventValue.None, "1", true, Guid.NewGuid(), double.NaN];
        Assert.All(others, other => Assert.Equal((null, null), (other.CompareNumber(1), ((EventValue)1.5).CompareNumber(other))));
    }

    /// <summary>A hundred times the amount, exactly.</summary>
    private static BigInteger Amount(EventValue value) => value.Kind == EventValueKind.Integer ? 100 * BigInteger.Parse(value.ToString(), System.Globalization.CultureInfo.InvariantCulture)
        : double.IsPositiveInfinity(value.AsNumber()!.Value) ? BigInteger.Pow(10, 400)
        : double.IsInteger(value.AsNumber()!.Value) ? 100 * new BigInteger(value.AsNumber()!.Value)
        : new BigInteger(100 * value.AsNumber()!.Value);
}
