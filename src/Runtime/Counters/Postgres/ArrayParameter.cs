using Npgsql;
using NpgsqlTypes;

namespace ServicePing.Runtime.Counters.Postgres;

/// <summary>Many values as one argument. What a type is sent as is said, as plug-ins of the program may send it as another.</summary>
internal static class ArrayParameter
{
    internal static NpgsqlParameter<T[]> Of<T>(NpgsqlDbType type, IEnumerable<T> values) =>
        new() { TypedValue = [.. values], NpgsqlDbType = NpgsqlDbType.Array | type };
}
