using System.Diagnostics;
using System.Text;
using Npgsql;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Schema;
using ServicePing.Definitions.Schema.Judging;
using ServicePing.Definitions.Schema.Scripts;
using ServicePing.Definitions.Sql;
using ServicePing.Testing;

namespace ServicePing.Definitions.Tests.Schema;

/// <summary>PostgreSQL is the judge of the judge: both must say the same about every name.</summary>
public sealed class SchemaTruthTests(SchemaTruthTests.Snapshot snapshot) : IClassFixture<SchemaTruthTests.Snapshot>
{
    private readonly NpgsqlDataSource _database = snapshot.Database;

    [Fact]
    public async Task A_dump_and_what_developers_write_describe_the_same_database()
    {
        DatabaseSchema written = SchemaReader.Read(SnapshotText.Value);
        DatabaseSchema dumped = SchemaReader.Read(await DumpAsync());

        Assert.Equal(written.Tables.Select(table => table.Name), dumped.Tables.Select(table => table.Name));
        foreach ((Table expected, Table actual) in written.Tables.Zip(dumped.Tables))
        {
            Assert.Equal(expected.Columns.Select(Qualified), actual.Columns.Select(Qualified));
            Assert.Equal(expected.PrimaryKey, actual.PrimaryKey);
            Assert.Equal(expected.UniqueKeys, actual.UniqueKeys);
            Assert.Equal(expected.PartitionOf, actual.PartitionOf);
            Assert.Equal(expected.PartitionedBy, actual.PartitionedBy);
            Assert.Equal(expected.Indexes.Select(Shape).Order(), actual.Indexes.Select(Shape).Order());
            Assert.Equal(expected.ForeignKeys.Count, actual.ForeignKeys.Count);
            Assert.Equal(expected.Checks.Count, actual.Checks.Count);
        }

        Assert.Equal(written.Enums, dumped.Enums);
        Assert.Equal(written.Domains, dumped.Domains);
        Assert.Equal(written.Functions, dumped.Functions);

        // The catalogue of the server itself has the last word about columns.
        Assert.Equal(await ColumnsAsync(), dumped.Tables
            .SelectMany(table => table.Columns.Select(column => $"{table.Name}.{column.Name}")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Right_queries_have_no_finding_about_names_and_wrong_ones_have_the_servers()
    {
        var schema = new SchemaLookup(SchemaReader.Read(await DumpAsync()));
        var failures = new StringBuilder();
        foreach ((QueryDefinition query, bool isRight) in Queries.Right.Select(query => (query, true))
            .Concat(Queries.Wrong.Select(query => (query, false))))
        {
            string verdict = await ServerVerdictAsync(query);
            if (verdict != Verdict(schema, query) || verdict.Length == 0 != isRight)
            {
                failures.AppendLine($"{Statement(query)}: PostgreSQL says '{verdict}', we say '{Verdict(schema, query)}'");
            }

            // The server's own tables are in no snapshot; everything else is followed to its end.
            bool readsCatalogue = query.Where.Any(where => where.Contains("pg_class", StringComparison.Ordinal));
            if (isRight && !readsCatalogue && QueryJudge.Judge(schema, query, []).Any(finding => finding.Kind == FindingKind.NotChecked))
            {
                failures.AppendLine($"{Statement(query)}: not followed");
            }
        }

        Assert.True(failures.Length == 0, failures.ToString());
    }

    [Fact]
    public async Task A_renamed_column_or_table_is_found_wherever_the_server_finds_it()
    {
        DatabaseSchema schema = SchemaReader.Read(await DumpAsync());
        var failures = new StringBuilder();
        foreach (Table table in schema.Tables.Where(table => table.PartitionOf is null))
        {
            string kind = table.Kind switch { TableKind.View => "VIEW", TableKind.MaterializedView => "MATERIALIZED VIEW", _ => "TABLE" };
            string name = $"{SqlName.Quote(table.Name.Schema)}.{SqlName.Quote(table.Name.Name)}";
            IEnumerable<(string Do, string Undo)> renamings = table.Columns
                .Where(column => table.Parents.IsEmpty || column.Name == "token")
                .Select(column => SqlName.Quote(column.Name))
                .Select(column => ($"ALTER {kind} {name} RENAME COLUMN {column} TO zz", $"ALTER {kind} {name} RENAME COLUMN zz TO {column}"))
                .Append(($"ALTER {kind} {name} RENAME TO zz", $"ALTER {kind} {SqlName.Quote(table.Name.Schema)}.zz RENAME TO {SqlName.Quote(table.Name.Name)}"));
            foreach ((string rename, string undo) in renamings)
            {
                await RunAsync(rename);
                var changed = new SchemaLookup(SchemaReader.Read(await DumpAsync()));
                int found = 0;
                foreach (QueryDefinition query in Queries.Right)
                {
                    string verdict = await ServerVerdictAsync(query);
                    found += verdict.Length > 0 ? 1 : 0;
                    if (verdict != Verdict(changed, query))
                    {
                        failures.AppendLine($"{rename}: {Statement(query)}: PostgreSQL says '{verdict}', we say '{Verdict(changed, query)}'");
                    }
                }

                await RunAsync(undo);
                if (found == 0)
                {
                    failures.AppendLine($"{rename}: no query names it");
                }
            }
        }

        Assert.True(failures.Length == 0, failures.ToString());
    }

    [Fact]
    public async Task A_dropped_column_is_missed_wherever_the_server_misses_it()
    {
        string dump = await DumpAsync();
        var failures = new StringBuilder();
        await using NpgsqlConnection connection = await _database.OpenConnectionAsync();
        foreach (Table table in SchemaReader.Read(dump).Tables.Where(table => table.Kind == TableKind.Table && table.PartitionOf is null))
        {
            foreach (Column column in table.Columns.Where(
                column => (table.Parents.IsEmpty || column.Name == "token") && table.PartitionedBy?.Contains(column.Name, StringComparison.Ordinal) != true))
            {
                string drop = $"ALTER TABLE {SqlName.Quote(table.Name.Schema)}.{SqlName.Quote(table.Name.Name)} "
                    + $"DROP COLUMN {SqlName.Quote(column.Name)} CASCADE;";
                await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
                HashSet<string> views = await ViewsAsync(connection);
                await RunAsync(connection, drop);
                views.ExceptWith(await ViewsAsync(connection));
                var changed = new SchemaLookup(SchemaReader.Read(dump + "\n" + drop + string.Concat(views.Select(view => $"\nDROP {view};"))));
                int missed = 0;
                foreach (QueryDefinition query in Queries.Right)
                {
                    string verdict = await ServerVerdictAsync(connection, transaction, query);
                    missed += verdict.Length > 0 ? 1 : 0;
                    if (verdict != Verdict(changed, query))
                    {
                        failures.AppendLine($"{drop} {Statement(query)}: PostgreSQL says '{verdict}', we say '{Verdict(changed, query)}'");
                    }
                }

                await transaction.RollbackAsync();
                if (missed == 0)
                {
                    failures.AppendLine($"{drop} no query names it");
                }
            }
        }

        Assert.True(failures.Length == 0, failures.ToString());
    }

    private static async Task<string> ServerVerdictAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, QueryDefinition query)
    {
        await transaction.SaveAsync("before");
        try
        {
            await RunAsync(connection, Statement(query));
            return "";
        }
        catch (PostgresException exception)
        {
            await transaction.RollbackAsync("before");
            return exception.SqlState;
        }
    }

    private static async Task<HashSet<string>> ViewsAsync(NpgsqlConnection connection)
    {
        await using NpgsqlCommand command = new(
            """
            SELECT format('%s %I.%I', CASE c.relkind WHEN 'v' THEN 'VIEW' ELSE 'MATERIALIZED VIEW' END, n.nspname, c.relname)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('v', 'm') AND n.nspname IN ('public', 'audit')
            """, connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        HashSet<string> views = new(StringComparer.Ordinal);
        while (await reader.ReadAsync())
        {
            views.Add(reader.GetString(0));
        }

        return views;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // The texts are this test's own.
        await using NpgsqlCommand command = new(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    // What we say, in the server's words; of several findings the first, as the server stops there.
    private static string Verdict(SchemaLookup schema, QueryDefinition query)
    {
        var findings = QueryJudge.Judge(schema, query, query.TimestampColumn == "created_at" ? [] : [TimeFrame.SevenDays])
            .Where(finding => finding.Kind is FindingKind.UnknownTable or FindingKind.UnknownColumn or FindingKind.AmbiguousColumn)
            .Select(finding => finding.Kind).ToList();
        return findings.Count == 0 ? "" : findings[0] switch
        {
            FindingKind.UnknownTable => PostgresErrorCodes.UndefinedTable,
            FindingKind.UnknownColumn => PostgresErrorCodes.UndefinedColumn,
            _ => PostgresErrorCodes.AmbiguousColumn,
        };
    }

    private async Task<string> ServerVerdictAsync(QueryDefinition query)
    {
        try
        {
            await RunAsync(Statement(query));
            return "";
        }
        catch (PostgresException exception)
        {
            return exception.SqlState;
        }
    }

    private static string Statement(QueryDefinition query)
    {
        IEnumerable<string> items =
        [
            .. query.Columns.Concat(query.GroupBy).Select(Column),
            query.TimestampColumn == "created_at" ? "1" : Column(query.TimestampColumn),
            query.Batch?.Column is { } key ? Column(key) : "1",
        ];
        string where = query.Where.IsEmpty ? "" : $"\nWHERE {string.Join("\nAND ", query.Where.Select(condition => $"({condition}\n)"))}";
        return $"EXPLAIN SELECT {string.Join(", ", items)} FROM {Quoted(query.From!)} {string.Join(' ', query.Joins)}{where}"
            .Replace(":recorded_at", "'2026-01-15'::timestamptz", StringComparison.Ordinal);

        // As the planner does: names are quoted, and those that stand alone are the walked table's.
        string Column(string text) => SqlName.Parts(text) is { Length: 1 } ? $"{Quoted(query.From!)}.{Quoted(text)}" : Quoted(text);
    }

    private static string Quoted(string text) => SqlName.Parts(text) is { } parts
        ? string.Join('.', parts.Select(SqlName.Quote))
        : text;

    private async Task RunAsync(string sql)
    {
#pragma warning disable CA2100 // The texts are this test's own.
        await using NpgsqlCommand command = _database.CreateCommand(sql);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private async Task<List<string>> ColumnsAsync()
    {
        await using NpgsqlCommand command = _database.CreateCommand(
            """
            SELECT format('%s.%s.%s', n.nspname, c.relname, a.attname)
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname IN ('public', 'audit') AND c.relkind IN ('r', 'p', 'v', 'm') AND a.attnum > 0 AND NOT a.attisdropped
            """);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        var columns = new List<string>();
        while (await reader.ReadAsync())
        {
            columns.Add(reader.GetString(0));
        }

        columns.Sort(StringComparer.Ordinal);
        return columns;
    }

    private async Task<string> DumpAsync()
    {
        var connection = new NpgsqlConnectionStringBuilder(_database.ConnectionString);
        string[] arguments = ["--schema-only", "-h", connection.Host!, "-p", $"{connection.Port}", "-U", connection.Username!, connection.Database!];
        using Process process = Process.Start(new ProcessStartInfo(DumpProgram(), arguments) { RedirectStandardOutput = true })!;
        string text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return text;
    }

    // Debian keeps the servers' programs off the PATH, a folder a version.
    private static string DumpProgram() => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(folder => Path.Combine(folder, "bin", "pg_dump")).Last(File.Exists)
        : "pg_dump";

    // The dump names the schemas of types, developers mostly do not; and it writes every default that changes nothing.
    private static (string, string?, bool) Qualified(Column column) =>
        (column.Name, column.Type?.ToString().Replace("public.", "", StringComparison.Ordinal), column.IsNullable);

    private static string Shape(TableIndex index) =>
        $"{index.Name} {index.Method} {index.IsUnique} {string.Join(',', index.Keys.Select(key => key.Column ?? key.Expression))} {index.Predicate?.Trim('(', ')')}";

    /// <summary>The database, as each test finds and leaves it.</summary>
    public sealed class Snapshot : IAsyncLifetime
    {
        private PrivatePostgres? _server;
        private NpgsqlDataSource? _database;

        internal NpgsqlDataSource Database => _database!;

        public async Task InitializeAsync()
        {
            _server = await PrivatePostgres.StartAsync();
            _database = NpgsqlDataSource.Create(await _server.CreateDatabaseAsync("forge"));
            await using NpgsqlCommand command = _database.CreateCommand(SnapshotText.Value);
            await command.ExecuteNonQueryAsync();
        }

        public async Task DisposeAsync()
        {
            if (_database is not null)
            {
                await _database.DisposeAsync();
            }

            if (_server is not null)
            {
                await _server.DisposeAsync();
            }
        }
    }
}
