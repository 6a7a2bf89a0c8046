namespace ServicePing.Definitions.Problems;

/// <summary>Turns offsets into lines and columns, with the line breaks that compilers and editors count.</summary>
internal sealed class LineMap
{
    private readonly List<int> _starts = [0];
    private readonly int _length;

    public LineMap(string text)
    {
        _length = text.Length;
        for (int i = 0; i < text.Length; i++)
        {
            bool breaks = text[i] switch
            {
                '\n' or '\u0085' or '\u2028' or '\u2029' => true,
                '\r' => i + 1 == text.Length || text[i + 1] != '\n',
                _ => false,
            };
            if (breaks)
            {
                _starts.Add(i + 1);
            }
        }
    }

    public SourceSpan Span(int start, int end)
    {
        start = Math.Min(Math.Max(start, 0), _length);
        end = Math.Min(Math.Max(end, start), _length);
        int startLine = Line(start);
        int endLine = Line(end);
        return new SourceSpan(start, end - start, startLine, start - _starts[startLine], endLine, end - _starts[endLine]);
    }

    private int Line(int offset)
    {
        int found = _starts.BinarySearch(offset);
        return found >= 0 ? found : ~found - 1;
    }
}
