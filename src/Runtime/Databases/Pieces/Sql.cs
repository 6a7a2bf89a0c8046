using System.Text.RegularExpressions;
using ServicePing.Runtime.Labels;

namespace ServicePing.Runtime.Databases.Pieces;

/// <summary>The small pieces of SQL that fragments are joined with.</summary>
internal static partial class Sql
{
    /// <summary>Whether an expression is the name of a column, with or without what it belongs to.</summary>
    internal static bool IsName(string expression) => Name().IsMatch(expression);

    /// <summary>An expression that an operator or a cast may follow.</summary>
    internal static string Operand(string expression) => IsName(expression) ? expression : $"({expression})";

    /// <summary>A condition that stands among others joined by AND.</summary>
    internal static string Conjunct(string condition) => Disjunction().IsMatch(condition) ? $"({condition})" : condition;

    /// <summary>Whether a condition may read another table.</summary>
    internal static bool HasSubquery(string condition) => Select().IsMatch(condition);

    /// <summary>The text of the listed value that an expression is equal to, as the server compares them; another for all else.</summary>
    internal static string Listed(string expression, IReadOnlyList<string> values)
    {
        // NULL and the empty text are one group of a payload.
        string operand = Operand(expression);
        IEnumerable<string> cases = values.Select(value => value.Length == 0
            ? $"WHEN coalesce({operand}::text, '') = '' THEN ''"
            : $"WHEN {operand} = {Literal(value)} THEN {Literal(value)}");
        return $"CASE {string.Join(" ", cases)} ELSE {Literal(LabelLimits.Other)} END";
    }

    /// <summary>A text as it is written in SQL.</summary>
    internal static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>Conditions joined by AND; null where there is none.</summary>
    internal static string? All(IReadOnlyList<string> conditions) => conditions.Count switch
    {
        0 => null,
        1 => conditions[0],
        _ => string.Join(" AND ", conditions.Select(Conjunct)),
    };

    [GeneratedRegex("""^("[^"]+"|[a-z_][a-z0-9_$]*)(\.("[^"]+"|[a-z_][a-z0-9_$]*))*$""", RegexOptions.IgnoreCase)]
    private static partial Regex Name();

    [GeneratedRegex(@"\bselect\b", RegexOptions.IgnoreCase)]
    private static partial Regex Select();

    [GeneratedRegex(@"\bor\b", RegexOptions.IgnoreCase)]
    private static partial Regex Disjunction();
}
