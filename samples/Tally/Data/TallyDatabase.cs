using Npgsql;

namespace Tally.Data;

internal enum AccountPlan { Solo, Team, Enterprise }

internal enum InvoiceStatus { Draft, Sent, Paid, Void }

internal enum PaymentMethod { Transfer, Card, DirectDebit, Cash }

/// <summary>The database of Tally.</summary>
internal static class TallyDatabase
{
    /// <summary>A source of connections that knows the enums of <c>schema.sql</c>.</summary>
    public static NpgsqlDataSource Open(string connectionString)
    {
        NpgsqlDataSourceBuilder builder = new(connectionString);
        builder.MapEnum<AccountPlan>("account_plan");
        builder.MapEnum<InvoiceStatus>("invoice_status");
        builder.MapEnum<PaymentMethod>("payment_method");
        return builder.Build();
    }

    /// <summary>Runs a statement.</summary>
    /// <returns>The number of rows that it changed.</returns>
    public static async Task<int> ExecuteAsync(this NpgsqlDataSource database, string sql, params object[] parameters)
    {
        await using NpgsqlCommand command = database.CreateCommand(sql).With(parameters);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>Runs a statement that returns the account of what it changed; null when it found nothing to change.</summary>
    public static async Task<Guid?> AccountAsync(this NpgsqlDataSource database, string sql, params object[] parameters)
    {
        await using NpgsqlCommand command = database.CreateCommand(sql).With(parameters);
        return (Guid?)await command.ExecuteScalarAsync();
    }

    public static NpgsqlCommand With(this NpgsqlCommand command, params object[] parameters)
    {
        foreach (object parameter in parameters)
        {
            command.Parameters.AddWithValue(parameter);
        }

        return command;
    }
}
