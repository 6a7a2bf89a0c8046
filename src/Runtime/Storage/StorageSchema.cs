using ServicePing.Shared;

namespace ServicePing.Runtime.Storage;

/// <summary>The schema <c>service_ping</c>.</summary>
internal static class StorageSchema
{
    /// <summary>
    /// Every step there has been. A released one never changes; a step only adds, because programs of an earlier version go on
    /// with the schema of a later one.
    /// </summary>
    internal static IReadOnlyList<Migration> Migrations { get; } =
    [
        new("collections under way", """
            CREATE TABLE service_ping.collections (
                id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                program text NOT NULL,
                recorded_at timestamptz NOT NULL,
                expires_at timestamptz NOT NULL
            );

            CREATE TABLE service_ping.settled_relations (
                collection_id integer NOT NULL REFERENCES service_ping.collections ON DELETE CASCADE,
                position integer NOT NULL,
                relation text NOT NULL,
                taken_at timestamptz NOT NULL,
                in_key_ranges boolean NOT NULL,
                results json NOT NULL,
                PRIMARY KEY (collection_id, position)
            );

            COMMENT ON TABLE service_ping.collections IS 'Collections of the service ping that are not finished.';
            COMMENT ON TABLE service_ping.settled_relations IS 'What they have found so far, relation by relation.';
            """),
        new("cycles", LoopSchema.Cycles),
        new("pings", LoopSchema.Pings),
        new("deliveries", LoopSchema.Deliveries),
        new("settings", LoopSchema.Settings),
    ];
}
