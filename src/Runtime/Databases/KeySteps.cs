using Npgsql;
using ServicePing.Runtime.Plans;

namespace ServicePing;

/// <summary>Cuts a table into steps of equally many rows along its primary key, of whatever types, as its index tells.</summary>
internal sealed class KeySteps(RelationPlan relation, WalkedTable table, WalkedLeaf leaf, SnapshotSession session, int rowsOfStep)
{
    internal async Task<Slicing> FindAsync(CancellationToken cancellationToken)
    {
        string[] columns = [.. table.KeyColumns.Select(column => $"{relation.Table}.{column}")];
        string key = string.Join(", ", columns);
        string row = $"({key})";
        string texts = string.Join(", ", columns.Select(column => $"{column}::text"));
        List<string[]> bounds = [];
        while (true)
        {
            string after = bounds.Count == 0
                ? ""
                : $" WHERE {row} > ({string.Join(", ", columns.Select((_, place) => $"${place + 1}"))})";
            await using NpgsqlCommand command =
                session.Command($"SELECT {texts} FROM {leaf.From}{after} ORDER BY {key} OFFSET {rowsOfStep} LIMIT 1");
            foreach (string text in bounds is [.., var last] ? last : [])
            {
                command.Parameters.Add(PassParameters.Key(text));
            }

            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                return new Slicing(SliceUnit.Steps, row, bounds);
            }

            bounds.Add([.. columns.Select((_, place) => reader.GetString(place))]);
        }
    }
}
