using System.Text;

namespace ServicePing.Dictionary;

/// <summary>Definitions as one YAML list, as GitLab exports its own.</summary>
internal static class DefinitionsYaml
{
    internal static string Write(IEnumerable<string> definitions)
    {
        StringBuilder yaml = new("---\n");
        int empty = yaml.Length;

        // The metrics of one definition have it in common.
        foreach (string definition in definitions.Where(one => one.Length > 0).Distinct(StringComparer.Ordinal))
        {
            string mark = "- ";
            foreach (string line in definition.TrimEnd('\n').Split('\n'))
            {
                yaml.Append(mark).Append(line).Append('\n');
                mark = "  ";
            }
        }

        return yaml.Length == empty ? "--- []\n" : yaml.ToString();
    }
}
