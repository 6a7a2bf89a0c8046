using ServicePing.Runtime.Access;

namespace ServicePing.Tests;

/// <summary>The text of a token says by itself whether it may be one.</summary>
public sealed class TokenTextTests
{
    /// <summary>The token of GitHub's own example, whose checksum is known.</summary>
    [Fact]
    public void The_checksum_is_that_of_GitHub() =>
        Assert.Equal("0mLq17", TokenText.Checksum("zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ"));

    [Fact]
    public void A_text_has_64_characters_of_which_a_part_names_it_and_none_repeats()
    {
        HashSet<string> seen = [];
        int[] letters = new int[128];
        for (int i = 0; i < 1_000; i++)
        {
            string text = TokenText.Create();
            Assert.Matches("^spt_[0-9A-Za-z]{60}$", text);
            Assert.True(TokenText.IsWellFormed(text));
            Assert.Equal(text[4..15], TokenText.IdOf(text));
            Assert.True(seen.Add(text) && seen.Add(TokenText.IdOf(text)));
            foreach (char letter in text.AsSpan(4, 54))
            {
                letters[letter]++;
            }
        }

        // 54,000 letters, 871 of each; a bias of a fifth would be twelve deviations.
        Assert.All(letters.Where(count => count > 0), count => Assert.InRange(count, 697, 1045));
        Assert.Equal(62, letters.Count(count => count > 0));
        Assert.True(Math.Pow(62, TokenText.SecretLength) >= Math.Pow(2, 256));
    }

    [Fact]
    public void Each_letter_that_is_another_and_each_two_that_have_changed_places_are_told()
    {
        string text = TokenText.Create();
        for (int place = 0; place < text.Length; place++)
        {
            foreach (char other in "0aZ_- é\0")
            {
                string wrong = text[..place] + other + text[(place + 1)..];
                Assert.Equal(wrong == text, TokenText.IsWellFormed(wrong));
            }

            if (place > 0)
            {
                string swapped = text[..(place - 1)] + text[place] + text[place - 1] + text[(place + 1)..];
                Assert.Equal(swapped == text, TokenText.IsWellFormed(swapped));
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("spt_")]
    [InlineData("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")]
    public void What_is_shorter_or_another_kind_of_token_is_none(string text) => Assert.False(TokenText.IsWellFormed(text));

    [Fact]
    public void Spaces_around_a_token_and_capitals_in_its_prefix_make_it_none()
    {
        string text = TokenText.Create();
        Assert.All(
            [" " + text, text + " ", text + "\n", text[..^1], text + text[^1], "SPT_" + text[4..], text.Replace('_', '-')],
            wrong => Assert.False(TokenText.IsWellFormed(wrong)));
    }
}
