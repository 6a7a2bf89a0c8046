using System.Globalization;
using System.Text.Json;

namespace ServicePing.Tests;

/// <summary>What a value looks like in a message, a log and a debugger.</summary>
public sealed class MetricValueTests
{
    [Fact]
    public void A_value_prints_as_the_payload_has_it()
    {
        CultureInfo culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NegativeSign = "minus ";
        culture.NumberFormat.NumberDecimalSeparator = ",";
        CultureInfo before = Thread.CurrentThread.CurrentCulture;
        try
        {
            Thread.CurrentThread.CurrentCulture = culture;

            Assert.Equal("minus 1,5", $"{-1.5}");
            Assert.Equal("-5000", MetricValue.From(-5000).ToString());
            Assert.Equal("1234.5", MetricValue.From(1234.5).ToString());
            Assert.Equal("12345678901234567890.10", MetricValue.From(12345678901234567890.10m).ToString());
            Assert.Equal("true", MetricValue.From(true).ToString());
            Assert.Equal("\"five \\\\ six\"", MetricValue.From("five \\ six").ToString());
            Assert.Equal("null", MetricValue.Null.ToString());
            Assert.Equal("{\"1\":[5,null]}", MetricValue.From(JsonElement.Parse("{ \"1\": [5, null] }")).ToString());
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_reading_shows_its_value() =>
        Assert.Contains("Value = 12, ", new MetricReading("counts.issues", MetricValue.From(12), default, null, default, default).ToString(), StringComparison.Ordinal);
}
