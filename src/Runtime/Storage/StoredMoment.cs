using Npgsql;

namespace ServicePing.Runtime.Storage;

/// <summary>A moment in a row of the store.</summary>
internal static class StoredMoment
{
    /// <summary>The moment in UTC, also where a switch of the program has Npgsql read moments as local ones.</summary>
    internal static DateTimeOffset GetMoment(this NpgsqlDataReader row, int column) =>
        row.GetFieldValue<DateTimeOffset>(column).ToUniversalTime();

    /// <summary>The moment in UTC; null where there is none.</summary>
    internal static DateTimeOffset? FindMoment(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetMoment(column);
}
