using ServicePing.Runtime.Wire;

namespace ServicePing.Tests;

/// <summary>Texts of others, made fit to be shown and kept.</summary>
public sealed class EgressTextTests
{
    [Theory]
    [InlineData("a\r\nb\0c", "a  b c")]
    [InlineData("  abcdef ", "abcdef")]
    [InlineData("abcdefg", "abcdef…")]
    public void A_text_becomes_one_line_that_is_not_too_long(string text, string expected) =>
        Assert.Equal(expected, EgressText.Line(text, 6));

    /// <summary>Half a character is no text that a database keeps.</summary>
    [Fact]
    public void No_character_is_cut_in_two() => Assert.Equal("abcde😀…", EgressText.Line("abcde😀😀", 6));
}
