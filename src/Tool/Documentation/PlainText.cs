using System.Text;
using Markdig.Syntax.Inlines;

namespace ServicePing.Tool.Documentation;

/// <summary>What stands in a line, without how it looks.</summary>
internal static class PlainText
{
    internal static string Of(ContainerInline? line)
    {
        StringBuilder text = new();
        Write(line, text);
        return text.ToString();
    }

    private static void Write(ContainerInline? line, StringBuilder text)
    {
        foreach (Inline part in line ?? Enumerable.Empty<Inline>())
        {
            switch (part)
            {
                case LiteralInline literal:
                    text.Append(literal.Content.AsSpan());
                    break;
                case CodeInline code:
                    text.Append(code.Content);
                    break;
                case LineBreakInline:
                    text.Append(' ');
                    break;
                case HtmlEntityInline entity:
                    text.Append(entity.Transcoded.AsSpan());
                    break;
                case ContainerInline container:
                    Write(container, text);
                    break;
            }
        }
    }
}
