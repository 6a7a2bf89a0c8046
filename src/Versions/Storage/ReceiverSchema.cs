using Npgsql;
using ServicePing.Shared;

namespace ServicePing.Versions;

/// <summary>The schema <c>versions</c>, in which a receiver keeps what it receives.</summary>
internal static class ReceiverSchema
{
    // "SPvr", which others hardly use.
    private const int LockSpace = 0x53507672;

    /// <summary>
    /// Every step there has been. A released one never changes; a step only adds, because receivers of an earlier version go on
    /// with the schema of a later one.
    /// </summary>
    internal static IReadOnlyList<Migration> Migrations { get; } =
    [
        new("pings and what belongs to them", """
            CREATE TABLE versions.signing_keys (
                id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                private_key bytea NOT NULL,
                created_at timestamptz NOT NULL DEFAULT now()
            );

            CREATE TABLE versions.instances (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                uuid text NOT NULL UNIQUE,
                first_seen_at timestamptz NOT NULL,
                public_key bytea
            );

            -- Each receiver takes a thousand at once, so that numbers have gaps.
            CREATE SEQUENCE versions.usage_data_ids INCREMENT BY 1000;

            CREATE TABLE versions.pings (
                usage_data_id bigint PRIMARY KEY,
                instance_id bigint NOT NULL REFERENCES versions.instances,
                cycle text NOT NULL,
                received_at timestamptz NOT NULL,
                recorded_at timestamptz,
                digest bytea NOT NULL,
                previous_digest bytea,
                product text,
                catalogue text,
                is_offline boolean NOT NULL,
                usage_per_user double precision[],
                answer bytea NOT NULL,
                size integer NOT NULL,
                is_gzip boolean NOT NULL,
                body bytea NOT NULL,
                UNIQUE (instance_id, cycle)
            );
            -- What comes is compressed already.
            ALTER TABLE versions.pings ALTER COLUMN body SET STORAGE EXTERNAL;

            CREATE TABLE versions.leaders (
                day date NOT NULL,
                feature text NOT NULL,
                usage_per_user double precision NOT NULL,
                PRIMARY KEY (day, feature)
            );

            CREATE TABLE versions.metadata (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                uuid text NOT NULL,
                received_at timestamptz NOT NULL,
                body bytea NOT NULL
            );
            CREATE INDEX ON versions.metadata (uuid, id);
            CREATE INDEX ON versions.metadata (received_at);

            CREATE TABLE versions.errors (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                uuid text NOT NULL,
                received_at timestamptz NOT NULL,
                body bytea NOT NULL
            );
            CREATE INDEX ON versions.errors (uuid, id);
            CREATE INDEX ON versions.errors (received_at);

            CREATE TABLE versions.refusals (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                received_at timestamptz NOT NULL,
                path text NOT NULL,
                status integer NOT NULL,
                reason text NOT NULL,
                uuid text,
                size bigint,
                body_start bytea
            );
            CREATE INDEX ON versions.refusals (uuid);
            CREATE INDEX ON versions.refusals (received_at);

            CREATE TABLE versions.erasures (
                request_hash bytea PRIMARY KEY,
                uuid_hash bytea NOT NULL,
                refuses_later boolean NOT NULL,
                erased_at timestamptz NOT NULL,
                pings bigint NOT NULL,
                metadata bigint NOT NULL,
                errors bigint NOT NULL,
                refusals bigint NOT NULL,
                signing_key text NOT NULL,
                signature text NOT NULL
            );
            CREATE INDEX ON versions.erasures (uuid_hash);

            COMMENT ON TABLE versions.signing_keys IS 'The key that signs receipts; the newest is used.';
            COMMENT ON TABLE versions.instances IS 'Who has sent a ping.';
            COMMENT ON COLUMN versions.instances.public_key IS 'The first key that came (SubjectPublicKeyInfo); null takes the next.';
            COMMENT ON TABLE versions.pings IS 'Every ping, as the bytes that came.';
            COMMENT ON COLUMN versions.pings.digest IS 'SHA-256 of the body before compression.';
            COMMENT ON COLUMN versions.pings.size IS 'Bytes of the body before compression.';
            COMMENT ON COLUMN versions.pings.answer IS 'What was answered, and is answered again.';
            COMMENT ON COLUMN versions.pings.usage_per_user IS 'For the DevOps report; null where it cannot be known.';
            COMMENT ON TABLE versions.leaders IS 'The best usage of each day, feature by feature.';
            COMMENT ON TABLE versions.metadata IS 'How long the metrics of a ping took and what failed.';
            COMMENT ON TABLE versions.errors IS 'Pings that an instance could not make or send.';
            COMMENT ON TABLE versions.refusals IS 'Input that was not taken, and why.';
            COMMENT ON TABLE versions.erasures IS 'What was erased when; instances only as SHA-256 of their uuid.';
            """),
    ];

    /// <summary>
    /// Applies the steps that are missing, all or none, and makes a signing key where there is none; of several receivers that begin at
    /// once, one does.
    /// </summary>
    /// <exception cref="NpgsqlException">The schema cannot be created or changed, for example without the right to.</exception>
    internal static Task MigrateAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        new SchemaMigrator("versions", LockSpace).MigrateAsync(
            connection,
            Migrations,
            last: () => connection.ExecuteAsync(
                """
                INSERT INTO versions.signing_keys (private_key)
                SELECT $1
                WHERE NOT EXISTS (SELECT FROM versions.signing_keys)
                """,
                [new() { Value = ReceiverKey.Generate() }],
                cancellationToken),
            cancellationToken);
}
