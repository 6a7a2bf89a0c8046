using ServicePing.Shared;

namespace ServicePing.Runtime.Counters.Postgres;

/// <summary>The schema <c>service_ping_counters</c>.</summary>
/// <remarks>
/// Programs write through functions that run with the rights of their owner, because weeks are tables that come and go: a user who only
/// counts needs no right to make any. A flush takes one lock for all of it, in the one statement that it is, so that nodes wait for each
/// other and never for a client.
/// </remarks>
internal static class CounterSchema
{
    /// <summary>Its name.</summary>
    internal const string Name = "service_ping_counters";

    /// <summary>The first key of its advisory locks, which others hardly use: "SPct".</summary>
    internal const int LockSpace = 0x53506374;

    /// <summary>
    /// Every step there has been. A released one never changes; a step only adds, because programs of an earlier version go on
    /// with the schema of a later one.
    /// </summary>
    internal static IReadOnlyList<Migration> Migrations { get; } =
    [
        new("counters", Tables),
        new("weeks", Weeks),
        new("registers", Registers),
        new("flushes", FlushFunction.Text),
        new("for ever", "SELECT service_ping_counters.open_week('infinity')"),
    ];

    /// <summary>
    /// A counter is a row of the week in which it was begun, or of 'infinity' where it has no lifetime. What changes at each flush is in no
    /// index, and half of each page is left free for the next version of its rows.
    /// </summary>
    private const string Tables = """
        CREATE TABLE service_ping_counters.writers (
            writer uuid PRIMARY KEY,
            number bigint NOT NULL,
            outcomes text,
            applied_at timestamptz NOT NULL
        ) WITH (fillfactor = 50);

        CREATE SEQUENCE service_ping_counters.counter_ids;

        CREATE TABLE service_ping_counters.counters (
            digest uuid NOT NULL,
            week date NOT NULL,
            id bigint NOT NULL,
            expires_at timestamptz,
            labels integer NOT NULL DEFAULT 0,
            kind "char" NOT NULL,
            amount numeric,
            key text NOT NULL,
            PRIMARY KEY (digest, week)
        ) PARTITION BY LIST (week);

        CREATE TABLE service_ping_counters.fields (
            counter bigint NOT NULL,
            digest uuid NOT NULL,
            week date NOT NULL,
            events bigint NOT NULL,
            label text NOT NULL,
            PRIMARY KEY (counter, digest, week)
        ) PARTITION BY LIST (week);

        CREATE TABLE service_ping_counters.segments (
            counter bigint NOT NULL,
            segment smallint NOT NULL,
            week date NOT NULL,
            registers bytea NOT NULL,
            PRIMARY KEY (counter, segment, week)
        ) PARTITION BY LIST (week);

        COMMENT ON TABLE service_ping_counters.writers IS 'The last flush of each process: one with its number or a lower one was applied.';
        COMMENT ON TABLE service_ping_counters.counters IS 'Counters: numbers (n), sets of values (s), numbers of events a label (h).';
        COMMENT ON COLUMN service_ping_counters.counters.digest IS 'The first half of the SHA-256 of the key.';
        COMMENT ON COLUMN service_ping_counters.counters.labels IS 'How many labels a counter of kind h has, beside other.';
        COMMENT ON TABLE service_ping_counters.fields IS 'How many events a label has.';
        COMMENT ON TABLE service_ping_counters.segments IS 'The registers of a set, 256 in a row: one byte each, or pairs of place and rank where they are few.';
        """;

    /// <summary>
    /// A partition is made on its own and then attached, which waits for no reader; what is over is dropped by whoever finds nobody in its
    /// way, and otherwise an hour later.
    /// </summary>
    private const string Weeks = """
        CREATE FUNCTION service_ping_counters.suffix_of(week date) RETURNS text
        LANGUAGE sql IMMUTABLE SET search_path = service_ping_counters, pg_temp AS $$
            SELECT CASE WHEN isfinite(week) THEN to_char(week, '_IYYY"w"IW') ELSE '_for_ever' END
        $$;

        CREATE FUNCTION service_ping_counters.this_week() RETURNS date
        LANGUAGE sql STABLE SET search_path = service_ping_counters, pg_temp AS $$
            SELECT date_trunc('week', now() AT TIME ZONE 'UTC')::date
        $$;

        CREATE FUNCTION service_ping_counters.open_week(week date) RETURNS void
        LANGUAGE plpgsql SET search_path = service_ping_counters, pg_temp AS $$
        DECLARE
            whole text;
            part text;
        BEGIN
            IF to_regclass('service_ping_counters.counters' || suffix_of(week)) IS NOT NULL THEN
                RETURN;
            END IF;
            FOREACH whole IN ARRAY ARRAY['counters', 'fields', 'segments'] LOOP
                part := whole || suffix_of(week);
                EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL) WITH (fillfactor = 50)', part, whole);
                EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES IN (%L)', whole, part, week);
            END LOOP;
        END
        $$;

        CREATE FUNCTION service_ping_counters.tidy() RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = service_ping_counters, pg_temp SET lock_timeout = '200ms' AS $$
        DECLARE
            part text;
            is_over boolean;
        BEGIN
            PERFORM pg_advisory_xact_lock(1397777268, 1);
            FOR ahead IN 0..2 LOOP
                PERFORM open_week(this_week() + 7 * ahead);
            END LOOP;
            DELETE FROM writers WHERE applied_at < now() - interval '42 days';
            FOR part IN
                SELECT substr(c.relname, length('counters') + 1)
                FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                WHERE i.inhparent = 'service_ping_counters.counters'::regclass
                    AND c.relname ~ '^counters_\d{4}w\d{2}$' AND c.relname < 'counters' || suffix_of(this_week() - 7)
            LOOP
                BEGIN
                    EXECUTE format('SELECT NOT EXISTS (SELECT FROM %I WHERE expires_at IS NULL OR expires_at > now())', 'counters' || part)
                        INTO is_over;
                    IF is_over THEN
                        EXECUTE format('DROP TABLE %I, %I, %I', 'counters' || part, 'fields' || part, 'segments' || part);
                    END IF;
                EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
                    NULL;
                END;
            END LOOP;
        END
        $$;

        REVOKE EXECUTE ON FUNCTION service_ping_counters.open_week(date), service_ping_counters.tidy() FROM PUBLIC;
        """;

    /// <summary>Pairs are added to pairs as long as they are few; the ranks of a place are looked at when they become a byte each.</summary>
    private const string Registers = """
        CREATE FUNCTION service_ping_counters.raised(held bytea, more bytea) RETURNS bytea
        LANGUAGE plpgsql IMMUTABLE STRICT AS $$
        DECLARE
            ranks bytea;
            pairs bytea := '';
            rank integer;
        BEGIN
            IF length(held) + length(more) < 256 THEN
                RETURN held || more;
            END IF;
            ranks := CASE 256 WHEN length(held) THEN held WHEN length(more) THEN more ELSE decode(repeat('00', 256), 'hex') END;
            IF length(held) < 256 THEN
                pairs := held;
            END IF;
            IF length(more) <> 256 THEN
                pairs := pairs || more;
            ELSIF length(held) = 256 THEN
                FOR place IN 0..255 LOOP
                    rank := get_byte(more, place);
                    IF rank > get_byte(ranks, place) THEN
                        ranks := set_byte(ranks, place, rank);
                    END IF;
                END LOOP;
            END IF;
            FOR pair IN 0..length(pairs) / 2 - 1 LOOP
                rank := get_byte(pairs, 2 * pair + 1);
                IF rank > get_byte(ranks, get_byte(pairs, 2 * pair)) THEN
                    ranks := set_byte(ranks, get_byte(pairs, 2 * pair), rank);
                END IF;
            END LOOP;
            RETURN ranks;
        END
        $$;
        """;
}
