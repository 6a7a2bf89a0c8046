using System.Globalization;
using System.Text.RegularExpressions;
using ServicePing.Runtime.Databases.Pieces;

namespace ServicePing.Runtime.Queries;

/// <summary>Rewrites SQL for people to read and run; strings, quoted names and comments stay as they are.</summary>
internal static partial class ShownSql
{
    /// <summary>The moments in place of their parameters, so that the statement runs as it stands.</summary>
    internal static string WithLiterals(string sql, PassParameters parameters) => Piece().Replace(sql, piece =>
        piece.Groups["place"] is { Success: true, Value: var place }
            ? parameters.Literal(int.Parse(place, CultureInfo.InvariantCulture))
            : piece.Value);

    /// <summary>All lines but the first moved to the right.</summary>
    internal static string Indented(string sql, int columns) => Piece().Replace(sql, piece =>
        piece.Groups["line"].Success ? "\n" + new string(' ', columns) : piece.Value);

    [GeneratedRegex("""
        (?<!\w)[eE]'(?:[^'\\]|\\.|'')*' | '(?:[^']|'')*' | "(?:[^"]|"")*" | (?<![\w$])\$(?<tag>[A-Za-z_]\w*|)\$.*?\$\k<tag>\$
        | --[^\n]* | /\*.*?\*/
        | (?<![\w$])\$(?<place>[1-5])(?!\d)
        | (?<line>\n)
        """, RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Piece();
}
