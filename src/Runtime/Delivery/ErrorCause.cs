using System.Globalization;
using Npgsql;
using ServicePing.Runtime.Storage;

namespace ServicePing.Runtime.Delivery;

/// <summary>What has gone wrong, as the receiver may know it.</summary>
/// <param name="Sentence">What is known of it by our own words, and the shape of what others have said.</param>
internal sealed record ErrorCause(string Sentence)
{
    // The function of the server that passes on what a product's own function has raised, in whatever words.
    private const string Raised = "exec_stmt_raise";

    /// <summary>A ping that was refused, or sent in vain.</summary>
    internal static ErrorCause Of(DeliveryAttempt attempt)
    {
        string status = attempt.StatusCode is { } code ? string.Create(CultureInfo.InvariantCulture, $" {code}") : "";
        return new ErrorCause($"{attempt.Outcome}{status}: {MessageShape.Of(attempt.Message)}");
    }

    /// <summary>Something that was thrown: its type, and of a database's error the SQLSTATE and the shape of its message.</summary>
    internal static ErrorCause Of(string what, Exception exception)
    {
        Exception? inner = exception;
        while (inner is not null and not PostgresException)
        {
            inner = inner.InnerException;
        }

        string type = exception.GetType().FullName!;
        return new ErrorCause(inner is PostgresException error ? $"{what}: {type}, {Of(error)}" : $"{what}: {type}");
    }

    /// <summary>The words of the program itself, or of the product's functions, have no shape that anybody knows.</summary>
    private static string Of(PostgresException error) =>
        error.Routine == Raised || error.SqlState.StartsWith("P0", StringComparison.Ordinal)
            ? $"SQLSTATE {error.SqlState}"
            : $"SQLSTATE {error.SqlState}: {MessageShape.Of(error.MessageText)}";
}
