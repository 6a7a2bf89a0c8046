using System.Globalization;
using System.Numerics;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>A number that a program gives is the number that the payload has and that is read: or the metric has failed.</summary>
public sealed class ExactnessTests
{
    private const int Cases = 300;

    private static readonly decimal[] Decimals =
    [
        decimal.MaxValue, decimal.MinValue, 0.1m, 1.10m, 0.3333333333333333333333333333m, 1e-28m, 9007199254740993.5m, 0.30000000000000004m,
        .. Sample<DoNotSize<decimal>>().Select(one => one.Item),
        .. Sample<decimal>(),
    ];

    private static readonly double[] Doubles =
    [
        double.MaxValue, double.Epsilon, 0.1, 0.1 + 0.2, 1e22, 9007199254740993, 1e-7, 1.2345678901234567E-15, -0.0, 7.9228162514264338E28,
        .. Sample<NormalFloat>().Select(one => one.Item),
    ];

    private static readonly long[] Longs =
    [
        long.MaxValue, long.MinValue, 9_007_199_254_740_993, -9_007_199_254_740_993, 0, -1,
        .. Sample<DoNotSize<long>>().Select(one => one.Item),
        .. Sample<long>(),

        // Each is what the shortest text of a double says, and not what the double is.
        7_714_201_700_401_069_000, -7_714_201_700_401_069_000,
        .. Sample<DoNotSize<long>>().Select(one => (one.Item / 10_000_000 * 10_000_000) + 1_000_000),
    ];

    [Fact]
    public async Task Every_long_is_itself_whatever_the_type_of_its_metric() =>
        await CheckAsync(Longs, MetricValue.From, value => value.ToString(CultureInfo.InvariantCulture));

    [Fact]
    public async Task Every_decimal_is_itself_whatever_the_type_of_its_metric() =>
        await CheckAsync(Decimals, MetricValue.From, value => value.ToString(CultureInfo.InvariantCulture));

    [Fact]
    public async Task Every_double_is_itself_whatever_the_type_of_its_metric() =>
        await CheckAsync(Doubles, MetricValue.From, value => value.ToString("R", CultureInfo.InvariantCulture));

    [Fact]
    public async Task Sums_of_whole_numbers_are_exact_or_fail()
    {
        TestSet set = new();
        (long, long)[] pairs = [.. Longs.Zip(Longs.Reverse()).Select(pair => (Positive(pair.First), Positive(pair.Second))), (long.MaxValue, 1), (9_007_199_254_740_992, 1)];
        List<string> expected = [];
        foreach ((int i, (long left, long right)) in pairs.Index())
        {
            int first = set.AddFact($"a{i:0000}", () => MetricValue.From(left), ValueShape.Integer);
            int second = set.AddFact($"b{i:0000}", () => MetricValue.From((double)(right % 1024)), ValueShape.Double);
            int third = set.AddFact($"c{i:0000}", () => MetricValue.From(right), ValueShape.Integer);
            int fourth = set.AddFact($"f{i:0000}", () => MetricValue.From(left), ValueShape.Double);
            set.AddSum($"d{i:0000}", ValueShape.Double, first, second);
            set.AddSum($"e{i:0000}", ValueShape.Integer, first, third);
            set.AddSum($"g{i:0000}", ValueShape.Double, third, fourth);
            BigInteger sum = (BigInteger)left + right;
            expected.Add($"{(BigInteger)left + right % 1024} {(sum <= long.MaxValue ? $"{sum}" : "fails")} {sum}");
        }

        await using Ping ping = Ping.Of(_ => { }, set);

        ServicePingPayload payload = await ping.CollectAsync();

        Dictionary<string, MetricReading> readings = payload.Metrics.ToDictionary(metric => metric.KeyPath, StringComparer.Ordinal);
        Assert.Equal(expected, pairs.Select((_, i) => $"{Whole(readings[$"d{i:0000}"])} {Whole(readings[$"e{i:0000}"])} {Whole(readings[$"g{i:0000}"])}"));
    }

    [Fact]
    public async Task A_sum_that_would_round_a_part_fails_and_a_fraction_is_added_as_doubles_are()
    {
        TestSet set = new();
        int half = set.AddFact("half", () => MetricValue.From(0.5), ValueShape.Double);
        int large = set.AddFact("large", () => MetricValue.From(9_007_199_254_740_993), ValueShape.Integer);
        int small = set.AddFact("small", () => MetricValue.From(3), ValueShape.Integer);
        int exact = set.AddFact("exact", () => MetricValue.From(1.00000000000000000001m), ValueShape.Decimal);
        set.AddSum("sum.exact", ValueShape.Double, half, exact);
        set.AddSum("sum.large", ValueShape.Double, half, large);
        set.AddSum("sum.small", ValueShape.Double, half, small);
        await using Ping ping = Ping.Of(_ => { }, set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal("-1 -1 3.5", string.Join(' ', payload.Metrics.Where(metric => metric.KeyPath.StartsWith("sum", StringComparison.Ordinal)).Select(metric => metric.Value)));
        Assert.Equal(
            "9007199254740993 has more digits than the floating-point numbers that it is added to.",
            payload.Metrics.Single(metric => metric.KeyPath == "sum.large").Message);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public async Task A_number_that_JSON_cannot_say_is_a_failure(double value)
    {
        TestSet set = new();
        set.AddFact("fact", () => MetricValue.From(value), ValueShape.Double);
        await using Ping ping = Ping.Of(_ => { }, set);

        MetricReading reading = await ping.ReadAsync("fact");

        Assert.Equal((ReadingStatus.Failed, "The value is not a finite number.", "-1"), (reading.Status, reading.Message, reading.Value.ToString()));
    }

    [Fact]
    public async Task A_value_of_another_type_than_is_asked_for_is_no_zero()
    {
        TestSet set = new();
        set.AddFact("text", () => MetricValue.From("five"));
        set.AddFact("object", () => MetricValue.From(JsonElement.Parse("{\"a\":9007199254740993.123456789}")), ValueShape.Json);
        await using Ping ping = Ping.Of(_ => { }, set);

        MetricResult<long> number = await ping.Collector.CollectAsync(new Metric<long>(set, 0));
        MetricResult<bool> flag = await ping.Collector.CollectAsync(new Metric<bool>(set, 0));
        MetricResult<string> text = await ping.Collector.CollectAsync(new Metric<string>(set, 1));
        MetricResult<JsonElement> json = await ping.Collector.CollectAsync(new Metric<JsonElement>(set, 1));

        Assert.Equal((-1L, ReadingStatus.Failed), (number.Value, number.Status));
        Assert.Equal("The value \"five\" is none that a Int64 holds.", number.Message);
        Assert.Equal(ReadingStatus.Failed, flag.Status);
        Assert.Equal(ReadingStatus.Failed, text.Status);
        Assert.Equal("{\"a\":9007199254740993.123456789}", json.Value.GetRawText());
    }

    [Theory]
    [InlineData("9007199254740993", null)]
    [InlineData("9007199254740992", 9_007_199_254_740_992d)]
    [InlineData("1e400", null)]
    [InlineData("0.1", 0.1)]
    [InlineData("3.3333333333333333", 3.3333333333333335)]
    public void A_payload_gives_a_double_for_a_whole_number_only_where_it_is_the_same(string json, double? expected) =>
        Assert.Equal(expected, Reader(json).TryRead("n", out double number) ? number : null);

    [Theory]
    [InlineData("0.1234567890123456789012345678", true)]
    [InlineData("0.12345678901234567890123456789", false)]
    [InlineData("1e-28", true)]
    [InlineData("1e-29", false)]
    [InlineData("0e-29", true)]
    [InlineData("79228162514264337593543950335", true)]
    [InlineData("79228162514264337593543950335.4", false)]
    [InlineData("1.5000000000000000000000000000000000000", true)]
    public void A_payload_gives_a_decimal_only_where_no_digit_is_lost(string json, bool fits) =>
        Assert.Equal(fits, Reader(json).TryRead("n", out decimal _));

    /// <summary>What the payload says is the number, and each type that can hold it reads it; no other does, with status ok.</summary>
    private static async Task CheckAsync<T>(T[] values, Func<T, MetricValue> from, Func<T, string> text)
    {
        foreach (ValueShape shape in (ValueShape[])[ValueShape.Integer, ValueShape.Double, ValueShape.Decimal, ValueShape.Json])
        {
            TestSet set = new();
            foreach ((int i, T value) in values.Index())
            {
                set.AddFact($"fact{i:0000}", () => from(value), shape);
            }

            await using Ping ping = Ping.Of(_ => { }, set);
            ServicePingPayload payload = await ping.CollectAsync();
            foreach ((int i, MetricReading reading) in payload.Metrics.Index())
            {
                BigRational expected = BigRational.Parse(text(values[i]));
                if (reading.Status == ReadingStatus.Ok)
                {
                    Assert.Equal(expected, BigRational.Parse(reading.Value.ToString()));
                }
                else
                {
                    Assert.True(shape is ValueShape.Integer or ValueShape.Decimal, $"{text(values[i])} as {shape}: {reading.Message}");
                    Assert.NotNull(reading.Message);
                }

                Check<long>(payload, i, reading, expected, number => BigRational.Parse(number.ToString(CultureInfo.InvariantCulture)));
                Check<decimal>(payload, i, reading, expected, number => BigRational.Parse(number.ToString(CultureInfo.InvariantCulture)));
                if (reading.Status == ReadingStatus.Ok && reading.Value.TryAs(out double real))
                {
                    Assert.Equal(expected, BigRational.Parse(real.ToString("R", CultureInfo.InvariantCulture)));
                }

                if (reading.Status == ReadingStatus.Ok && reading.Value.TryAs(out long whole))
                {
                    Assert.Equal((expected, whole), (BigRational.Parse(whole.ToString(CultureInfo.InvariantCulture)), reading.Value.AsInt64()));
                }
            }

            for (int i = 0; i < 8; i++)
            {
                MetricResult<double> alone = await ping.Collector.CollectAsync(new Metric<double>(set, i));
                if (alone.Status == ReadingStatus.Ok)
                {
                    Assert.Equal(BigRational.Parse(text(values[i])), BigRational.Parse(alone.Value.ToString("R", CultureInfo.InvariantCulture)));
                }
            }
        }
    }

    private static void Check<T>(ServicePingPayload payload, int slot, MetricReading reading, BigRational expected, Func<T, BigRational> exact)
        where T : struct
    {
        if (reading.Status == ReadingStatus.Ok && payload.Values.TryRead($"fact{slot:0000}", out T read))
        {
            Assert.Equal(expected, exact(read));
        }
    }

    private static PayloadReader Reader(string number) => PayloadReader.Parse(System.Text.Encoding.UTF8.GetBytes($"{{\"n\":{number}}}"));

    private static T[] Sample<T>() => ArbMap.Default.GeneratorFor<T>().Sample(Cases, new Rnd(20261128), Cases);

    private static long Positive(long value) => value < 0 ? ~value : value;

    private static string Whole(MetricReading reading) => reading.Status == ReadingStatus.Ok ? BigRational.Parse(reading.Value.ToString()).ToString() : "fails";

    /// <summary>A number as JSON says it: a whole number and a power of ten, in lowest terms.</summary>
    private readonly record struct BigRational(BigInteger Digits, int Exponent)
    {
        internal static BigRational Parse(string text)
        {
            string[] parts = text.ToUpperInvariant().Split('E');
            int point = parts[0].IndexOf('.', StringComparison.Ordinal);
            int exponent = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
            BigInteger digits = BigInteger.Parse(parts[0].Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
            exponent -= point < 0 ? 0 : parts[0].Length - point - 1;
            while (!digits.IsZero && digits % 10 == 0)
            {
                (digits, exponent) = (digits / 10, exponent + 1);
            }

            return new BigRational(digits, digits.IsZero ? 0 : exponent);
        }

        public override string ToString() => Exponent >= 0
            ? (Digits * BigInteger.Pow(10, Exponent)).ToString(CultureInfo.InvariantCulture)
            : $"{Digits}e{Exponent}";
    }
}
