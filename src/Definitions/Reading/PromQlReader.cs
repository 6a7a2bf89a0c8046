using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Prometheus;
using ServicePing.Definitions.Yaml;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Reading;

/// <summary>Reads PromQL and its labels out of a query, and reports what is wrong with them at its very place.</summary>
/// <param name="reader">The query.</param>
/// <param name="parameters">The parameters that the text may name; null outside a shared calculation.</param>
internal sealed class PromQlReader(MapReader reader, EquatableArray<CalculationParameter>? parameters)
{
    /// <summary>The text of a query.</summary>
    public string? Text(Key key)
    {
        if (reader.Text(key) is not { } text)
        {
            return null;
        }

        if (reader.Map[key.Name] is YamlScalar scalar)
        {
            foreach (PromQlFlaw flaw in PromQlCheck.Flaws(text, Allows))
            {
                (int start, int end) = scalar.PlaceOf(flaw.Token.Start, flaw.Token.Length, reader.Problems.Text);
                reader.Problems.Add(flaw.Rule, start, end, flaw.Message);
            }
        }

        return text;
    }

    /// <summary>The labels by which a value is split, one or a list of them.</summary>
    /// <param name="key">The key.</param>
    /// <param name="promQl">The text of the query; null where it cannot be read.</param>
    public EquatableArray<string> Labels(Key key, string? promQl)
    {
        if (reader.Node(key) is not { } node)
        {
            return [];
        }

        IReadOnlyList<string>? kept = promQl is null ? null : PromText.KeptLabels(promQl);
        List<string> labels = [];
        foreach (YamlNode item in node is YamlList list ? list.Items : [node])
        {
            if (reader.Text(key, item, allowsNull: false) is not { } label)
            {
                continue;
            }

            labels.Add(label);
            if (!IsLabel(label))
            {
                Report(item, $"'{Quoting.Shorten(label)}' is no name of a label: use letters, digits and underscores, and no digit at the beginning.");
            }
            else if (kept is not null && !kept.Contains(label))
            {
                Report(
                    item,
                    $"The series of the PromQL have no label '{Quoting.Shorten(label)}': write it into the 'by' of the aggregation, which keeps "
                    + $"{(kept.Count == 0 ? "none" : string.Join(", ", kept))}.");
            }
        }

        return labels.ToEquatableArray();
    }

    private void Report(YamlNode item, string message) => reader.Problems.Add(NotPromQl, item.Start, item.End, message);

    private static bool IsLabel(string text) =>
        PromTokenizer.ReadAll(text)[0] is { Kind: PromTokenKind.Word, Start: 0 } word && word.Length == text.Length && text.IndexOf(':') < 0;

    private bool Allows(string name)
    {
        foreach (CalculationParameter parameter in parameters ?? [])
        {
            if (parameter.Name == name)
            {
                return true;
            }
        }

        return false;
    }
}
