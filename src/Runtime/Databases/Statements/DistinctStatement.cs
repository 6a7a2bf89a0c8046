using Npgsql;
using ServicePing.Runtime.Databases.Gathering;
using ServicePing.Runtime.Databases.Pieces;
using ServicePing.Runtime.Labels;

namespace ServicePing.Runtime.Databases.Statements;

/// <summary>The values of a column or list of columns, streamed to the client, which counts the different ones.</summary>
/// <param name="value">What is told apart.</param>
/// <param name="keys">By what the values are grouped.</param>
/// <param name="fragments">The fragments.</param>
internal sealed class DistinctStatement(
    ComparedValue value,
    IReadOnlyList<GroupKey> keys,
    IReadOnlyList<FragmentState> fragments) : PassStatement(fragments)
{
    internal override PassStatement Of(IReadOnlyList<FragmentState> part) => new DistinctStatement(value, keys, part);

    internal override SelectStatement Compose(IReadOnlyList<FragmentState> part, SelectStatement source)
    {
        List<string> where = [.. source.Where];
        if (keys.Count == 0 && value.Condition is { } hasValue)
        {
            where.Add(hasValue);
        }

        bool isShared = IsShared(part);
        if (part.All(fragment => fragment.Condition is not null))
        {
            string[] conditions = [.. part.Select(fragment => Sql.Conjunct(fragment.Condition!)).Distinct()];
            where.Add(conditions is [string only] ? only : $"({string.Join(" OR ", conditions)})");
        }

        return source with
        {
            // Values without groups cost less to send than to compare on the server.
            IsDistinct = keys.Count > 0,
            Items =
            [
                .. value.Parts.Select(part => new SelectItem(keys.Count == 0 ? part : value.OrNull(part))),
                .. keys.Select(key => new SelectItem(key.Text)),
                .. keys.Where(key => key.Name is not null).Select(key => new SelectItem(key.Name!)),
                .. NeedsTexts(part) ? [new SelectItem(value.Text)] : (SelectItem[])[],
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
        int[] ordinals = [.. Enumerable.Range(value.Parts.Count, keys.Count)];
        int[] names = GroupNames.Places(keys, value.Parts.Count + keys.Count);
        int text = value.Parts.Count + keys.Count + keys.Count(key => key.Name is not null);
        bool hasTexts = NeedsTexts(fragments);
        int conditions = IsShared(fragments) ? -1 : text + (hasTexts ? 1 : 0);
        long rows = 0;
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows++;

            // A group is one although none of its rows has a value.
            bool hasValue = keys.Count == 0 || !reader.IsDBNull(0);
            GroupPath group = AggregatesLayout.Group(reader, ordinals);
            for (int i = 0; i < fragments.Length; i++)
            {
                if (conditions >= 0 && !reader.GetBoolean(conditions + i))
                {
                    continue;
                }

                if (keys.Count == 0)
                {
                    part[i].Stage(reader.GetInt64(0), value.Parts.Count > 1 ? reader.GetInt64(1) : 0);
                }
                else
                {
                    part[i].Stage(group, hasValue ? reader : null, 0, 1);
                    part[i].StageNames(group, reader, names);
                }

                if (hasTexts && hasValue && fragments[i].KeepsTexts)
                {
                    part[i].StageText(reader.GetString(text));
                }
            }
        }

        return rows;
    }

    private static bool NeedsTexts(IReadOnlyList<FragmentState> part) => part.Any(fragment => fragment.KeepsTexts);

    private static bool IsShared(IReadOnlyList<FragmentState> part) =>
        part.All(fragment => fragment.Condition == part[0].Condition);
}
