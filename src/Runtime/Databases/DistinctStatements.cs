using Npgsql;

namespace ServicePing;

/// <summary>The values of a column or list of columns, streamed to the client, which counts the different ones.</summary>
/// <param name="value">The value, whole number or canonical text.</param>
/// <param name="isInteger">Whether it is a whole number.</param>
/// <param name="isNullable">Whether a value may be NULL, which does not count.</param>
/// <param name="groupBy">By what the values are grouped.</param>
/// <param name="fragments">The fragments.</param>
internal sealed class DistinctStatement(
    string value,
    bool isInteger,
    bool isNullable,
    IReadOnlyList<string> groupBy,
    IReadOnlyList<FragmentState> fragments) : PassStatement(fragments)
{
    private const int BufferedValues = 4_096;

    internal override SelectStatement Compose(IReadOnlyList<FragmentState> part, SelectStatement source)
    {
        List<string> where = [.. source.Where];
        if (isNullable)
        {
            where.Add($"{Sql.Operand(value)} IS NOT NULL");
        }

        bool isShared = IsShared(part);
        if (isShared && part[0].Condition is { } condition)
        {
            where.Add(Sql.Conjunct(condition));
        }

        return source with
        {
            IsDistinct = !IsPlain,
            Items =
            [
                .. groupBy.Select(key => new SelectItem(GroupText(key))),
                new SelectItem(value),
                .. isShared ? [] : part.Select(fragment => new SelectItem(
                    fragment.Condition is null ? "true" : $"({fragment.Condition}) IS TRUE")),
            ],
            Where = where,
        };
    }

    internal override async Task<long> ReadAsync(
        NpgsqlDataReader reader,
        IReadOnlyList<StagedRows> part,
        CancellationToken cancellationToken)
    {
        FragmentState[] fragments = [.. part.Select(staged => staged.Fragment)];
        int first = IsShared(fragments) ? -1 : groupBy.Count + 1;
        return IsPlain
            ? await ReadIntegersAsync(reader, fragments, first, cancellationToken).ConfigureAwait(false)
            : await ReadValuesAsync(reader, fragments, first, cancellationToken).ConfigureAwait(false);
    }

    private async Task<long> ReadValuesAsync(
        NpgsqlDataReader reader,
        FragmentState[] fragments,
        int firstCondition,
        CancellationToken cancellationToken)
    {
        long rows = 0;
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows++;
            string group = GroupOf(reader, groupBy.Count);
            for (int i = 0; i < fragments.Length; i++)
            {
                if (firstCondition < 0 || reader.GetBoolean(firstCondition + i))
                {
                    fragments[i].Take(group, reader, groupBy.Count);
                }
            }
        }

        return rows;
    }

    /// <summary>Hands numbers over by the thousand, so that connections do not wait for each other at each row.</summary>
    private static async Task<long> ReadIntegersAsync(
        NpgsqlDataReader reader,
        FragmentState[] fragments,
        int firstCondition,
        CancellationToken cancellationToken)
    {
        long rows = 0;
        long[][] buffers = [.. fragments.Select(_ => new long[BufferedValues])];
        int[] filled = new int[fragments.Length];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows++;
            long number = reader.GetInt64(0);
            for (int i = 0; i < fragments.Length; i++)
            {
                if (firstCondition < 0 || reader.GetBoolean(firstCondition + i))
                {
                    buffers[i][filled[i]++] = number;
                    if (filled[i] == BufferedValues)
                    {
                        fragments[i].Take(buffers[i]);
                        filled[i] = 0;
                    }
                }
            }
        }

        for (int i = 0; i < fragments.Length; i++)
        {
            fragments[i].Take(buffers[i].AsSpan(0, filled[i]));
        }

        return rows;
    }

    /// <summary>Whole numbers cost less to send than to compare on the server.</summary>
    private bool IsPlain => isInteger && groupBy.Count == 0;

    private static bool IsShared(IReadOnlyList<FragmentState> part) =>
        part.All(fragment => fragment.Condition == part[0].Condition);
}

/// <summary>The number of different values in ranges of an indexed column, which share none.</summary>
/// <param name="column">The column, of whole numbers.</param>
/// <param name="fragments">The fragments, which all count it without a condition.</param>
internal sealed class ValueRangeStatement(string column, IReadOnlyList<FragmentState> fragments) : PassStatement(fragments)
{
    internal override SelectStatement Compose(IReadOnlyList<FragmentState> part, SelectStatement source)
    {
        // count(DISTINCT …) would sort; grouping reads the index in its order, or hashes.
        string values = (source with { Items = [new SelectItem(column)], GroupedItems = 1 }).ToString();
        return new SelectStatement
        {
            Items = [new SelectItem("count(*)")],
            From = $"(\n{values}\n) AS different_values",
        };
    }

    internal override async Task<long> ReadAsync(
        NpgsqlDataReader reader,
        IReadOnlyList<StagedRows> part,
        CancellationToken cancellationToken)
    {
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        foreach (StagedRows rows in part)
        {
            rows.Stage("", reader, 0);
        }

        return reader.GetInt64(0);
    }
}
