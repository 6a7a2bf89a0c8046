using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Embedding;

/// <summary>Reads the text of an embedded catalogue row by row.</summary>
internal sealed class RowReader : FieldValues
{
    private readonly string[] _lines;
    private readonly Dictionary<char, Columns> _kinds = [];
    private readonly RepeatedItems _items = new();
    private readonly List<OptionValue?> _cells = [];
    private string[] _names = [];
    private int _line;

    /// <exception cref="CatalogueFormatException">The first line is not that of a catalogue of this version.</exception>
    public RowReader(string text)
    {
        _lines = text.Split('\n');
        if (Line() != CatalogueText.Header)
        {
            throw Wrong($"it is not '{CatalogueText.Header}'");
        }
    }

    /// <summary>Moves to the next row and tells its kind; null at the end.</summary>
    public DefinitionKind? Read()
    {
        while (Line() is { } line)
        {
            char letter = line.Length > 0 ? line[0] : throw Wrong("it is empty");
            if (letter is >= 'A' and <= 'Z' && line.Length > 1 && line[1] == '=')
            {
                _kinds[letter] = new Columns(line.Substring(2).Split(CatalogueText.Separator), _items);
                continue;
            }

            if (!_kinds.TryGetValue(letter, out Columns? columns))
            {
                throw Wrong("it begins with no kind whose columns are known");
            }

            string[] cells = line.Split(CatalogueText.Separator);
            Repeat(cells, columns);

            // A kind that is unknown here is one of a later version.
            if (CatalogueText.KindOf(letter) is { } kind)
            {
                ReadValues(cells, columns);
                return kind;
            }
        }

        return null;
    }

    public override OptionValue? Find(string name)
    {
        int index = Array.IndexOf(_names, name);
        return index >= 0 && index < _cells.Count ? _cells[index] : null;
    }

    public override CatalogueFormatException Wrong(string problem) => new(_line, problem);

    /// <summary>The next line; null at the end, after which a last line end may stand.</summary>
    private string? Line()
    {
        bool isEnd = _line == _lines.Length || (_line > 0 && _line == _lines.Length - 1 && _lines[_line].Length == 0);
        return isEnd ? null : _lines[_line++];
    }

    /// <summary>Puts back what is not written again.</summary>
    private void Repeat(string[] cells, Columns columns)
    {
        if (cells[0].Length > 1)
        {
            throw Wrong($"a '{CatalogueText.Separator}' is missing");
        }

        if (cells.Length - 1 > columns.Names.Length)
        {
            throw Wrong($"it has {cells.Length - 1} values for {columns.Names.Length} columns");
        }

        for (int i = 1; i < cells.Length; i++)
        {
            if (cells[i].Length > 0)
            {
                cells[i] = columns.Cells[i - 1].Read(cells[i]) ?? throw Wrong($"'{cells[i]}' refers to something that is not there");
            }
        }
    }

    private void ReadValues(string[] cells, Columns columns)
    {
        int named = Array.IndexOf(columns.Names, CatalogueText.NameColumn) + 1;
        bool hasName = named > 0 && named < cells.Length && cells[named].Length > 0;
        string name = hasName ? new ValueReader(cells[named], "", Wrong).Read().Text : "";
        _names = columns.Names;
        _cells.Clear();
        for (int i = 1; i < cells.Length; i++)
        {
            _cells.Add(cells[i].Length == 0 ? null : new ValueReader(cells[i], name, Wrong).Read());
        }
    }

    /// <summary>The columns of a kind.</summary>
    private sealed class Columns(string[] names, RepeatedItems items)
    {
        public string[] Names => names;

        public RepeatedCells[] Cells { get; } = [.. names.Select(_ => new RepeatedCells(items))];
    }
}
