using ServicePing.Definitions.GitLab;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Yaml;

namespace ServicePing.Definitions.Reading;

/// <summary>Finds the places of values in a definition file.</summary>
/// <remarks>
/// The file is parsed again for that. Few files ever have a problem that needs it, so that keeping every file's nodes would cost
/// more than parsing those again.
/// </remarks>
internal sealed class DefinitionPlaces
{
    private readonly string _text;
    private readonly LineMap _lines;
    private readonly List<YamlMap> _definitions = [];

    public DefinitionPlaces(SourceFile file)
    {
        _text = file.Text;
        _lines = new LineMap(file.Text);
        Key identity = Tables.Identity(file.Kind);
        IEnumerable<YamlMap> maps = DefinitionReader.Definitions(new FileProblems(file, GitLabWords.All));
        foreach (YamlMap map in file.Kind == DefinitionKind.Override ? maps.SelectMany(OverrideReader.Entries) : maps)
        {
            if (map[identity] is YamlScalar { Kind: OptionKind.String, Text.Length: > 0 } || file.Kind == DefinitionKind.Override)
            {
                _definitions.Add(map);
            }
        }
    }

    /// <summary>The place of a value, or of the last node on the way to it.</summary>
    /// <param name="definition">The position among the definitions of the file that could be read.</param>
    /// <param name="path">Keys and positions that lead to the value.</param>
    /// <param name="offset">Where in a text the words begin that are meant.</param>
    /// <param name="length">How many units they are; 0 for the whole value.</param>
    public SourceSpan Find(int definition, object[] path, int offset = 0, int length = 0)
    {
        if (definition >= _definitions.Count)
        {
            return _lines.Span(0, 0);
        }

        YamlNode node = _definitions[definition];
        (int start, int end) = (node.Start, node.Start);
        foreach (object step in path)
        {
            if (node is YamlMap map && step is string or Key && Entry(map, step.ToString()) is { } entry)
            {
                node = entry.Value;
                (start, end) = node.Start == node.End || node is YamlMap or YamlList
                    ? (entry.KeyStart, entry.KeyEnd)
                    : (node.Start, node.End);
            }
            else if (node is YamlList list && step is int index && index < list.Items.Length)
            {
                node = list.Items[index];
                (start, end) = node is YamlScalar ? (node.Start, node.End) : (node.Start, node.Start);
            }
            else
            {
                break;
            }
        }

        if (length > 0 && node is YamlScalar scalar)
        {
            (start, end) = scalar.PlaceOf(offset, length, _text);
        }

        return _lines.Span(start, end);
    }

    private static YamlEntry? Entry(YamlMap map, string key)
    {
        foreach (YamlEntry entry in map.Entries)
        {
            if (entry.Key == key)
            {
                return entry;
            }
        }

        return null;
    }
}
