using System.Text;

namespace ServicePing.Shared.Schemas;

/// <summary>What a schema has.</summary>
/// <param name="All">Its objects, in any order.</param>
/// <param name="IsWhole">Whether there is nothing else: a file may have statements that nobody can follow.</param>
internal sealed record SchemaObjects(IReadOnlyList<SchemaObject> All, bool IsWhole)
{
    private const char Separator = '\t';
    private const string Whole = "whole";
    private const string Part = "part";

    /// <summary>As one text: whether it is whole, then a line an object.</summary>
    internal string ToText()
    {
        StringBuilder text = new(IsWhole ? Whole : Part);
        foreach (SchemaObject one in All)
        {
            text.Append('\n').Append((int)one.Kind).Append(Separator).Append(one.Table).Append(Separator).Append(one.Name).Append(Separator).Append(one.Definition);
        }

        return text.ToString();
    }

    internal static SchemaObjects Of(string text)
    {
        string[] lines = text.Split('\n');
        List<SchemaObject> all = new(lines.Length);
        foreach (string line in lines.Skip(1))
        {
            string[] parts = line.Split(Separator);
            all.Add(new SchemaObject((SchemaObjectKind)(parts[0][0] - '0'), parts[1], parts[2], parts[3]));
        }

        return new SchemaObjects(all, lines[0] == Whole);
    }
}
