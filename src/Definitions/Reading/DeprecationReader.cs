using System.Globalization;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Reading;

/// <summary>Reads <c>deprecated</c>.</summary>
internal static class DeprecationReader
{
    /// <summary>The deprecation; null where there is none, or where not all of it can be read.</summary>
    public static Deprecation? Read(MapReader definition, Key key)
    {
        if (definition.SubMap(key) is not { } map)
        {
            return null;
        }

        MapReader reader = new(map, DeprecationKeys.Map, definition.Problems);
        string? reason = reader.Text(DeprecationKeys.Reason);
        string? since = Date(reader, DeprecationKeys.Since);
        string? until = Date(reader, DeprecationKeys.Until);
        if (string.CompareOrdinal(since, until) > 0 && until is not null)
        {
            reader.Report(
                NotAllowed, DeprecationKeys.Until, $"'until' is {until}, before 'since', which is {since}: swap them, or leave 'until' out.");
        }

        if (reason is not null && string.IsNullOrWhiteSpace(reason))
        {
            reader.Report(NotAllowed, DeprecationKeys.Reason, "The reason is empty: say in a sentence why, and what to use instead.");
        }

        reader.Done();
        return reason is null || since is null ? null : new Deprecation(reason, since, until);
    }

    private static string? Date(MapReader reader, Key key)
    {
        if (reader.Text(key) is not { } text)
        {
            return null;
        }

        if (DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            return text;
        }

        reader.Report(NotAllowed, key, $"'{Quoting.Shorten(text)}' is no day for '{key}': write year, month and day, such as 2026-11-30.");
        return null;
    }
}
