using Npgsql;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>Databases that never asked in what encoding their texts are: what nobody can read as a text is counted all the same.</summary>
public sealed class EncodingTests(PostgresServer postgres) : DatabaseTest(postgres)
{
    [Theory]
    [InlineData(1)]
    [InlineData(1_000)]
    public async Task Texts_of_no_encoding_are_counted_and_fail_only_where_they_would_be_a_name(long pages)
    {
        string database = $"ascii_{Guid.NewGuid():N}";
        await ExecuteAsync($"CREATE DATABASE {database} ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
        string connection = new NpgsqlConnectionStringBuilder(ConnectionString) { Database = database }.ConnectionString;
        await using (NpgsqlDataSource source = NpgsqlDataSource.Create(connection))
        {
            await using NpgsqlCommand command = source.CreateCommand("""
                CREATE TABLE drinks AS
                SELECT n AS id, (ARRAY[E'caf\xe9', E'caf\xc3\xa9', 'tea', E'\xff\xfe'])[1 + n % 4] AS name, repeat('x', 300) AS filler FROM generate_series(1, 400) n;
                ALTER TABLE drinks ADD PRIMARY KEY (id);
                ANALYZE drinks
                """);
            await command.ExecuteNonQueryAsync();
        }

        TestSet set = new();
        AddMetric(set, "all", ValueShape.Integer, "drinks", new(0, Operation.Count));
        AddMetric(set, "by", ValueShape.Json, "drinks", new(0, Operation.Count) { GroupBy = ["drinks.name"] });
        AddMetric(set, "by_length", ValueShape.Json, "drinks", new(0, Operation.Count) { GroupBy = ["octet_length(drinks.name)"] });
        AddMetric(set, "distinct", ValueShape.Integer, "drinks", new(0, Operation.DistinctCount) { Columns = ["drinks.name"] });
        AddMetric(set, "distinct_by", ValueShape.Json, "drinks", new(0, Operation.DistinctCount) { Columns = ["drinks.id"], GroupBy = ["drinks.name"] });
        AddMetric(set, "histogram", ValueShape.Json, "drinks", new(0, Operation.Histogram) { Columns = ["drinks.name"], FirstBucket = 1, LastBucket = 100 });
        AddMetric(set, "sum", ValueShape.Decimal, "drinks", new(0, Operation.Sum) { Columns = ["octet_length(drinks.name)"] });
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(connection).Configure(options => options.SlicePages = (pages, pages)), set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal(
            """{"all":400,"by":-1,"by_length":{"2":100,"3":100,"4":100,"5":100},"distinct":4,"distinct_by":-1,"histogram":{"100":4},"sum":1400}""",
            payload.ToString());
        Assert.All(
            payload.Metrics.Where(metric => metric.KeyPath is "by" or "distinct_by"),
            metric => Assert.Equal((ReadingStatus.Failed, "22021"), (metric.Status, metric.Message![..5])));
        await ExecuteAsync($"DROP DATABASE {database} WITH (FORCE)");
    }
}
