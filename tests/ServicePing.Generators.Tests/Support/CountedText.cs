using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ServicePing.Generators.Tests.Support;

/// <summary>An additional file in memory that counts how often it is read.</summary>
internal sealed class CountedText(string path, string text) : AdditionalText
{
    private readonly SourceText _text = SourceText.From(text);

    public override string Path => path;

    public int Reads { get; private set; }

    public override SourceText GetText(CancellationToken cancellationToken = default)
    {
        Reads++;
        return _text;
    }
}
