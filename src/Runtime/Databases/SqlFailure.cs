using Npgsql;

namespace ServicePing;

/// <summary>Says what an exception of a database means.</summary>
internal static class SqlFailure
{
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

    /// <summary>Whether another connection may fare better.</summary>
    internal static bool IsTransient(Exception exception) => exception is NpgsqlException { IsTransient: true };

    /// <summary>Somebody holds the table.</summary>
    internal static bool IsLock(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable };

    internal static Failure Of(Exception exception) => exception switch
    {
        _ when IsTimeout(exception) || IsLock(exception) => new Failure(ReadingStatus.TimedOut, Message(exception)),
        PostgresException => new Failure(ReadingStatus.Failed, Message(exception)),
        _ => Failure.Of(exception),
    };

    internal static Failure Unreachable(string database, Exception exception) =>
        new(ReadingStatus.Unavailable, $"Database '{database}': {Message(exception)}");

    /// <summary>What ended the connection, over and over: the statement itself, or the server's going away.</summary>
    internal static Failure OfLost(string database, Exception exception) =>
        exception is PostgresException { SqlState: var state } && !state.StartsWith("57P", StringComparison.Ordinal)
            ? Of(exception)
            : Unreachable(database, exception);

    private static string Message(Exception exception) =>
        exception is PostgresException postgres ? $"{postgres.SqlState}: {postgres.MessageText}" : exception.Message;
}
