namespace ServicePing.Runtime.Storage;

/// <summary>
/// The tables in which the loop keeps its cycles, pings, deliveries and settings; steps of <see cref="StorageSchema"/>.
/// </summary>
/// <remarks>
/// A state, kind or outcome is a text, which later versions may add to. Moments of leases and attempts come from the clock of the
/// server and from no other.
/// </remarks>
internal static class LoopSchema
{
    internal const string Cycles = """
        CREATE TABLE service_ping.cycles (
            cycle text PRIMARY KEY,
            kind text NOT NULL,
            due_at timestamptz NOT NULL,
            state text NOT NULL,
            reason text NOT NULL,
            owner uuid NOT NULL,
            fence bigint NOT NULL,
            lease_until timestamptz NOT NULL,
            attempt integer NOT NULL DEFAULT 0,
            next_attempt_at timestamptz,
            created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
        );

        CREATE INDEX cycles_due_at ON service_ping.cycles (due_at);

        COMMENT ON TABLE service_ping.cycles IS 'Each cycle of the service ping: who has it, how far it is, and why.';
        COMMENT ON COLUMN service_ping.cycles.owner IS 'A random number of the process that has taken the cycle last.';
        COMMENT ON COLUMN service_ping.cycles.fence IS 'Counts who has taken the cycle; each write names the fence of its writer.';
        COMMENT ON COLUMN service_ping.cycles.lease_until IS 'Until when nobody else takes the cycle, by the clock of this server.';
        """;

    internal const string Pings = """
        CREATE TABLE service_ping.chains (
            kind text PRIMARY KEY,
            length bigint NOT NULL DEFAULT 0,
            last_sha256 bytea,
            previous_sha256 bytea,
            removed bigint NOT NULL DEFAULT 0,
            removed_sha256 bytea
        );

        INSERT INTO service_ping.chains (kind)
        VALUES ('all_values'), ('queries'), ('non_sql');

        CREATE TABLE service_ping.pings (
            kind text NOT NULL REFERENCES service_ping.chains,
            number bigint NOT NULL,
            cycle text NOT NULL REFERENCES service_ping.cycles,
            recorded_at timestamptz NOT NULL,
            kept_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            size integer NOT NULL,
            bytes bytea NOT NULL,
            sha256 bytea NOT NULL,
            previous_sha256 bytea,
            PRIMARY KEY (kind, number),
            UNIQUE (cycle, kind)
        );

        CREATE TABLE service_ping.metadata (
            kind text NOT NULL,
            number bigint NOT NULL,
            bytes bytea NOT NULL,
            PRIMARY KEY (kind, number),
            FOREIGN KEY (kind, number) REFERENCES service_ping.pings ON DELETE CASCADE
        );

        -- No jsonb holds the character U+0000, which a text of a payload may.
        CREATE VIEW service_ping.readable_pings AS
        SELECT
            kind,
            number,
            cycle,
            recorded_at,
            kept_at,
            size,
            encode(sha256, 'hex') AS sha256,
            encode(previous_sha256, 'hex') AS previous_sha256,
            regexp_replace(convert_from(bytes, 'UTF8'), '(?<!\\)((?:\\\\)*)\\u0000', '\1\\ufffd', 'g')::jsonb AS payload
        FROM service_ping.pings;

        COMMENT ON TABLE service_ping.pings IS 'Pings to the byte, as they are shown, sent and exported.';
        COMMENT ON COLUMN service_ping.pings.previous_sha256 IS 'The sha256 of the ping before of the same kind.';
        COMMENT ON TABLE service_ping.chains IS 'The last ping of each kind, and the last one that was removed for its age.';
        COMMENT ON TABLE service_ping.metadata IS 'What the metrics of a ping have cost, as it is sent.';
        COMMENT ON VIEW service_ping.readable_pings IS 'Pings as jsonb, for people; what is sent are the bytes of pings.';
        """;

    internal const string Deliveries = """
        CREATE TABLE service_ping.deliveries (
            cycle text NOT NULL REFERENCES service_ping.cycles ON DELETE CASCADE,
            attempt integer NOT NULL,
            ended_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            receiver text NOT NULL,
            outcome text NOT NULL,
            message text NOT NULL,
            status_code integer,
            sent_bytes bigint NOT NULL,
            elapsed interval NOT NULL,
            next_attempt_at timestamptz,
            usage_data_id bigint,
            receipt bytea,
            PRIMARY KEY (cycle, attempt)
        );

        CREATE TABLE service_ping.dev_ops_reports (
            cycle text PRIMARY KEY REFERENCES service_ping.cycles ON DELETE CASCADE,
            created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            leader_issues double precision NOT NULL,
            instance_issues double precision NOT NULL,
            percentage_issues double precision NOT NULL DEFAULT 0,
            leader_notes double precision NOT NULL,
            instance_notes double precision NOT NULL,
            percentage_notes double precision NOT NULL DEFAULT 0,
            leader_milestones double precision NOT NULL,
            instance_milestones double precision NOT NULL,
            percentage_milestones double precision NOT NULL DEFAULT 0,
            leader_boards double precision NOT NULL,
            instance_boards double precision NOT NULL,
            percentage_boards double precision NOT NULL DEFAULT 0,
            leader_merge_requests double precision NOT NULL,
            instance_merge_requests double precision NOT NULL,
            percentage_merge_requests double precision NOT NULL DEFAULT 0,
            leader_ci_pipelines double precision NOT NULL,
            instance_ci_pipelines double precision NOT NULL,
            percentage_ci_pipelines double precision NOT NULL DEFAULT 0,
            leader_environments double precision NOT NULL,
            instance_environments double precision NOT NULL,
            percentage_environments double precision NOT NULL DEFAULT 0,
            leader_deployments double precision NOT NULL,
            instance_deployments double precision NOT NULL,
            percentage_deployments double precision NOT NULL DEFAULT 0,
            leader_service_desk_issues double precision NOT NULL,
            instance_service_desk_issues double precision NOT NULL,
            percentage_service_desk_issues double precision NOT NULL DEFAULT 0
        );

        COMMENT ON TABLE service_ping.deliveries IS 'Each attempt to send a ping, and what became of it.';
        COMMENT ON TABLE service_ping.dev_ops_reports IS 'What the receiver has answered about the use of features, a row a ping.';
        """;

    internal const string Settings = """
        CREATE TABLE service_ping.settings (
            name text PRIMARY KEY,
            value text NOT NULL,
            changed_by text NOT NULL,
            changed_at timestamptz NOT NULL
        );

        CREATE TABLE service_ping.audit (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            changed_at timestamptz NOT NULL,
            changed_by text NOT NULL,
            name text NOT NULL,
            old_value text,
            new_value text
        );

        CREATE TABLE service_ping.instance (
            name text PRIMARY KEY,
            value bytea NOT NULL,
            kept_at timestamptz NOT NULL DEFAULT clock_timestamp()
        );

        COMMENT ON TABLE service_ping.settings IS 'What administrators have set; a setting that has no row has its default.';
        COMMENT ON TABLE service_ping.audit IS 'Who has changed which setting, when, from what and to what; null is the default.';
        COMMENT ON TABLE service_ping.instance IS 'What this installation keeps about itself, such as the key that signs its exports.';
        """;
}
