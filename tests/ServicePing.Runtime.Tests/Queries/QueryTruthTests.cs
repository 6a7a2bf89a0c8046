using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServicePing.Runtime.Labels;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>Each exported statement, run as it stands on a real PostgreSQL, gives the value of the payload.</summary>
public sealed class QueryTruthTests(PostgresServer postgres) : DatabaseTest(postgres)
{
    [Fact]
    public async Task Every_exported_statement_gives_the_value_of_the_payload()
    {
        TestSet set = OperationTests.Set(OperationTests.Cases);
        AddMetric(set, "average", ValueShape.Double, "issues", new(0, Operation.Average) { Columns = ["issues.weight"] });
        AddMetric(set, "average_28d", ValueShape.Double, "issues", new(0, Operation.Average)
        {
            Columns = ["issues.score"], Window = TimeFrame.TwentyEightDays, TimestampColumn = "issues.created_at",
        });
        AddMetric(set, "average_by", ValueShape.Json, "issues", new(0, Operation.Average) { Columns = ["issues.id"], GroupBy = ["issues.state_id"] });
        AddMetric(set, "window_of_dates", ValueShape.Integer, "issues",
            new(0, Operation.Count) { Window = TimeFrame.TwentyEightDays, TimestampColumn = "issues.due" });
        int parts = set.Add("parts");
        set.RelationPlans.Add(new("main", null, "projects", [], [new(parts, Operation.Count)]));
        set.RelationPlans.Add(new("main", null, "nothing", [], [new(parts, Operation.Sum) { Part = 1, Columns = ["nothing.state_id"] }]));
        set.CompositePlans.Add(new CompositePlan(set.Add("sum_of_metrics"), CompositeOperation.Add, [parts, 0]));
        set.CompositePlans.Add(new CompositePlan(set.Add("ratio_of_metrics", ValueShape.Double), CompositeOperation.Ratio, [parts, 0]));
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString), set);

        ServicePingPayload payload = await ping.CollectAsync();
        Dictionary<string, MetricQuery> queries = ping.Services.GetRequiredService<ServicePingQueries>()
            .OfMetrics(payload.RecordedAt).ToDictionary(query => query.KeyPath);

        Assert.True(payload.Metrics.Count > 50);
        foreach (MetricReading reading in payload.Metrics)
        {
            Assert.True(reading.Status == ReadingStatus.Ok, $"{reading.KeyPath}: {reading.Message}");
            JsonElement shown = await RunAsync(queries[reading.KeyPath].Sql!);
            Assert.True(AreEqual(reading.Value.ToJson(), shown), $"{reading.KeyPath}: {reading.Value.ToJson()} in the payload, {shown} by\n{queries[reading.KeyPath].Sql}");
        }
    }

    /// <summary>The rows of a statement as a payload has them: groups nest, NULL is the empty name, a single row is its value.</summary>
    private async Task<JsonElement> RunAsync(string sql)
    {
        await using NpgsqlConnection connection = await Plain.OpenConnectionAsync();
        await using (NpgsqlCommand zone = new("SET TimeZone = 'UTC'", connection))
        {
            await zone.ExecuteNonQueryAsync();
        }

        await using NpgsqlCommand command = new(sql, connection) { AllResultTypesAreUnknown = true };
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        Dictionary<GroupPath, decimal> rows = [];
        while (await reader.ReadAsync())
        {
            string[] keys = [.. Enumerable.Range(0, reader.FieldCount - 1).Select(column => reader.IsDBNull(column) ? "" : Key(reader, column))];
            GroupPath group = new(keys);

            // NULL and the empty text are one group of a payload, and two of SQL.
            rows[group] = rows.GetValueOrDefault(group)
                + Number(reader.GetString(reader.FieldCount - 1));
        }

        return reader.GetDataTypeName(0) == "boolean" && reader.FieldCount == 1
            ? MetricValue.From(rows.Single().Value == 1).ToJson()
            : reader.FieldCount == 1
            ? MetricValue.From(rows.Single().Value).ToJson()
            : GroupTree.ToJson(rows.Select(row => KeyValuePair.Create(row.Key, MetricValue.From(row.Value)))).AsJson();
    }

    private static decimal Number(string text) => text switch
    {
        "t" => 1,
        "f" => 0,
        _ => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    /// <summary>The text of a boolean differs between a cast and the wire.</summary>
    private static string Key(NpgsqlDataReader reader, int column) => (reader.GetDataTypeName(column), reader.GetString(column)) switch
    {
        ("boolean", "t") => "true",
        ("boolean", "f") => "false",
        (_, var text) => text,
    };

    /// <summary>Averages and sums of floating-point numbers may differ in their last digits.</summary>
    private static bool AreEqual(JsonElement one, JsonElement other) => (one.ValueKind, other.ValueKind) switch
    {
        (JsonValueKind.Number, JsonValueKind.Number) =>
            Math.Abs(one.GetDecimal() - other.GetDecimal()) <= Math.Abs(one.GetDecimal()) * 1e-12m,
        (JsonValueKind.Object, JsonValueKind.Object) => one.EnumerateObject().Count() == other.EnumerateObject().Count()
            && one.EnumerateObject().All(member => other.TryGetProperty(member.Name, out JsonElement same) && AreEqual(member.Value, same)),
        _ => one.ValueKind == other.ValueKind && one.ValueKind is JsonValueKind.True or JsonValueKind.False,
    };
}
