namespace ServicePing.Benchmarks.Databases;

/// <summary>A table to measure with: rows of a few hundred bytes over three years, ids with gaps, an index on what products index.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Users">From how many users its rows come.</param>
internal sealed record BenchmarkTable(string Name, long Rows, long Users)
{
    /// <summary>The moment that the youngest row was made; collections of benchmarks are recorded then.</summary>
    public static DateTimeOffset Now { get; } = new(2026, 11, 21, 2, 15, 0, TimeSpan.Zero);

    /// <summary>Makes and fills the table. The same rows every time.</summary>
    public string Sql => $"""
        CREATE TABLE {Name} (
            id bigint NOT NULL, project_id bigint NOT NULL, author_id bigint, state_id smallint NOT NULL, issue_type smallint NOT NULL,
            weight int, status text NOT NULL, confidential boolean NOT NULL, token uuid NOT NULL, title text NOT NULL,
            created_at timestamptz NOT NULL, closed_at timestamptz);
        SELECT setseed(0.5);
        INSERT INTO {Name}
        SELECT n + n / 9 + CASE WHEN n > {Rows} * 2 / 3 THEN {Rows} / 2 ELSE 0 END,
               1 + (random() * {Users / 2 + 1})::bigint,
               CASE WHEN random() > 0.01 THEN 1 + (random() * {Users})::bigint END,
               1 + (random() * 1.4)::int,
               (random() * 4)::int,
               CASE WHEN random() > 0.4 THEN (random() * 20)::int END,
               (ARRAY['success', 'failed', 'running', 'canceled', 'skipped'])[1 + (random() * 4)::int],
               random() < 0.1,
               md5((random() * {Users})::bigint::text)::uuid,
               repeat('title ', 10) || n,
               timestamptz '2026-11-21 02:15:00+00' - (1 - n / {Rows}::float8) * interval '3 years',
               CASE WHEN random() < 0.5 THEN timestamptz '2026-11-21 02:15:00+00' - random() * interval '3 years' END
        FROM generate_series(1, {Rows}) n;
        ALTER TABLE {Name} ADD PRIMARY KEY (id);
        CREATE INDEX ON {Name} (created_at);
        CREATE INDEX ON {Name} (author_id);
        """;
}
