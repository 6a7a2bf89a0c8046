using System.Globalization;
using Npgsql;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Schema;
using ServicePing.Definitions.Schema.Judging;
using ServicePing.Definitions.Schema.Scripts;
using ServicePing.Testing;

namespace ServicePing.Definitions.Tests.Schema;

/// <summary>PostgreSQL shows for what reason queries are refused: read in slices, they come to another number than at once.</summary>
public sealed class SliceTruthTests : IAsyncLifetime
{
    private const string Schema = """
        CREATE TABLE releases (id bigint PRIMARY KEY, name text NOT NULL);
        CREATE TABLE links (link_id bigint PRIMARY KEY, id bigint NOT NULL, author bigint, weight int);
        """;

    private const string Rows = """
        INSERT INTO releases SELECT n, 'r' || n FROM generate_series(1, 1600) AS n;
        INSERT INTO links SELECT n, n * 2, n % 7, n % 5 FROM generate_series(1, 800) AS n;
        """;

    private PrivatePostgres? _server;
    private NpgsqlDataSource? _database;

    [Theory]
    [InlineData("RIGHT JOIN releases ON releases.id = links.id", null)]
    [InlineData("FULL JOIN releases ON releases.id = links.id", null)]
    [InlineData("NATURAL RIGHT JOIN releases", null)]
    [InlineData("NATURAL FULL JOIN releases", null)]
    [InlineData("LEFT JOIN releases b ON b.id = links.id RIGHT JOIN releases ON releases.id = links.id", null)]
    [InlineData("", "DISTINCT author")]
    [InlineData("", "row_number() OVER (ORDER BY weight)")]
    [InlineData("", "max(link_id)")]
    [InlineData("", "(SELECT max(links.link_id))")]
    [InlineData("", "sum(weight) OVER (PARTITION BY author)")]
    public async Task What_is_refused_would_be_another_number(string join, string? column)
    {
        Assert.Contains(Judge(join, column), finding => finding.Kind is FindingKind.OuterJoin or FindingKind.NotOneRow);
        Assert.NotEqual(await ReadAsync(join, column, slices: 1), await ReadAsync(join, column, slices: 4));
    }

    [Theory]
    [InlineData("", "author")]
    [InlineData("JOIN releases ON releases.id = links.id", null)]
    [InlineData("LEFT JOIN releases ON releases.id = links.author", "releases.name")]
    [InlineData("NATURAL LEFT JOIN releases", null)]
    [InlineData("CROSS JOIN releases", null)]
    [InlineData("LEFT JOIN (links l RIGHT JOIN releases ON releases.id = l.id) ON releases.id = links.link_id", "releases.id")]
    [InlineData("LEFT JOIN links l RIGHT JOIN releases ON releases.id = l.id ON releases.id = links.link_id", "releases.id")]
    [InlineData("LEFT JOIN releases ON releases.id = links.id, releases b FULL JOIN releases c ON c.id = b.id + 1", "c.id")]
    [InlineData("", "(SELECT max(releases.id) FROM releases WHERE releases.id < links.id)")]
    [InlineData("", "(SELECT releases.name FROM releases WHERE releases.id <= links.id ORDER BY releases.id DESC LIMIT 1)")]
    [InlineData("JOIN (SELECT id, row_number() OVER (ORDER BY name, id) AS place FROM releases) r ON r.id = links.id AND r.place > 100", "r.place")]
    public async Task What_is_not_refused_is_the_same_number(string join, string? column)
    {
        Assert.DoesNotContain(
            Judge(join, column), finding => finding.Kind is FindingKind.OuterJoin or FindingKind.NotOneRow or FindingKind.Unsteady);
        Assert.Equal(await ReadAsync(join, column, slices: 1), await ReadAsync(join, column, slices: 4));
    }

    [Fact]
    public async Task Every_function_of_the_server_that_takes_rows_together_is_known()
    {
        await using NpgsqlCommand command = _database!.CreateCommand(
            "SELECT DISTINCT proname::text, prokind FROM pg_proc WHERE prokind IN ('a', 'w') AND pronamespace = 'pg_catalog'::regnamespace");
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        int count = 0;
        while (await reader.ReadAsync())
        {
            // Those of windows, and those that the standard calls hypothetical, are always called with more than arguments.
            string name = reader.GetString(0);
            bool isWindow = reader.GetChar(1) == 'w' || name is "rank" or "dense_rank" or "percent_rank" or "cume_dist";
            string call = isWindow ? $"{name}() OVER (ORDER BY id)" : $"{name}(id)";
            Assert.True(Judge("", call).Any(finding => finding.Kind == FindingKind.NotOneRow), name);
            count++;
        }

        Assert.InRange(count, 50, 500);
    }

    public async Task InitializeAsync()
    {
        _server = await PrivatePostgres.StartAsync();
        _database = NpgsqlDataSource.Create(await _server.CreateDatabaseAsync("slices"));
        await using NpgsqlCommand command = _database.CreateCommand(Schema + Rows);
        await command.ExecuteNonQueryAsync();
    }

    public async Task DisposeAsync()
    {
        await (_database?.DisposeAsync() ?? default);
        await (_server?.DisposeAsync() ?? default);
    }

    private static IReadOnlyList<QueryFinding> Judge(string join, string? column) => QueryJudge.Judge(
        new SchemaLookup(SchemaReader.Read(Schema)),
        new QueryDefinition
        {
            Operation = column is null or "DISTINCT author" ? Operation.Count : Operation.DistinctCount,
            From = "links",
            Joins = join.Length == 0 ? [] : [join],
            Columns = column is null ? [] : [column],
        },
        []);

    // A count is added up; different values are gathered, as texts.
    private async Task<string> ReadAsync(string join, string? column, int slices)
    {
        long count = 0;
        SortedSet<string> values = new(StringComparer.Ordinal);
        for (int slice = 0; slice < slices; slice++)
        {
            string where = slices == 1
                ? "true"
                : $"links.ctid >= '({slice},0)'{(slice < slices - 1 ? $" AND links.ctid < '({slice + 1},0)'" : "")}";
            string item = column is null or "DISTINCT author" ? $"count({column ?? "*"})::text" : $"DISTINCT ({column})::text";
#pragma warning disable CA2100 // The texts are this test's own.
            await using NpgsqlCommand command = _database!.CreateCommand($"SELECT {item} FROM links {join} WHERE {where}");
#pragma warning restore CA2100
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                string value = await reader.IsDBNullAsync(0) ? "NULL" : reader.GetString(0);
                values.Add(value);
                count += long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0;
            }
        }

        return column is null or "DISTINCT author" ? count.ToString(CultureInfo.InvariantCulture) : string.Join(' ', values);
    }
}
