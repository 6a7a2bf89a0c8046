using Npgsql;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Databases.Connections;

/// <summary>Says what an exception of a database means.</summary>
internal static class SqlFailure
{
    /// <summary>What collides with others so often does so again.</summary>
    internal const int MostCollisions = 5;

    /// <summary>The statement took too long: the server's <c>statement_timeout</c>, or the client's.</summary>
    internal static bool IsTimeout(Exception exception) => exception is
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } or NpgsqlException { InnerException: TimeoutException };

    /// <summary>The server cancelled the statement, and a shorter one may pass: a timeout, a conflict with recovery.</summary>
    internal static bool IsCancelled(Exception exception) => IsTimeout(exception) || IsConflict(exception);

    /// <summary>The statement met another by chance, and the same may pass.</summary>
    internal static bool IsCollision(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected };

    /// <summary>A standby ended what held its snapshot for longer than it may lag behind.</summary>
    internal static bool IsConflict(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure };

    /// <summary>The server has thrown away what the snapshot still sees (PostgreSQL 16 and older): another moment is read.</summary>
    internal static bool IsTooOld(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.SnapshotFailure };

    /// <summary>Whether another connection may fare better.</summary>
    internal static bool IsTransient(Exception exception) => exception is NpgsqlException { IsTransient: true };

    /// <summary>Somebody holds the table.</summary>
    internal static bool IsLock(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable };

    internal static Failure Of(Exception exception) => exception switch
    {
        _ when IsTimeout(exception) || IsLock(exception) => new Failure(ReadingStatus.TimedOut, Message(exception)),
        PostgresException => new Failure(ReadingStatus.Failed, Message(exception)),
        NpgsqlException => Failure.Of(exception) with { LogReason = Message(exception), ExportReason = Failure.Of(exception).Reason },
        _ => Failure.Of(exception),
    };

    internal static Failure Unreachable(string database, Exception exception) =>
        new(ReadingStatus.Unavailable, $"Database '{database}': {Message(exception)}")
        {
            LogReason = exception is NpgsqlException ? Message(exception) : Failure.Of(exception).Reason,
        };

    /// <summary>What ended the connection, over and over: the statement itself, or the server's going away.</summary>
    internal static Failure OfLost(string database, Exception exception) =>
        exception is PostgresException { SqlState: var state } && !state.StartsWith("57P", StringComparison.Ordinal)
            ? Of(exception)
            : Unreachable(database, exception);

    /// <summary>
    /// What an exception says. Of messages that may quote what a row holds, such as those of a cast, only the meaning is kept: results
    /// are kept, reports shown, and a log lies about.
    /// </summary>
    private static string Message(Exception exception) => exception is PostgresException postgres
        ? $"{postgres.SqlState}: {(QuotesNoRow(postgres) ? postgres.MessageText : Meaning(postgres.SqlState))}"
        : exception.Message;

    /// <summary>
    /// Whether the message is about the statement, the rights or the server. What is wrong with names and types is found before any row is
    /// read, and then has a position in the statement; a cast of a text to the name of a table or type finds it at a row, and says where.
    /// </summary>
    private static bool QuotesNoRow(PostgresException exception) => exception.SqlState switch
    {
        PostgresErrorCodes.InsufficientPrivilege => true,
        ['4', '2', ..] or ['3', 'F', ..] => exception is { Position: > 0, Where: null },
        ['0', '8' or 'A', ..] or ['2', '5' or '8', ..] or ['3', 'D', ..] or ['4', '0', ..] => true,
        ['5', '3' or '4' or '5' or '7' or '8', ..] => true,
        _ => false,
    };

    private static string Meaning(string state) => state switch
    {
        PostgresErrorCodes.SyntaxError => "the statement, or a value that it reads as the name of a type, has a syntax error",
        PostgresErrorCodes.DivisionByZero => "division by zero",
        PostgresErrorCodes.NumericValueOutOfRange => "a number is out of range",
        PostgresErrorCodes.InvalidTextRepresentation => "a text is no value of the type that it is cast to",
        PostgresErrorCodes.InvalidDatetimeFormat => "a text is no date or time",
        PostgresErrorCodes.DatetimeFieldOverflow => "a date or time is out of range",
        ['2', '1', ..] => "a subquery gives more rows than one",
        ['2', '2', ..] => "a value of a row does not fit what is computed of it",
        ['4', '2', ..] or ['3', 'F', ..] => "a function, or a value of a row, names what is not there",
        ['P', '0', ..] => "a function of the database has raised an exception",
        ['X', 'X', ..] => "an error inside the server; its log has more",
        _ => "the server's log has the message",
    };
}
