using Npgsql;
using ServicePing.Runtime.Databases.Connections;
using ServicePing.Runtime.Databases.Pieces;
using ServicePing.Runtime.Databases.Snapshots;
using ServicePing.Runtime.Databases.Tables;

namespace ServicePing.Runtime.Databases.Routes;

/// <summary>
/// Steps of equally many rows along the primary key of a part, of whatever types, as its index tells. Each is looked for when a
/// connection comes to it, so that no snapshot is held until all of them are found.
/// </summary>
/// <param name="Leaf">The part.</param>
/// <param name="Columns">The columns of the key.</param>
/// <param name="Steps">The steps, as far as they are known.</param>
internal sealed record PrimaryKeyRoute(WalkedLeaf Leaf, IReadOnlyList<string> Columns, KeySteps Steps)
    : StepRoute(Leaf, $"({string.Join(", ", Columns)})")
{
    private const double NarrowRows = 256;
    private const double UsualRowsPerPage = 50;

    private readonly long _expected = 1 + (long)(Leaf.Rows / Math.Max(1, Steps.RowsOfStep));

    internal override Int128 End => Steps.Count ?? _expected;

    internal override bool IsEndKnown => Steps.Count is not null;

    internal override (double All, double Narrow)? Extent => (Leaf.Pages * (Leaf.RowsPerPage ?? UsualRowsPerPage), NarrowRows);

    internal override double UnitsOf(Slice slice) => base.UnitsOf(slice) * Math.Max(1, Steps.RowsOfStep);

    /// <summary>Looks for the steps of a slice.</summary>
    internal override async Task<Slice?> ReachAsync(Slice slice, ShortMoment moment, CancellationToken cancellationToken)
    {
        while (Steps.Next(slice) is (var place, var from))
        {
            Steps.Add(await FindAsync(from, before: null, Steps.RowsOfStep, moment, cancellationToken).ConfigureAwait(false), place);
        }

        return Steps.Clip(slice);
    }

    /// <summary>Cuts a step that takes too long into smaller ones, and makes those that are still to be found as small.</summary>
    /// <returns>The smaller steps; null for a single row.</returns>
    internal override async Task<Route?> FinerAsync(Slice slice, int parts, ShortMoment? moment, CancellationToken cancellationToken)
    {
        if (moment is null)
        {
            return null;
        }

        (string[]? from, string[]? before) = ValuesOf(slice);
        for (int rows = Steps.RowsOfStep; rows > 0;)
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
                Steps.Shorten(rows);
                return this with { Steps = new KeySteps(rows, isComplete: true, found) { After = from, Before = before } };
            }
        }

        return null;
    }

    private protected override (string[]? From, string[]? Before) ValuesOf(Slice slice) => Steps.KeysOf(slice);

    /// <summary>The key that so many rows follow another, if it is before a third.</summary>
    private async Task<string[]?> FindAsync(
        string[]? after,
        string[]? before,
        int rows,
        ShortMoment moment,
        CancellationToken cancellationToken)
    {
        string? condition = Sql.All([.. Compared(">", after, firstPlace: 1), .. Compared("<", before, 1 + (after?.Length ?? 0))]);
        string where = condition is null ? "" : $" WHERE {condition}";
        string texts = string.Join(", ", Columns.Select(column => $"{column}::text"));
        string sql = $"SELECT {texts} FROM {Leaf.From}{where} ORDER BY {string.Join(", ", Columns)} OFFSET {rows} LIMIT 1";
        for (int collisions = 0; ; collisions++)
        {
            await moment.KeepShortAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await using NpgsqlCommand command = moment.Session.Command(sql);
                AddTo(command.Parameters, after, before);
                await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                return await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
                    ? [.. Columns.Select((_, place) => reader.GetString(place))]
                    : null;
            }
            catch (NpgsqlException exception) when (moment.Session.IsUsable && collisions < SqlFailure.MostCollisions
                && (SqlFailure.IsCollision(exception) || SqlFailure.IsConflict(exception)))
            {
                await moment.RenewAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
