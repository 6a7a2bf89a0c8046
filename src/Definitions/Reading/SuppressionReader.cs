using static ServicePing.Definitions.Rules.Rules;

namespace ServicePing.Definitions.Reading;

/// <summary>Reads <c>no_lint</c>: rules that a definition is excused from, with a reason and an end.</summary>
internal static class SuppressionReader
{
    public static void Check(MapReader reader)
    {
        foreach (YamlNode item in reader.Items("no_lint"))
        {
            if (reader.AsMap("no_lint", item) is not { } map)
            {
                continue;
            }

            MapReader suppression = new(map, reader.Problems);
            string? rule = suppression.RequiredText("rule", "the id of a rule, such as SP0601");
            if (rule is not null && !IsRuleId(rule))
            {
                suppression.Report(NotAllowed, "rule", $"'{Quoting.Shorten(rule)}' is no rule: write its id, such as SP0601.");
            }

            suppression.RequiredText("reason", "a sentence");
            suppression.Milestone("until", suppression.Node("until"));
            suppression.Done();
        }
    }

    private static bool IsRuleId(string text) =>
        text.Length == 6
        && text.StartsWith("SP", StringComparison.Ordinal)
        && text.Skip(2).All(static digit => digit is >= '0' and <= '9');
}
