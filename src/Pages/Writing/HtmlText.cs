using System.Buffers;
using System.Text;

namespace ServicePing.Pages;

/// <summary>Text as it stands in HTML, between tags and in quoted attributes alike.</summary>
internal static class HtmlText
{
    // A parser drops U+0000 or puts U+FFFD in its place, and takes a carriage return for a line feed.
    private static readonly SearchValues<char> Special = SearchValues.Create("&<>\"'\r\0");

    internal static void Write(IBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        while (text.IndexOfAny(Special) is var at and >= 0)
        {
            // What is no Unicode becomes U+FFFD.
            Encoding.UTF8.GetBytes(text[..at], output);
            output.Write(text[at] switch
            {
                '&' => "&amp;"u8,
                '<' => "&lt;"u8,
                '>' => "&gt;"u8,
                '"' => "&quot;"u8,
                '\'' => "&#39;"u8,
                '\r' => "&#13;"u8,
                _ => "\uFFFD"u8,
            });
            text = text[(at + 1)..];
        }

        Encoding.UTF8.GetBytes(text, output);
    }
}
