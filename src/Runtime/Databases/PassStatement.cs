using Npgsql;
using ServicePing.Runtime.Plans;

namespace ServicePing;

/// <summary>One statement a slice, for all fragments that can share it.</summary>
internal abstract class PassStatement(IReadOnlyList<FragmentState> fragments)
{
    internal IReadOnlyList<FragmentState> Fragments => fragments;

    /// <summary>What is selected for some of the fragments, and from which of the relation's rows.</summary>
    internal abstract SelectStatement Compose(IReadOnlyList<FragmentState> part, SelectStatement source);

    /// <summary>Takes the result.</summary>
    /// <returns>How many rows of the relation it tells of.</returns>
    internal abstract Task<long> ReadAsync(
        NpgsqlDataReader reader,
        IReadOnlyList<StagedRows> part,
        CancellationToken cancellationToken);

    /// <summary>The aggregates that make up a count, sum or average.</summary>
    protected static IReadOnlyList<SelectItem> Aggregates(FragmentState fragment)
    {
        string columns = string.Join(", ", fragment.Plan.Columns);
        string? filter = fragment.Condition;
        return (fragment.Plan.Operation, fragment.Plan.Columns.Count) switch
        {
            (Operation.Sum, _) => [new($"sum({columns})", filter)],
            (Operation.Average, _) => [new($"sum({columns})", filter), new($"count({columns})", filter)],
            (Operation.Histogram, _) or (_, 0) => [new("count(*)", filter)],
            (_, 1) => [new($"count({columns})", filter)],
            _ => [new($"count(({columns}))", filter)],
        };
    }

    internal static string GroupText(string expression) => $"{Sql.Operand(expression)}::text";

    protected static string GroupOf(NpgsqlDataReader row, int columns) => columns switch
    {
        0 => "",
        1 => Key(row, 0),
        _ => string.Join(GroupTree.Separator, Enumerable.Range(0, columns).Select(column => Key(row, column))),
    };

    private static string Key(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? "" : row.GetString(column);
}

/// <summary>All ungrouped counts, sums and averages: one row a slice.</summary>
internal sealed class TotalsStatement(IReadOnlyList<FragmentState> fragments) : PassStatement(fragments)
{
    internal override SelectStatement Compose(IReadOnlyList<FragmentState> part, SelectStatement source) => source with
    {
        Items = [new SelectItem("count(*)"), .. part.SelectMany(Aggregates)],
    };

    internal override async Task<long> ReadAsync(
        NpgsqlDataReader reader,
        IReadOnlyList<StagedRows> part,
        CancellationToken cancellationToken)
    {
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        int ordinal = 1;
        foreach (StagedRows rows in part)
        {
            rows.Stage("", reader, ordinal);
            ordinal += Aggregates(rows.Fragment).Count;
        }

        return reader.GetInt64(0);
    }
}

/// <summary>Counts, sums and averages by one list of groups; histograms too, grouped by the values of their column.</summary>
/// <param name="keys">By what rows are grouped, each a text.</param>
/// <param name="fragments">The fragments.</param>
internal sealed class GroupsStatement(IReadOnlyList<string> keys, IReadOnlyList<FragmentState> fragments)
    : PassStatement(fragments)
{
    internal override SelectStatement Compose(IReadOnlyList<FragmentState> part, SelectStatement source) => source with
    {
        Items = [.. keys.Select(key => new SelectItem(key)), new SelectItem("count(*)"), .. part.SelectMany(Items)],
        GroupedItems = keys.Count,
    };

    internal override async Task<long> ReadAsync(
        NpgsqlDataReader reader,
        IReadOnlyList<StagedRows> part,
        CancellationToken cancellationToken)
    {
        long rows = 0;
        int[] widths = [.. part.Select(staged => Items(staged.Fragment).Count)];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            string group = GroupOf(reader, keys.Count);
            rows += reader.GetInt64(keys.Count);
            int ordinal = keys.Count + 1;
            for (int i = 0; i < part.Count; i++)
            {
                // A group that has no row of the fragment is not part of its value.
                if (reader.GetInt64(ordinal) > 0)
                {
                    part[i].Stage(group, reader, ordinal + widths[i] - Aggregates(part[i].Fragment).Count);
                }

                ordinal += widths[i];
            }
        }

        return rows;
    }

    /// <summary>The number of the fragment's rows in the group, and the aggregates unless they are just that.</summary>
    private static IReadOnlyList<SelectItem> Items(FragmentState fragment)
    {
        SelectItem rows = new("count(*)", fragment.Condition);
        IReadOnlyList<SelectItem> aggregates = Aggregates(fragment);
        return aggregates[0] == rows ? aggregates : [rows, .. aggregates];
    }
}
