using Npgsql;
using ServicePing.Runtime.Databases.Connections;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Counters.Postgres;

/// <summary>Why counters have no value.</summary>
internal static class CounterFailure
{
    internal static Failure Of(string database, Exception exception, TimeSpan timeout) => exception switch
    {
        TimeoutException or OperationCanceledException =>
            new Failure(ReadingStatus.TimedOut, $"PostgreSQL did not answer within {timeout.TotalSeconds:0.###} s."),
        _ when SqlFailure.IsTimeout(exception) || SqlFailure.IsLock(exception) => SqlFailure.Of(exception),
        PostgresException { SqlState: ['0', '8', ..] or ['5', '3' or '7', ..] } => SqlFailure.Unreachable(database, exception),
        PostgresException => SqlFailure.Of(exception),
        NpgsqlException => SqlFailure.Unreachable(database, exception),
        _ => Failure.Of(exception),
    };
}
