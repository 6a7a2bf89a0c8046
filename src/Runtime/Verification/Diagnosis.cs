using System.Text.RegularExpressions;
using Npgsql;
using ServicePing.Runtime.Plans;

namespace ServicePing;

/// <summary>What an answer of a database means for a definition, and what to do about it.</summary>
internal static partial class Diagnosis
{
    /// <summary>The server refuses a statement of a metric.</summary>
    internal static MetricFinding Of(PostgresException exception, RelationPlan relation, string user)
    {
        return Error(exception, exception.SqlState switch
        {
            PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName =>
                "Migrate the database, or correct the table in the definition; one outside the search path needs its schema before it.",
            PostgresErrorCodes.UndefinedColumn =>
                exception.Hint ?? "Migrate the database, or correct the column in the definition.",
            PostgresErrorCodes.InsufficientPrivilege when exception.MessageText.Contains("row-level security", StringComparison.Ordinal) =>
                SeeAllRows(user),
            PostgresErrorCodes.InsufficientPrivilege =>
                Grant(exception.MessageText, relation.Source, user),
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

    /// <summary>What is forbidden may be a joined table, or the schema.</summary>
    private static string Grant(string message, string table, string user) => Forbidden().Match(message) switch
    {
        { Success: true } schema when schema.Groups["kind"].Value == "schema" => $"GRANT USAGE ON SCHEMA {schema.Groups["name"]} TO {user};",
        { Success: true } other => $"GRANT SELECT ON {(table.EndsWith('.' + other.Groups["name"].Value, StringComparison.Ordinal) ? table : other.Groups["name"])} TO {user};",
        _ => $"GRANT SELECT ON {table} TO {user};",
    };

    [GeneratedRegex(@"permission denied for (?<kind>[a-z ]+) (?<name>\S+)$")]
    private static partial Regex Forbidden();
}
