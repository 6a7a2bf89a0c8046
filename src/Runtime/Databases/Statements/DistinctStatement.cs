using System.Text;
using Npgsql;

namespace ServicePing;

/// <summary>The values of a column or list of columns, streamed to the client, which counts the different ones.</summary>
/// <param name="value">The value, whole number or canonical text.</param>
/// <param name="isInteger">Whether it is a whole number.</param>
/// <param name="isNullable">Whether a value may be NULL, which does not count.</param>
/// <param name="keys">By what the values are grouped.</param>
/// <param name="fragments">The fragments.</param>
internal sealed class DistinctStatement(
    string value,
    bool isInteger,
    bool isNullable,
    IReadOnlyList<GroupKey> keys,
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
        if (part.All(fragment => fragment.Condition is not null))
        {
            string[] conditions = [.. part.Select(fragment => Sql.Conjunct(fragment.Condition!)).Distinct()];
            where.Add(conditions is [string only] ? only : $"({string.Join(" OR ", conditions)})");
        }

        return source with
        {
            IsDistinct = !IsStreamed(part),
            Items =
            [
                .. keys.Select(key => new SelectItem(key.Text)),
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
        int first = IsShared(fragments) ? -1 : keys.Count + 1;
        return IsStreamed(fragments)
            ? await ReadNumbersAsync(reader, fragments, first, cancellationToken).ConfigureAwait(false)
            : await ReadValuesAsync(reader, fragments, first, cancellationToken).ConfigureAwait(false);
    }

    private async Task<long> ReadValuesAsync(
        NpgsqlDataReader reader,
        FragmentState[] fragments,
        int firstCondition,
        CancellationToken cancellationToken)
    {
        long rows = 0;
        int[] ordinals = [.. Enumerable.Range(0, keys.Count)];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows++;
            GroupPath group = AggregatesLayout.Group(reader, ordinals);
            for (int i = 0; i < fragments.Length; i++)
            {
                if (firstCondition < 0 || reader.GetBoolean(firstCondition + i))
                {
                    fragments[i].Take(group, reader, keys.Count);
                }
            }
        }

        return rows;
    }

    /// <summary>Hands numbers over by the thousand, so that connections do not wait for each other at each row.</summary>
    private async Task<long> ReadNumbersAsync(
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
            long number = isInteger ? reader.GetInt64(0) : Hash(reader.GetString(0));
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

    private static long Hash(string text)
    {
        Span<byte> utf8 = stackalloc byte[256];
        return (long)MurmurHash64.Of(Encoding.UTF8.TryGetBytes(text, utf8, out int length)
            ? utf8[..length]
            : Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Whole numbers, and texts of which only hashes are kept, cost less to send than to compare on the server.</summary>
    private bool IsStreamed(IReadOnlyList<FragmentState> part) =>
        keys.Count == 0 && (isInteger || part.All(fragment => fragment.Gathering == AccumulatorKind.Sketch));

    private static bool IsShared(IReadOnlyList<FragmentState> part) =>
        part.All(fragment => fragment.Condition == part[0].Condition);
}
