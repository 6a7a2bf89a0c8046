using ServicePing.Definitions.Reading;

namespace ServicePing.Definitions.Tests.Reading;

public sealed class JsonTextTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData(" {\"a\" : [ 1 , -2.5E+3, 0.1, true,false,null, {\"b\":{}}, [] ]}\r\n\t")]
    [InlineData("{\"\\\\\\\"\\u0041é\": \"\\n\"}")]
    public void An_object_has_no_flaw(string text) => Assert.Null(JsonText.FlawOfObject(text));

    [Theory]
    [InlineData("", 0)]
    [InlineData("[]", 0)]
    [InlineData("{", 1)]
    [InlineData("{\"a\"}", 4)]
    [InlineData("{\"a\": }", 6)]
    [InlineData("{\"a\": 1,}", 8)]
    [InlineData("{\"a\": 1 \"b\": 2}", 8)]
    [InlineData("{a: 1}", 1)]
    [InlineData("{\"a\": 'b'}", 6)]
    [InlineData("{\"a\": \"b}", 9)]
    [InlineData("{\"a\": 01}", 8)]
    [InlineData("{\"a\": +1}", 6)]
    [InlineData("{\"a\": --1}", 9)]
    [InlineData("{\"a\": [1, 2}", 11)]
    [InlineData("{} {}", 3)]
    [InlineData("{\"a\": \"\n\"}", 7)]
    public void A_flaw_is_found_where_it_is(string text, int offset) => Assert.Equal(offset, JsonText.FlawOfObject(text)?.Offset);

    [Fact]
    public void Deep_nesting_ends_soon() =>
        Assert.Contains("deep", JsonText.FlawOfObject("{\"a\":" + new string('[', 100_000))?.Flaw, StringComparison.Ordinal);
}
