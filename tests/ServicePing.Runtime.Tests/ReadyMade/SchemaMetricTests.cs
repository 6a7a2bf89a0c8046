using System.Text.Json;
using System.Text.RegularExpressions;
using ServicePing.Shared.Schemas;

namespace ServicePing.Tests.ReadyMade;

/// <summary>The set <c>schema</c> on a real database; the tool's <c>check-schema</c> compares the same objects, kind by kind.</summary>
public sealed class SchemaMetricTests(PostgresServer postgres) : DatabaseTest(postgres)
{
    [Fact]
    public async Task A_database_that_is_as_the_schema_says_has_no_inconsistency()
    {
        await using Ping ping = Program(await LiveAsync());

        Dictionary<string, MetricReading> readings = await ReadyMadePing.CollectAsync(ping);

        Assert.Equal(
            ["index_inconsistencies_metric Ok []", "schema_inconsistencies_metric Ok []"], ReadyMadePing.Texts(readings));
    }

    [Fact]
    public async Task What_is_missing_extra_and_different_is_reported_in_GitLab_s_shape()
    {
        await ExecuteAsync("CREATE TABLE parts (id bigint PRIMARY KEY, name text); CREATE INDEX parts_by_name ON parts (name); CREATE INDEX parts_by_both ON parts (name, id)");
        string schema = await LiveAsync();
        await ExecuteAsync("ALTER TABLE parts ALTER COLUMN name TYPE varchar(20), ADD COLUMN more int; DROP INDEX parts_by_name; DROP INDEX parts_by_both; CREATE UNIQUE INDEX parts_by_both ON parts (name, id); CREATE TABLE others (id int)");
        await using Ping ping = Program(schema);

        Dictionary<string, MetricReading> readings = await ReadyMadePing.CollectAsync(ping);

        Assert.Equal(
            """
            [{"object_name":"others","inconsistency_type":"ExtraTables","object_type":"Table"},
            {"object_name":"parts","inconsistency_type":"DifferentDefinitionTables","object_type":"Table"},
            {"object_name":"parts.more","inconsistency_type":"ExtraTableColumns","object_type":"Column"},
            {"object_name":"parts_by_name","inconsistency_type":"MissingIndexes","object_type":"Index"},
            {"object_name":"parts_by_both","inconsistency_type":"DifferentDefinitionIndexes","object_type":"Index"}]
            """.ReplaceLineEndings(""),
            readings["schema_inconsistencies_metric"].Value.ToString());
        Assert.Equal(
            """[{"object_name":"parts_by_name","inconsistency_type":"MissingIndexes"},{"object_name":"parts_by_both","inconsistency_type":"DifferentDefinitionIndexes"}]""",
            readings["index_inconsistencies_metric"].Value.ToString());
    }

    [Fact]
    public async Task No_more_than_150_leave_and_of_indexes_all()
    {
        await ExecuteAsync("CREATE TABLE wide (id int)");
        string schema = await LiveAsync();
        await ExecuteAsync(string.Join(';', Enumerable.Range(0, 160).Select(number => $"ALTER TABLE wide ADD COLUMN new_{number} int; CREATE INDEX new_index_{number} ON wide (new_{number})")));
        await using Ping ping = Program(schema);

        Dictionary<string, MetricReading> readings = await ReadyMadePing.CollectAsync(ping);

        Assert.Equal(150, JsonElement.Parse(readings["schema_inconsistencies_metric"].Value.ToString()).GetArrayLength());
        Assert.Equal(160, JsonElement.Parse(readings["index_inconsistencies_metric"].Value.ToString()).GetArrayLength());
    }

    [Fact]
    public async Task The_catalogue_is_read_once_a_collection_and_anew_in_the_next()
    {
        string schema = await LiveAsync();
        using RecordedStatements recorded = new(ConnectionString);
        await using Ping ping = Ping.Of(
            StandardMetricSet.Instance, builder => builder.UsePostgres(recorded.Source), new TestSet { ReadyMadeList = ["schema"], SchemaText = schema });
        for (int collection = 0; collection < 2; collection++)
        {
            recorded.Take();
            Dictionary<string, MetricReading> readings = await ReadyMadePing.CollectAsync(ping);

            Assert.Single(Regex.Matches(recorded.Take(), "Executing command: WITH schemas"));
            Assert.All(readings.Values, reading => Assert.Equal(ReadingStatus.Ok, reading.Status));
            Assert.Equal(collection, JsonElement.Parse(readings["schema_inconsistencies_metric"].Value.ToString()).GetArrayLength());
            await ExecuteAsync("CREATE TABLE IF NOT EXISTS others (id int)");
        }
    }

    [Fact]
    public async Task Without_a_schema_the_message_says_how_to_get_one()
    {
        await using Ping ping = Program("");

        Assert.All((await ReadyMadePing.CollectAsync(ping)).Values, reading => Assert.Equal(
            (ReadingStatus.Unavailable, "The product has no schema.sql in its definitions root; 'serviceping schema dump' writes it."), (reading.Status, reading.Message)));
    }

    private Ping Program(string schema) => Ping.Of(
        StandardMetricSet.Instance, builder => builder.UsePostgres(ConnectionString), new TestSet { ReadyMadeList = ["schema"], SchemaText = schema });

    /// <summary>What the database has now, as a set carries it.</summary>
    private async Task<string> LiveAsync()
    {
        await using Npgsql.NpgsqlConnection connection = await Plain.OpenConnectionAsync();
        return (await LiveObjects.ReadAsync(connection, 60, CancellationToken.None)).ToText();
    }
}
