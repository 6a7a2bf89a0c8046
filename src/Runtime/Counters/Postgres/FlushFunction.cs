namespace ServicePing.Runtime.Counters.Postgres;

/// <summary>The function that applies a flush: a step of <see cref="CounterSchema"/>, hence never changed once it is released.</summary>
/// <remarks>
/// It does the flush or it does nothing, and notes in the same transaction that it was done. A writer sends its next flush when it knows
/// the outcome of the one before, so that a number that is not above the last one was applied, however late an attempt arrives. Each
/// answer is a letter: applied, other, or refused as the counter is of another kind or would overflow; null where all is applied. A key that
/// has expired and is not yet dropped is as good as none: it gets another id, and what belongs to the old one is dropped with the week.
/// </remarks>
internal static class FlushFunction
{
    internal const string Text = """
        CREATE FUNCTION service_ping_counters.apply(
            by_writer uuid,
            as_number bigint,
            number_digests uuid[],
            number_keys text[],
            number_lifetimes bigint[],
            number_amounts text[],
            number_wholes boolean[],
            set_digests uuid[],
            set_keys text[],
            set_lifetimes bigint[],
            segment_sets integer[],
            segment_numbers smallint[],
            segment_registers bytea[],
            hash_digests uuid[],
            hash_keys text[],
            hash_lifetimes bigint[],
            hash_limits integer[],
            field_hashes integer[],
            field_digests uuid[],
            field_labels text[],
            field_events numeric[],
            other_digest uuid) RETURNS text
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = service_ping_counters, pg_temp AS $$
        #variable_conflict use_column
        DECLARE
            last writers%ROWTYPE;
            monday date := this_week();
            of_numbers text;
            of_sets text;
            of_fields text;
            answer text;
        BEGIN
            PERFORM pg_advisory_xact_lock(1397777268, 1);
            SELECT * INTO last FROM writers WHERE writer = by_writer;
            IF last.number >= as_number THEN
                -- The first attempt may have been cut off while it waited for a standby, and a transaction that writes nothing waits for none.
                UPDATE writers SET applied_at = now() WHERE writer = by_writer;
                RETURN CASE WHEN last.number = as_number THEN last.outcomes END;
            END IF;
            PERFORM open_week(monday);

            WITH judged AS MATERIALIZED (
                SELECT
                    g.i, g.digest, g.key, g.lifetime, c.week, c.id, c.expires_at,
                    (c.kind IS NULL OR c.kind = 'n') AND CASE
                        WHEN g.whole THEN coalesce(c.amount, 0) = trunc(coalesce(c.amount, 0))
                            AND coalesce(c.amount, 0) BETWEEN -9223372036854775808 AND 9223372036854775807
                            AND coalesce(c.amount, 0) + g.amount::numeric BETWEEN -9223372036854775808 AND 9223372036854775807
                        ELSE abs(coalesce(c.amount, 0) + g.amount::numeric) <= 1.7976931348623157e308
                    END AS fits,
                    trim_scale(round(coalesce(c.amount, 0) + g.amount::numeric, 17)) AS amount
                FROM unnest(number_digests, number_keys, number_lifetimes, number_amounts, number_wholes)
                    WITH ORDINALITY AS g (digest, key, lifetime, amount, whole, i)
                LEFT JOIN counters c ON c.digest = g.digest AND (c.expires_at IS NULL OR c.expires_at > now())
            ), written AS (
                INSERT INTO counters (digest, week, id, expires_at, kind, amount, key)
                SELECT
                    digest,
                    coalesce(week, CASE lifetime WHEN 0 THEN 'infinity'::date ELSE monday END),
                    coalesce(id, nextval('counter_ids')),
                    coalesce(expires_at, CASE WHEN lifetime > 0 THEN now() + lifetime * interval '1 second' END),
                    'n', amount, key
                FROM judged WHERE fits
                ON CONFLICT (digest, week) DO UPDATE SET
                    id = excluded.id, expires_at = excluded.expires_at, labels = 0, kind = 'n', amount = excluded.amount
            )
            SELECT string_agg(CASE WHEN fits THEN 'a' ELSE 'r' END, '' ORDER BY i) INTO of_numbers FROM judged;

            WITH judged AS MATERIALIZED (
                SELECT
                    g.i, g.digest, g.key, g.lifetime, c.id IS NULL AS is_new,
                    coalesce(c.week, CASE g.lifetime WHEN 0 THEN 'infinity'::date ELSE monday END) AS week,
                    coalesce(c.id, nextval('counter_ids')) AS id,
                    CASE WHEN g.lifetime > 0 THEN now() + g.lifetime * interval '1 second' ELSE c.expires_at END AS expires_at,
                    c.kind IS NULL OR c.kind = 's' AS fits
                FROM unnest(set_digests, set_keys, set_lifetimes) WITH ORDINALITY AS g (digest, key, lifetime, i)
                LEFT JOIN counters c ON c.digest = g.digest AND (c.expires_at IS NULL OR c.expires_at > now())
            ), written AS (
                INSERT INTO counters (digest, week, id, expires_at, kind, key)
                SELECT digest, week, id, expires_at, 's', key FROM judged WHERE fits AND (is_new OR lifetime > 0)
                ON CONFLICT (digest, week) DO UPDATE SET
                    id = excluded.id, expires_at = excluded.expires_at, labels = 0, kind = 's', amount = NULL
            ), merged AS (
                INSERT INTO segments AS s (counter, segment, week, registers)
                SELECT j.id, g.segment, j.week, g.registers
                FROM unnest(segment_sets, segment_numbers, segment_registers) AS g (set, segment, registers)
                JOIN judged j ON j.i = g.set
                WHERE j.fits
                ON CONFLICT (counter, segment, week) DO UPDATE SET registers = CASE
                    WHEN length(s.registers) + length(excluded.registers) < 256 THEN s.registers || excluded.registers
                    ELSE raised(s.registers, excluded.registers)
                END
            )
            SELECT string_agg(CASE WHEN fits THEN 'a' ELSE 'r' END, '' ORDER BY i) INTO of_sets FROM judged;

            WITH judged AS MATERIALIZED (
                SELECT
                    g.i, g.digest, g.key, g.lifetime, g.most, c.id IS NULL AS is_new,
                    coalesce(c.week, CASE g.lifetime WHEN 0 THEN 'infinity'::date ELSE monday END) AS week,
                    coalesce(c.id, nextval('counter_ids')) AS id,
                    coalesce(c.expires_at, CASE WHEN g.lifetime > 0 THEN now() + g.lifetime * interval '1 second' END) AS expires_at,
                    c.expires_at AS expired_at,
                    coalesce(c.labels, 0) AS labels,
                    c.kind IS NULL OR c.kind = 'h' AS fits
                FROM unnest(hash_digests, hash_keys, hash_lifetimes, hash_limits)
                    WITH ORDINALITY AS g (digest, key, lifetime, most, i)
                LEFT JOIN counters c ON c.digest = g.digest AND (c.expires_at IS NULL OR c.expires_at > now())
            ), found AS MATERIALIZED (
                SELECT
                    g.n, j.i, j.id, j.week, j.most, j.labels, j.fits, g.digest, g.label, g.events,
                    f.counter IS NULL AND g.digest <> other_digest AS is_new
                FROM unnest(field_hashes, field_digests, field_labels, field_events)
                    WITH ORDINALITY AS g (hash, digest, label, events, n)
                JOIN judged j ON j.i = g.hash
                LEFT JOIN fields f ON f.counter = j.id AND f.digest = g.digest AND f.week = j.week
            ), placed AS MATERIALIZED (
                SELECT *, is_new AND labels + count(*) FILTER (WHERE is_new) OVER (PARTITION BY i ORDER BY n) > most AS is_other
                FROM found
            ), summed AS MATERIALIZED (
                SELECT
                    i, id, week, CASE WHEN is_other THEN other_digest ELSE digest END AS digest,
                    max(CASE WHEN is_other THEN 'other' ELSE label END) AS label, sum(events) AS events
                FROM placed WHERE fits GROUP BY 1, 2, 3, 4
            ), totals AS MATERIALIZED (
                SELECT s.*, coalesce(f.events, 0) + s.events AS total,
                    coalesce(f.events, 0) + s.events BETWEEN -9223372036854775808 AND 9223372036854775807 AS has_room
                FROM summed s LEFT JOIN fields f ON f.counter = s.id AND f.digest = s.digest AND f.week = s.week
            ), written AS (
                INSERT INTO fields (counter, digest, week, events, label)
                SELECT id, digest, week, total, label FROM totals WHERE has_room
                ON CONFLICT (counter, digest, week) DO UPDATE SET events = excluded.events
            ), counted AS (
                INSERT INTO counters (digest, week, id, expires_at, labels, kind, key)
                SELECT j.digest, j.week, j.id, j.expires_at, j.labels + p.more, 'h', j.key
                FROM judged j
                CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE is_new AND NOT is_other) AS more FROM placed p WHERE p.i = j.i) p
                WHERE j.fits AND (j.is_new OR p.more > 0 OR (j.expired_at IS NULL AND j.lifetime > 0))
                ON CONFLICT (digest, week) DO UPDATE SET
                    id = excluded.id, expires_at = excluded.expires_at, labels = excluded.labels, kind = 'h', amount = NULL
            )
            SELECT string_agg(CASE WHEN NOT p.fits OR NOT t.has_room THEN 'r' WHEN p.is_other THEN 'o' ELSE 'a' END, '' ORDER BY p.n)
            INTO of_fields
            FROM placed p
            LEFT JOIN totals t ON t.i = p.i AND t.digest = CASE WHEN p.is_other THEN other_digest ELSE p.digest END;

            answer := concat(of_numbers, of_sets, of_fields);
            IF answer !~ '[^a]' THEN
                answer := NULL;
            END IF;
            INSERT INTO writers (writer, number, outcomes, applied_at) VALUES (by_writer, as_number, answer, now())
            ON CONFLICT (writer) DO UPDATE SET
                number = excluded.number, outcomes = excluded.outcomes, applied_at = excluded.applied_at;
            RETURN answer;
        END
        $$;

        REVOKE EXECUTE ON FUNCTION service_ping_counters.apply(
            uuid, bigint, uuid[], text[], bigint[], text[], boolean[], uuid[], text[], bigint[], integer[], smallint[], bytea[], uuid[],
            text[], bigint[], integer[], integer[], uuid[], text[], numeric[], uuid) FROM PUBLIC;
        """;
}
