using ServicePing.Runtime.Labels;

namespace ServicePing.Tests;

/// <summary>What becomes of a text before it is a field of a counter or a key of a payload.</summary>
public sealed class LabelTextTests
{
    [Theory]
    [InlineData("bug", "bug")]
    [InlineData("Ärger 🐛", "Ärger 🐛")]
    [InlineData("a.b-c/d|e\\f\"g", "a.b-c/d|e\\f\"g")]
    [InlineData("", "")]
    [InlineData(" \t\r\n\u00a0\u3000", "")]
    [InlineData("  bug\n", "bug")]
    [InlineData("a b", "a b")]
    [InlineData("a\0b", "a\ufffdb")]
    [InlineData("\0\0", "\ufffd\ufffd")]
    [InlineData("a\nb\rc", "a\ufffdb\ufffdc")]
    [InlineData("a\u007fb\u0085c", "a\ufffdb\ufffdc")]
    [InlineData("a\u2028b\u2029c", "a\ufffdb\ufffdc")]
    [InlineData("a\u202eb\u2066c\u200f", "a\ufffdb\ufffdc\ufffd")]
    [InlineData("\ufeffa\u00ad\u200b", "\ufffda\ufffd\ufffd")]
    [InlineData("a\ufffe\uffffb\ufdd0", "a\ufffd\ufffdb\ufffd")]
    [InlineData("می\u200cخواهم", "می\u200cخواهم")]
    [InlineData("👩\u200d💻", "👩\u200d💻")]
    public void Every_text_has_one_form(string text, string expected)
    {
        Assert.Equal(expected, LabelText.Normalize(text));
        Assert.Equal(expected, LabelText.Normalize(LabelText.Normalize(text)));
    }

    [Fact]
    public void Halves_of_a_pair_are_no_characters()
    {
        // An attribute cannot hold them.
        Every_text_has_one_form("a\ud800b", "a\ufffdb");
        Every_text_has_one_form("\udc00\ud800", "\ufffd\ufffd");
        Every_text_has_one_form("\ud83d\udc1b\ud83d", "🐛\ufffd");
    }

    [Fact]
    public void A_text_that_is_as_it_should_be_is_the_same_object()
    {
        string ascii = new('x', 300);
        string other = new('ä', 300);

        Assert.Same(ascii, LabelText.Normalize(ascii));
        Assert.Equal(other, LabelText.Normalize(other));
        Assert.InRange(AllocatedBy(10_000, () => LabelText.Normalize(ascii)), 0, 10_000);
    }

    [Fact]
    public void A_label_is_as_long_as_it_may_be_or_it_is_other()
    {
        LabelLimits limits = new(Most: 10, Longest: 5);

        Assert.Equal("12345", limits.Label("12345"));
        Assert.Equal("12345", limits.Label("  12345  "));
        Assert.Equal("other", limits.Label("123456"));
        Assert.Equal("🐛🐛", limits.Label("🐛🐛"));
        Assert.Equal("other", limits.Label("🐛🐛🐛"));
    }

    private static long AllocatedBy(int times, Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < times; i++)
        {
            action();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
