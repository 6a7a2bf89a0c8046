using System.Buffers;
using System.Runtime.CompilerServices;

namespace ServicePing.Pages;

/// <summary>Writes HTML as UTF-8. Markup comes from templates in the source alone; whatever fills their holes is encoded.</summary>
internal sealed class HtmlWriter(IBufferWriter<byte> output)
{
    internal IBufferWriter<byte> Output { get; } = output;

    /// <summary>Writes a template; each hole was written when it was reached, so that nothing is put together first.</summary>
    internal void Write([InterpolatedStringHandlerArgument("")] HtmlTemplate template) => template.End(this);

    internal void Write(Content content) => content(this);

    /// <summary>A part as bytes.</summary>
    internal static ReadOnlyMemory<byte> Render(Content content)
    {
        ArrayBufferWriter<byte> buffer = new(16 * 1024);
        content(new HtmlWriter(buffer));
        return buffer.WrittenMemory;
    }
}
