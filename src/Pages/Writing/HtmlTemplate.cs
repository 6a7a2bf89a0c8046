using System.Buffers;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace ServicePing.Pages;

/// <summary>
/// What the compiler makes of <c>html.Write($"&lt;p&gt;{text}&lt;/p&gt;")</c>: the text between the holes as it
/// stands in the source, every hole encoded. A hole's format says where it is, and a test over the sources holds it to that:
/// <list type="bullet">
/// <item>text, or a part of a quoted attribute: <c>{value}</c>;</item>
/// <item>the beginning of an address: <c>href="{address:url}"</c>; a segment or value further on:
/// <c>href="{root:url}/metrics/{name:part}"</c>;</item>
/// <item>a whole attribute that may be absent: <c>&lt;input{isOn:checked}{hint:placeholder}&gt;</c>.</item>
/// </list>
/// </summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlTemplate
{
    /// <summary>The format of a whole address, or of its beginning.</summary>
    internal const string Url = "url";

    /// <summary>The format of a segment of an address's path, or of a value in its query.</summary>
    internal const string Part = "part";

    private readonly HtmlWriter _html;

    // The compiler hands over the lengths, which nothing here needs.
    public HtmlTemplate(int literalLength, int formattedCount, HtmlWriter html)
    {
        _ = literalLength;
        _ = formattedCount;
        _html = html;
    }

    /// <summary>Whether it was written where it was to be.</summary>
    internal void End(HtmlWriter html) => Debug.Assert(ReferenceEquals(html, _html));

    public void AppendLiteral([ConstantExpected] string markup) => Encoding.UTF8.GetBytes(markup, _html.Output);

    public void AppendFormatted(string? text) => HtmlText.Write(_html.Output, text);

    public void AppendFormatted(long number)
    {
        Span<byte> digits = _html.Output.GetSpan(20);
        number.TryFormat(digits, out int written, default, CultureInfo.InvariantCulture);
        _html.Output.Advance(written);
    }

    public void AppendFormatted(double number) => HtmlText.Write(_html.Output, number.ToString("0.###", CultureInfo.InvariantCulture));

    public void AppendFormatted(Content? content) => content?.Invoke(_html);

    public void AppendFormatted(IEnumerable<Content> contents)
    {
        foreach (Content content in contents)
        {
            content(_html);
        }
    }

    public void AppendFormatted(string? value, [ConstantExpected] string format)
    {
        switch (format)
        {
            case Url:
                HtmlText.Write(_html.Output, SafeUrl.Of(value));
                break;
            case Part:
                HtmlText.Write(_html.Output, SafeUrl.Part(value));
                break;
            case not null when value is not null:
                Encoding.UTF8.GetBytes($" {format}=\"", _html.Output);
                HtmlText.Write(_html.Output, value);
                _html.Output.Write("\""u8);
                break;
        }
    }

    public void AppendFormatted(bool isThere, [ConstantExpected] string format)
    {
        if (isThere)
        {
            Encoding.UTF8.GetBytes($" {format}", _html.Output);
        }
    }
}
