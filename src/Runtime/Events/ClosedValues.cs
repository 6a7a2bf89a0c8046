using System.Collections.Frozen;
using System.Globalization;
using ServicePing.Runtime.Labels;
using ServicePing.Runtime.Plans;

namespace ServicePing.Runtime.Events;

/// <summary>The only values that arguments of an event may have.</summary>
internal sealed class ClosedValues
{
    private readonly FrozenDictionary<string, FrozenSet<string>> _texts;

    private ClosedValues(FrozenDictionary<string, FrozenSet<string>> texts) => _texts = texts;

    /// <summary>What any of the sets that know an event lists.</summary>
    internal static ClosedValues Of(IEnumerable<EventPlan> plans) => new(plans
        .SelectMany(plan => plan.Values)
        .GroupBy(argument => argument.Key, argument => argument.Value, StringComparer.Ordinal)
        .ToFrozenDictionary(
            lists => lists.Key,
            lists => lists.SelectMany(list => list).Select(Canonical).ToFrozenSet(StringComparer.Ordinal),
            StringComparer.Ordinal));

    /// <summary>Whether an argument may have a value, which then becomes what is counted.</summary>
    internal bool Allow(string argument, ref EventValue value)
    {
        if (!value.HasValue || !_texts.TryGetValue(argument, out FrozenSet<string>? texts))
        {
            return true;
        }

        bool isListed = texts.Contains(Canonical(value.ToString()));
        value = isListed && value.Kind == EventValueKind.Text ? LabelText.Normalize(value.ToString()) : value;
        return isListed;
    }

    /// <summary>What an argument may have, for people.</summary>
    internal string Listed(string argument) => string.Join(", ", _texts[argument].Order(StringComparer.Ordinal));

    /// <summary>Numbers are equal however they are written.</summary>
    private static string Canonical(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number.ToString("R", CultureInfo.InvariantCulture)
            : LabelText.Normalize(text);
}
