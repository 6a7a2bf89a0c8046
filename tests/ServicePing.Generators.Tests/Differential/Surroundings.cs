using Npgsql;

namespace ServicePing.Generators.Tests.Differential;

/// <summary>As whom, through what data source, and with which settings a batch of definitions is collected.</summary>
/// <param name="name">What it is counted as.</param>
/// <param name="use">Gives a program its database.</param>
/// <param name="sources">What ends with it.</param>
internal sealed class Surroundings(string name, Action<ServicePingBuilder> use, params NpgsqlDataSource[] sources) : IAsyncDisposable
{
    private const string Denied = "42501";

    public string Name => name;

    public Action<ServicePingBuilder> Use => use;

    /// <summary>Connects as a role that may not read everything; null where everything may be read.</summary>
    public NpgsqlDataSource? Judge { get; init; }

    /// <summary>What is set for the role or the database.</summary>
    public IReadOnlyList<(string Name, string Assignment)> Settings { get; init; } = [];

    /// <summary>A database that must be refused, and is given besides; null for none.</summary>
    public Action<ServicePingBuilder>? Refused { get; init; }

    /// <summary>What a collection must say instead of each value: what the server itself says to the role of plain SQL; null for a value.</summary>
    public async Task<IReadOnlyList<string?>> VerdictsAsync(IReadOnlyList<RandomDefinition> definitions)
    {
        if (Judge is null)
        {
            return [.. definitions.Select(_ => (string?)null)];
        }

        List<string?> verdicts = [];
        await using NpgsqlConnection connection = await Judge.OpenConnectionAsync();
        await using NpgsqlCommand command = new("SET row_security = off", connection);
        await command.ExecuteNonQueryAsync();
        foreach (RandomDefinition definition in definitions)
        {
            (bool isUnderstood, string? verdict) = await VerdictAsync(command, definition.Sql);
            if (!isUnderstood && definition.Refusal is not null)
            {
                // Of a type without equality the server says so before it looks at rights; of its texts it does not.
                (_, verdict) = await VerdictAsync(command, TypedColumn.AsTexts(definition.Sql));
            }

            verdicts.Add(verdict);
        }

        return verdicts;
    }

    private static async Task<(bool IsUnderstood, string? Verdict)> VerdictAsync(NpgsqlCommand command, string sql)
    {
        command.CommandText = "EXPLAIN " + sql;
        try
        {
            await command.ExecuteNonQueryAsync();
            return (true, null);
        }
        catch (PostgresException exception) when (exception.SqlState == Denied)
        {
            // Of several tables another may be refused first.
            return (true, $"{Denied}: {exception.MessageText.Split(" for ")[0]}");
        }
        catch (PostgresException)
        {
            return (false, null);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (NpgsqlDataSource source in sources)
        {
            await source.DisposeAsync();
        }

        await (Judge?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
