using System.Text.RegularExpressions;
using Npgsql;
using ServicePing.Runtime.Databases.Connections;
using ServicePing.Runtime.Plans;

namespace ServicePing.Runtime.Verification;

/// <summary>What an answer of a database means for a definition, and what to do about it.</summary>
internal static partial class Diagnosis
{
    // What of the server refuses a statement that a policy would cut, in whatever language it says so.
    private const string RowSecurity = "check_enable_rls";

    /// <summary>The server refuses a statement of a metric.</summary>
    internal static MetricFinding Of(PostgresException exception, RelationPlan relation, string user)
    {
        return Error(exception, exception.SqlState switch
        {
            PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName =>
                "Migrate the database, or correct the table in the definition; one outside the search path needs its schema before it.",
            PostgresErrorCodes.UndefinedColumn =>
                exception.Hint ?? "Migrate the database, or correct the column in the definition.",
            PostgresErrorCodes.InsufficientPrivilege when exception.Routine == RowSecurity =>
                SeeAllRows(user),
            PostgresErrorCodes.InsufficientPrivilege =>
                Grant(exception.MessageText, relation, user),
            PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.DatatypeMismatch =>
                "The types do not fit: name another column in the definition, or convert it, as in 'amount::numeric'.",
            PostgresErrorCodes.LockNotAvailable =>
                "Somebody holds the table, such as a migration: verify again when it has ended.",
            PostgresErrorCodes.QueryCanceled =>
                "The server is too busy to plan the statement in time: verify again later.",
            _ => exception.Hint ?? "Correct the SQL in the definition.",
        });
    }

    /// <summary>The database cannot be reached, or was lost.</summary>
    internal static MetricFinding Unreachable(string database, Exception exception) => new(
        FindingSeverity.Error,
        SqlFailure.Unreachable(database, exception).Message,
        exception is not PostgresException { SqlState: var state } ? "Start the server, or correct its host and port." : state switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                "Correct the user and the password of the connection.",
            PostgresErrorCodes.InvalidCatalogName => "Create the database, or correct its name in the connection.",
            _ => "The server takes no connection now: see its log.",
        });

    /// <summary>A policy cuts the rows that somebody sees: of a view that is its owner, else who asks.</summary>
    internal static string SeeAllRows(string user) =>
        $"ALTER ROLE {user} BYPASSRLS; -- or for a view that of its owner; or read as a role that the policy does not hold for.";

    private static MetricFinding Error(PostgresException exception, string wayOut) =>
        new(FindingSeverity.Error, $"{exception.SqlState}: {exception.MessageText}", wayOut);

    /// <summary>What is forbidden may be a joined table, or the schema; the server names it without its schema and without quotes.</summary>
    private static string Grant(string message, RelationPlan relation, string user) => Forbidden().Match(message) switch
    {
        { Success: true } schema when schema.Groups["kind"].Value == "schema" =>
            $"GRANT USAGE ON SCHEMA {Quoted(schema.Groups["name"].Value)} TO {user};",
        { Success: true } other => $"GRANT SELECT ON {Called(other.Groups["name"].Value, relation)} TO {user};",

        // The server speaks another language.
        _ when relation.Joins.Count > 0 || relation.Rows is not null => $"GRANT SELECT on the table that the message names TO {user};",
        _ => $"GRANT SELECT ON {relation.Source} TO {user};",
    };

    /// <summary>A table as the definition calls it.</summary>
    private static string Called(string name, RelationPlan relation)
    {
        string quoted = Quoted(name);
        string pattern = $@"(?<![\w"".])((""[^""]+""|\w+)\.)?{Regex.Escape(quoted)}(?![\w"".])";
        return ((string[])[relation.Rows ?? relation.Source, .. relation.Joins])
            .Select(sql => Regex.Match(sql, pattern, RegexOptions.IgnoreCase))
            .FirstOrDefault(match => match.Success)?.Value ?? quoted;
    }

    private static string Quoted(string name) =>
        PlainName().IsMatch(name) ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    [GeneratedRegex("^[a-z_][a-z0-9_$]*$")]
    private static partial Regex PlainName();

    [GeneratedRegex(@"permission denied for (?<kind>foreign table|materialized view|[a-z]+) (?<name>.+)$")]
    private static partial Regex Forbidden();
}
