using System.Buffers;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using Npgsql;
using ServicePing.Runtime.Databases.Connections;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Programs;

namespace ServicePing.Runtime.Resume;

/// <summary>
/// A hash of all that decides what a relation comes to: an unfinished collection is taken up by the same program of the same
/// installation over the same databases and with the same permissions, and by no other.
/// </summary>
internal static class ProgramFingerprint
{
    private static readonly Assembly Engine = typeof(ProgramFingerprint).Assembly;

    internal static string Of(
        PingProgram program, PingScope scope, IEnumerable<PostgresDatabase> databases, ServicePingOptions options)
    {
        ArrayBufferWriter<byte> text = new();
        using (Utf8JsonWriter json = new(text))
        {
            json.WriteStartArray();
            json.WriteStringValue(Engine.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);
            json.WriteStringValue(options.Version);
            json.WriteStringValue(options.Uuid);
            foreach (PostgresDatabase database in databases)
            {
                NpgsqlConnectionStringBuilder connection = new(database.Source.ConnectionString);
                Write(json, [database.Name, connection.Host, connection.Database, connection.Username]);
                json.WriteNumberValue(connection.Port);
            }

            foreach (RelationPlan relation in scope.Work.Relations)
            {
                Write(json, relation);
            }

            // A relation may be the same with other permissions; a collection has those it was begun with.
            for (int slot = 0; slot < program.Metrics.Count; slot++)
            {
                json.WriteBooleanValue(scope.IsWanted(slot));
            }

            json.WriteEndArray();
        }

        return Convert.ToHexStringLower(SHA256.HashData(text.WrittenSpan));
    }

    private static void Write(Utf8JsonWriter json, RelationPlan relation)
    {
        Write(json, [relation.Database, relation.Schema, relation.Table, relation.Alias, relation.Rows]);
        Write(json, relation.Joins);
        foreach (QueryFragment fragment in relation.Fragments)
        {
            Write(json, fragment);
        }
    }

    private static void Write(Utf8JsonWriter json, QueryFragment fragment)
    {
        Write(json, [$"{fragment.Operation}", $"{fragment.Window}", fragment.TimestampColumn, fragment.Filter, fragment.Sketch]);
        Write(json, fragment.Columns);
        Write(json, fragment.GroupBy);
        Write(json, fragment.GroupValues);
        Write(json, fragment.ListOf);
        Write(json, [fragment.BatchColumn]);
        foreach (long? number in (long?[])
        [
            fragment.Slot, fragment.Part, fragment.BatchSize, fragment.BatchStart, fragment.BatchFinish,
            fragment.FirstBucket, fragment.LastBucket, fragment.MaxGroups, fragment.Percentile,
        ])
        {
            Write(json, number);
        }
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<string?> texts)
    {
        json.WriteStartArray();
        foreach (string? text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, long? number)
    {
        if (number is { } value)
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteNullValue();
        }
    }
}
