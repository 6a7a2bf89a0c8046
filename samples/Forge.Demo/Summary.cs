using System.Globalization;
using ServicePing;
using Spectre.Console;

namespace Forge.Demo;

/// <summary>What a collection cost, as a table.</summary>
internal static class Summary
{
    public static Table Of(CollectionStatistics statistics, long rows)
    {
        Table table = new Table()
            .Border(TableBorder.Rounded)
            .AddColumn("Collection")
            .AddColumn(new TableColumn("").RightAligned());
        foreach ((ReadingStatus status, int metrics) in statistics.MetricsByStatus)
        {
            Row($"metrics {status.ToString().ToLowerInvariant()}", Number(metrics));
        }

        Row("SQL statements", Number(statistics.Statements));
        Row("longest statement", Milliseconds(statistics.LongestStatement));
        Row("rows in the database", Number(rows));
        Row("rows walked", Number(statistics.RowsWalked));
        Row("Redis round trips", Number(statistics.RedisRoundTrips));
        Row("elapsed", Milliseconds(statistics.Elapsed));
        return table;

        void Row(string name, string value) => table.AddRow(new Text(name), new Text(value));
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Milliseconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:N0} ms");
}
