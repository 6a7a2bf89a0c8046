namespace ServicePing.Tests;

/// <summary>A table of 5,000 rows on a thousand pages, for tests of how a walk is cut and paced.</summary>
internal static class EventTable
{
    public const string Sql = """
        CREATE TABLE events (id bigint PRIMARY KEY, kind int NOT NULL, filler text NOT NULL, created_at timestamptz NOT NULL);
        INSERT INTO events
        SELECT n, n % 9, repeat('x', 1500), timestamptz '2026-11-18 00:00:00+00' - n * interval '1 hour' FROM generate_series(1, 5000) n;
        CREATE INDEX ON events (created_at);
        ANALYZE events
        """;
}
