using Npgsql;
using ServicePing.Runtime.Plans;

namespace ServicePing;

/// <summary>
/// Steps of equally many rows along the primary key of a part, of whatever types, as its index tells. Each is looked for when a
/// connection comes to it, so that no snapshot is held until all of them are found.
/// </summary>
/// <param name="relation">The relation.</param>
/// <param name="table">Its table.</param>
/// <param name="leaf">The part.</param>
/// <param name="rowsOfStep">How many rows a step has.</param>
/// <param name="known">What is known of the steps.</param>
internal sealed class KeySteps(RelationPlan relation, WalkedTable table, WalkedLeaf leaf, int rowsOfStep, StepBounds known)
{
    // Steps of fewer rows would take longer to find than to read, but for one of slow rows.
    private const int FewestRows = 100;

    private readonly string[] _columns = [.. table.KeyColumns.Select(column => $"{relation.Table}.{column}")];
    private volatile int _rowsOfStep = rowsOfStep;

    internal KeySteps(RelationPlan relation, WalkedTable table, WalkedLeaf leaf, int rowsOfStep)
        : this(relation, table, leaf, rowsOfStep, new StepBounds(isComplete: false, []))
    {
    }

    internal Slicing Slicing { get; } = new(
        SliceUnit.Steps, $"({string.Join(", ", table.KeyColumns.Select(column => $"{relation.Table}.{column}"))})", known);

    /// <summary>How many rows a step has that is still to be found.</summary>
    internal int RowsOfStep => _rowsOfStep;

    /// <summary>How many steps there are, as far as the database knows.</summary>
    internal long Expected => 1 + (long)(leaf.Rows / Math.Max(1, _rowsOfStep));

    /// <summary>Looks for the steps of a slice.</summary>
    /// <returns>The slice, as far as there are steps; null where there are none.</returns>
    internal async Task<Slice?> ReachAsync(Slice slice, ShortMoment moment, CancellationToken cancellationToken)
    {
        while (known.Steps is null && known.Count < slice.End)
        {
            int place = known.Count;
            string[]? last = known.Last;
            string[]? next = await FindAsync(last, before: null, _rowsOfStep, moment, cancellationToken).ConfigureAwait(false);

            // Another connection may have come to the same step.
            known.Add(next, place);
        }

        return known.Clip(slice);
    }

    /// <summary>Cuts a step that takes too long into smaller ones, and makes those that are still to be found as small.</summary>
    /// <returns>The smaller steps; null for a single row.</returns>
    internal async Task<KeySteps?> CutAsync(Slice step, int parts, ShortMoment moment, CancellationToken cancellationToken)
    {
        (string[]? from, string[]? before) = Slicing.KeysOf(step);
        for (int rows = _rowsOfStep; rows > 0;)
        {
            rows /= parts;
            List<string[]> found = [];
            while (await FindAsync(found is [.., var last] ? last : from, before, rows, moment, cancellationToken)
                .ConfigureAwait(false) is { } next)
            {
                found.Add(next);
            }

            if (found.Count > 0)
            {
                _rowsOfStep = Math.Min(_rowsOfStep, Math.Max(FewestRows, rows));
                StepBounds bounds = new(isComplete: true, found) { After = from, Before = before };
                return new KeySteps(relation, table, leaf, rows, bounds);
            }
        }

        return null;
    }

    /// <summary>The key that so many rows follow another, if it is before a third.</summary>
    private async Task<string[]?> FindAsync(
        string[]? after,
        string[]? before,
        int rows,
        ShortMoment moment,
        CancellationToken cancellationToken)
    {
        int parameter = 0;
        string[] conditions = [.. Condition(">", after), .. Condition("<", before)];
        string where = conditions.Length == 0 ? "" : $" WHERE {string.Join(" AND ", conditions)}";
        string texts = string.Join(", ", _columns.Select(column => $"{column}::text"));
        string sql = $"SELECT {texts} FROM {leaf.From}{where} ORDER BY {string.Join(", ", _columns)} OFFSET {rows} LIMIT 1";
        for (int collisions = 0; ; collisions++)
        {
            await moment.KeepShortAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await using NpgsqlCommand command = moment.Session.Command(sql);
                foreach (string key in (string[])[.. after ?? [], .. before ?? []])
                {
                    command.Parameters.Add(PassParameters.Key(key));
                }

                await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                return await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
                    ? [.. _columns.Select((_, place) => reader.GetString(place))]
                    : null;
            }
            catch (NpgsqlException exception) when (moment.Session.IsUsable && collisions < SliceReading.MostCollisions
                && (SqlFailure.IsCollision(exception) || SqlFailure.IsConflict(exception)))
            {
                await moment.RenewAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        IEnumerable<string> Condition(string comparison, string[]? key) => key is null
            ? []
            : [$"{Slicing.Column} {comparison} ({string.Join(", ", key.Select(_ => $"${++parameter}"))})"];
    }
}
