-- Three years in the life of a Forge installation that keeps growing: some 700,000 rows, the same on every run but for the
-- moment in forge.now, at which the three years end.

-- The keys below refer to rows that exist by construction, so the foreign keys need not look them up one by one.
SET session_replication_role = replica;
SET synchronous_commit = off;
SELECT setseed(0.2026);

-- Indexes are quicker made at the end than kept up to date row by row.
CREATE TEMPORARY TABLE later AS
SELECT indexrelid::regclass::text AS index, replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON ') AS definition
FROM pg_index
JOIN pg_class ON pg_class.oid = indrelid
WHERE relnamespace = 'public'::regnamespace AND NOT indisunique AND NOT relispartition;

DO $$
DECLARE each record;
BEGIN
    FOR each IN SELECT * FROM later LOOP
        EXECUTE 'DROP INDEX ' || each.index;
    END LOOP;
END $$;

-- When row i of n was created: the installation grows, so later days have more rows.
CREATE FUNCTION pg_temp.moment(i bigint, n bigint) RETURNS timestamptz STABLE LANGUAGE sql AS
    $$ SELECT current_setting('forge.now')::timestamptz - interval '1095 days' * (1 - sqrt(i::float8 / n)) $$;

-- One of the keys 1 … n, the low ones far more often: a few people and projects do most of the work.
CREATE FUNCTION pg_temp.one_of(n bigint) RETURNS bigint VOLATILE LANGUAGE sql AS
    $$ SELECT 1 + floor(n * power(random(), 3))::bigint $$;


INSERT INTO users (username, email, user_type, state, admin, two_factor, last_activity_on, created_at)
SELECT 'user' || i,
       'user' || i || '@forge.example',
       CASE WHEN i % 97 = 0 THEN 1 WHEN i % 211 = 0 THEN 2 ELSE 0 END,
       CASE WHEN chance < 0.86 THEN 'active' WHEN chance < 0.97 THEN 'deactivated' ELSE 'blocked' END::user_state,
       i <= 12,
       chance < 0.41,
       CASE WHEN chance < 0.93 THEN (current_setting('forge.now')::timestamptz - interval '90 days' * random())::date END,
       pg_temp.moment(i, 12000)
FROM (SELECT i, random() AS chance FROM generate_series(1, 12000) AS i) AS person;


INSERT INTO namespaces (kind, path, owner_id, created_at)
SELECT 'user', username, id, created_at
FROM users
ORDER BY id;

INSERT INTO namespaces (kind, path, owner_id, parent_id, created_at)
SELECT 'group',
       'group' || i,
       pg_temp.one_of(12000),
       CASE WHEN i > 200 AND random() < 0.6 THEN 12000 + 1 + floor(200 * random())::bigint END,
       pg_temp.moment(i, 800)
FROM generate_series(1, 800) AS i;


INSERT INTO projects (namespace_id, creator_id, path, visibility_level, archived, import_type, repository_size, created_at)
SELECT CASE WHEN chance < 0.7 THEN 12000 + pg_temp.one_of(800) ELSE pg_temp.one_of(12000) END,
       pg_temp.one_of(12000),
       'project' || i,
       CASE WHEN chance < 0.55 THEN 0 WHEN chance < 0.85 THEN 10 ELSE 20 END,
       random() < 0.08,
       CASE WHEN origin < 0.09 THEN 'github' WHEN origin < 0.13 THEN 'gitea' WHEN origin < 0.15 THEN 'bitbucket' END,
       (1000000 * exp(6 * random()))::bigint,
       pg_temp.moment(i, 9000)
FROM (SELECT i, random() AS chance, random() AS origin FROM generate_series(1, 9000) AS i) AS project;


INSERT INTO issues (
    project_id, author_id, assignee_id, issue_type, state_id, title, weight, confidential, due_date, created_at, closed_at)
SELECT pg_temp.one_of(9000),
       pg_temp.one_of(12000),
       CASE WHEN random() < 0.6 THEN pg_temp.one_of(12000) END,
       CASE WHEN kind < 0.80 THEN 0 WHEN kind < 0.84 THEN 1 ELSE 2 END,
       CASE WHEN closed_at IS NULL THEN 1 ELSE 2 END,
       'Issue ' || i,
       CASE WHEN random() < 0.5 THEN floor(13 * random())::integer END,
       random() < 0.05,
       CASE WHEN random() < 0.3 THEN (created_at + interval '120 days' * random())::date END,
       created_at,
       closed_at
FROM (
    SELECT i,
           random() AS kind,
           created_at,
           -- Older issues have had more time to be closed.
           CASE WHEN random() < 0.9 THEN nullif(least(created_at + interval '200 days' * random(), today), today) END AS closed_at
    FROM (
        SELECT i, pg_temp.moment(i, 110000) AS created_at, current_setting('forge.now')::timestamptz AS today
        FROM generate_series(1, 110000) AS i
    ) AS created
) AS issue;


INSERT INTO merge_requests (project_id, author_id, merge_user_id, state_id, title, draft, changed_lines, created_at, merged_at)
SELECT pg_temp.one_of(9000),
       pg_temp.one_of(12000),
       CASE WHEN merged_at IS NOT NULL THEN pg_temp.one_of(12000) END,
       CASE WHEN merged_at IS NOT NULL THEN 3 WHEN random() < 0.5 THEN 2 ELSE 1 END,
       'Change ' || i,
       merged_at IS NULL AND random() < 0.2,
       exp(7 * random())::integer,
       created_at,
       merged_at
FROM (
    SELECT i,
           created_at,
           CASE WHEN random() < 0.8 THEN nullif(least(created_at + interval '10 days' * random(), today), today) END AS merged_at
    FROM (
        SELECT i, pg_temp.moment(i, 60000) AS created_at, current_setting('forge.now')::timestamptz AS today
        FROM generate_series(1, 60000) AS i
    ) AS created
) AS change;


INSERT INTO notes (noteable_type, noteable_id, project_id, author_id, system, note, created_at)
SELECT CASE WHEN on_issue THEN 'issue' ELSE 'merge_request' END::noteable_kind,
       pg_temp.one_of(CASE WHEN on_issue THEN 110000 ELSE 60000 END),
       pg_temp.one_of(9000),
       pg_temp.one_of(12000),
       random() < 0.35,
       CASE WHEN i % 40 = 0 THEN 'See ![screenshot](/uploads/' || i || '.png)' ELSE 'Note ' || i END,
       pg_temp.moment(i, 230000)
FROM (SELECT i, random() < 0.6 AS on_issue FROM generate_series(1, 230000) AS i) AS note;


INSERT INTO ci_pipelines (project_id, user_id, source, status, duration, created_at)
SELECT pg_temp.one_of(9000),
       CASE WHEN source < 0.8 THEN pg_temp.one_of(12000) END,
       CASE WHEN source < 0.45 THEN 'push'
            WHEN source < 0.75 THEN 'merge_request_event'
            WHEN source < 0.80 THEN 'web'
            ELSE 'schedule' END,
       CASE WHEN outcome < 0.74 THEN 'success'
            WHEN outcome < 0.91 THEN 'failed'
            WHEN outcome < 0.96 THEN 'canceled'
            WHEN outcome < 0.98 THEN 'manual'
            ELSE 'running' END::ci_status,
       CASE WHEN outcome < 0.96 THEN 20 + (30 * exp(4 * random()))::integer END,
       pg_temp.moment(i, 70000)
FROM (SELECT i, random() AS source, random() AS outcome FROM generate_series(1, 70000) AS i) AS pipeline;


INSERT INTO ci_builds (
    partition_id, pipeline_id, project_id, user_id, stage, status, coverage, created_at, started_at, finished_at)
SELECT 100 + least(pipeline.id / 25000, 2),
       pipeline.id,
       pipeline.project_id,
       pipeline.user_id,
       (ARRAY['build', 'test', 'deploy'])[job],
       CASE WHEN outcome < 0.80 THEN 'success'
            WHEN outcome < 0.92 THEN 'failed'
            WHEN outcome < 0.95 THEN 'canceled'
            WHEN outcome < 0.98 THEN 'skipped'
            ELSE 'running' END::ci_status,
       CASE WHEN job = 2 AND outcome < 0.80 THEN round((40 + 59 * random())::numeric, 2) END,
       created_at,
       CASE WHEN outcome < 0.95 THEN created_at + interval '30 seconds' END,
       CASE WHEN outcome < 0.95 THEN created_at + interval '30 seconds' + interval '10 minutes' * waited END
FROM (
    SELECT *, random() AS outcome, random() AS waited
    FROM ci_pipelines
    CROSS JOIN generate_series(1, 3) AS job
) AS pipeline
ORDER BY pipeline.id, job;


INSERT INTO deployments (project_id, user_id, environment, status, created_at, finished_at)
SELECT pg_temp.one_of(900),
       CASE WHEN target < 0.9 THEN pg_temp.one_of(12000) END,
       CASE WHEN target < 0.5 THEN 'staging' WHEN target < 0.8 THEN 'production' ELSE 'review/' || i % 50 END,
       CASE WHEN outcome < 0.88 THEN 'success' WHEN outcome < 0.96 THEN 'failed' ELSE 'running' END::deploy_status,
       created_at,
       CASE WHEN outcome < 0.96 THEN created_at + interval '5 minutes' * outcome END
FROM (
    SELECT i, random() AS target, random() AS outcome, pg_temp.moment(i, 14000) AS created_at
    FROM generate_series(1, 14000) AS i
) AS deployment;


-- What an installation loses again: spam, an abandoned import, the builds of a test project.
DELETE FROM notes     WHERE id % 251 = 0;
DELETE FROM issues    WHERE id BETWEEN 40000 AND 40400;
DELETE FROM ci_builds WHERE project_id = 17;


DO $$
DECLARE each record;
BEGIN
    FOR each IN SELECT * FROM later LOOP
        EXECUTE each.definition;
    END LOOP;
END $$;

SET session_replication_role = origin;
