-- Tables of every kind of key with the same columns of random values: many NULLs, few distinct values, rows on the windows' edges.
SELECT setseed(0.1742);

CREATE TABLE projects (id int PRIMARY KEY, visibility int, name text NOT NULL);
INSERT INTO projects SELECT n, CASE WHEN n % 9 > 0 THEN n % 3 END, 'project ' || n % 40 FROM generate_series(1, 60) n;

CREATE TABLE tags (project_id int, name text);
INSERT INTO tags SELECT 1 + n % 70, CASE WHEN n % 11 > 0 THEN 'tag ' || n % 17 END FROM generate_series(1, 150) n;

-- Values that are equal although their texts differ, and others whose texts depend on settings.
CREATE COLLATION ignoring_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE COLLATION numbered (provider = icu, locale = 'und-u-kn-true-ks-level2', deterministic = false);
CREATE COLLATION plain_letters (provider = icu, locale = 'und-u-ks-level1', deterministic = false);
CREATE TYPE kind AS ENUM ('bug', 'feature', 'Task');
CREATE TYPE couple AS (a int, b text);
CREATE TYPE amounts AS (a numeric, b int);
CREATE TYPE stay AS (guest bigint, since timestamptz);
CREATE TYPE floats AS RANGE (subtype = float8);
CREATE DOMAIN amount AS numeric CHECK (VALUE < 1000);
CREATE EXTENSION citext;

CREATE TABLE drawn AS
SELECT n,
       CASE WHEN random() > 0.05 THEN 1 + (random() * 65)::int END AS project_id,
       CASE WHEN random() > 0.15 THEN (random() * 250)::int - 40 END AS author_id,
       (1 + random() * 3)::smallint AS state,
       CASE WHEN random() > 0.2 THEN round((random() * 1000 - 300)::numeric, (random() * 4)::int) END AS weight,
       CASE WHEN random() > 0.2 THEN ((random() * 64)::int - 20) / 8.0::float8 END AS score,
       CASE WHEN random() > 0.2 THEN CASE WHEN random() < 0.1 THEN '' ELSE 'Label ' || (random() * 12)::int END END AS label,
       md5((random() * 300)::int::text)::uuid AS token,
       md5(random()::text) AS address,
       CASE WHEN random() > 0.3 THEN random() > 0.5 END AS flag,
       CASE WHEN random() > 0.1 THEN date '2026-10-01' + (random() * 50)::int END AS due,
       CASE WHEN random() < 0.04
            THEN timestamptz '2026-11-21 02:15:00.123+00'
                 - (ARRAY[interval '2 days', '9 days', '30 days'])[1 + floor(random() * 3)::int]
                 + (ARRAY[interval '0', '1 millisecond', '-1 millisecond'])[1 + floor(random() * 3)::int]
            ELSE timestamptz '2026-11-21 02:15:00.123+00' - random() * interval '50 days'
       END AS created_at,
       CASE WHEN random() > 0.3 THEN timestamp '2026-11-21 02:15:00.123' - random() * interval '40 days' END AS closed_at,
       (ARRAY['bug', 'feature', 'Task', NULL]::kind[])[1 + floor(random() * 4)::int] AS kind,
       (ARRAY['Bug', 'bug', 'BUG', 'Straße', 'straße', 'e', NULL])[1 + floor(random() * 7)::int] COLLATE ignoring_case AS nick,
       (ARRAY['1 day', '24 hours', '1 month', '30 days', '-1 day', '1.5 seconds', NULL]::interval[])[1 + floor(random() * 7)::int] AS span,
       (ARRAY['1', '1.0', '[1]', '[1, [1]]', '[[1], 1]', '{"a": 1.50}', '{"a": 1.5}', 'null', NULL]::jsonb[])[1 + floor(random() * 9)::int] AS body,
       (ARRAY['0', '-0', '0.1', '0.10000001', 'NaN', 'Infinity', NULL]::real[])[1 + floor(random() * 7)::int] AS ratio,
       (ARRAY['[1,3)', '[1,2]', 'empty', '(,5)', NULL]::int4range[])[1 + floor(random() * 5)::int] AS seats,
       (ARRAY['10.0.0.1', '10.0.0.1/8', '::1', NULL]::inet[])[1 + floor(random() * 4)::int] AS host,
       (ARRAY['\x00', '\x5c', '\xff00', NULL]::bytea[])[1 + floor(random() * 4)::int] AS raw,
       (ARRAY['{1,2}', '{2,1}', '[0:1]={1,2}', '{}', NULL])[1 + floor(random() * 5)::int]::int[] AS numbers,
       (ARRAY[4294967296, 4294967297, -1, 0, NULL])[1 + floor(random() * 5)::int] + n % 3 AS big,
       (ARRAY['12:00', '12:00:00.5', '24:00', NULL]::time[])[1 + floor(random() * 4)::int] AS clock,
       (ARRAY['1.10', '-2', NULL]::money[])[1 + floor(random() * 3)::int] AS price
FROM generate_series(1, 1500) n;

-- Integer keys with gaps, below zero too; pages of deleted and updated rows between those that count.
CREATE TABLE gaps AS SELECT n * 3 - 2000 + CASE WHEN n > 900 THEN 4000000 ELSE 0 END AS id, drawn.* FROM drawn;
ALTER TABLE gaps ADD PRIMARY KEY (id);
CREATE INDEX ON gaps (created_at);
CREATE INDEX ON gaps (author_id);
CREATE INDEX ON gaps USING gin (numbers);
DELETE FROM gaps WHERE n % 7 = 0;
UPDATE gaps SET label = label || '!' WHERE n % 11 = 0;

-- So much that is old, and in order of time, that an index finds the rows of a period for less than all pages cost, visible to all
-- or not.
CREATE TABLE archive AS SELECT age * 1500 + n AS id, drawn.* FROM drawn CROSS JOIN generate_series(0, 6) age LIMIT 0;
INSERT INTO archive SELECT age * 1500 + n, drawn.* FROM drawn CROSS JOIN generate_series(1, 6) age ORDER BY created_at;
UPDATE archive SET created_at = created_at - interval '3 years';
INSERT INTO archive SELECT n, drawn.* FROM drawn ORDER BY created_at;
ALTER TABLE archive ADD PRIMARY KEY (id);
CREATE INDEX ON archive (created_at);

CREATE TABLE extremes AS
SELECT CASE WHEN n % 2 = 0 THEN 9223372036854775807 - n ELSE -9223372036854775807 + n END AS id, drawn.* FROM drawn WHERE n <= 700;
ALTER TABLE extremes ADD PRIMARY KEY (id);

CREATE TABLE uuids AS SELECT md5('key ' || n)::uuid AS id, drawn.* FROM drawn WHERE n % 2 = 0;
ALTER TABLE uuids ADD PRIMARY KEY (id);
CREATE INDEX ON uuids (created_at);

CREATE TABLE "Words" AS SELECT 'key ' || n AS id, drawn.* FROM drawn WHERE n % 3 = 0;
ALTER TABLE "Words" ADD PRIMARY KEY (id);

-- Keys that a collation holds equal to others, and orders in a way of its own.
CREATE TABLE folded AS SELECT (CASE n % 2 WHEN 0 THEN 'Key ' ELSE 'kEY ' END || n) COLLATE numbered AS id, drawn.* FROM drawn WHERE n % 4 < 2;
ALTER TABLE folded ADD PRIMARY KEY (id);

CREATE TABLE moments AS SELECT timestamptz '2026-01-01' + n * interval '1 hour' AS id, drawn.* FROM drawn WHERE n % 3 = 1;
ALTER TABLE moments ADD PRIMARY KEY (id);

CREATE TABLE pairs AS SELECT n / 40 AS left_id, n % 40 AS right_id, drawn.* FROM drawn WHERE n > 500;
ALTER TABLE pairs ADD PRIMARY KEY (left_id, right_id);

CREATE TABLE keyless AS SELECT * FROM drawn WHERE n <= 900;
INSERT INTO keyless SELECT * FROM drawn WHERE n <= 100;

CREATE TABLE empty AS SELECT n AS id, drawn.* FROM drawn LIMIT 0;
ALTER TABLE empty ADD PRIMARY KEY (id);

CREATE TABLE single AS SELECT n AS id, drawn.* FROM drawn WHERE n = 42;
ALTER TABLE single ADD PRIMARY KEY (id);

CREATE TABLE parted (LIKE drawn) PARTITION BY RANGE (created_at);
CREATE TABLE parted_old PARTITION OF parted FOR VALUES FROM (MINVALUE) TO ('2026-10-20');
CREATE TABLE "parted New" PARTITION OF parted FOR VALUES FROM ('2026-10-20') TO ('2026-11-10');
CREATE TABLE parted_last PARTITION OF parted DEFAULT;
INSERT INTO parted SELECT * FROM drawn;

-- Three levels, and parts whose columns stand in another order.
CREATE TABLE deep (LIKE drawn) PARTITION BY LIST (state);
CREATE TABLE deep_some PARTITION OF deep FOR VALUES IN (1, 2) PARTITION BY RANGE (created_at);
CREATE TABLE deep_some_old PARTITION OF deep_some FOR VALUES FROM (MINVALUE) TO ('2026-11-01') PARTITION BY HASH (n);
CREATE TABLE deep_some_old_even PARTITION OF deep_some_old FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE deep_some_old_odd PARTITION OF deep_some_old FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE TABLE deep_some_new PARTITION OF deep_some DEFAULT;
CREATE TABLE deep_rest AS SELECT * FROM drawn LIMIT 0;
ALTER TABLE deep_rest DROP COLUMN due;
ALTER TABLE deep_rest ADD due date;
ALTER TABLE deep ATTACH PARTITION deep_rest DEFAULT;
CREATE INDEX ON deep (created_at);
INSERT INTO deep SELECT * FROM drawn;

CREATE TABLE branched AS SELECT n AS id, drawn.* FROM drawn WHERE n % 3 = 0;
CREATE TABLE branch (note text) INHERITS (branched);
CREATE TABLE twig (note_of_twig text) INHERITS (branch);
INSERT INTO branch SELECT n, drawn.* FROM drawn WHERE n % 3 = 1;
INSERT INTO twig SELECT n, drawn.* FROM drawn WHERE n % 3 = 2 AND n < 600;

-- Types of every kind, with values that are equal although their texts differ, and some that cannot be compared at all.
CREATE TABLE typed AS
SELECT n AS id, drawn.*,
       (ARRAY['a', 'a  ', 'b', ' ', NULL])[1 + floor(random() * 5)::int]::char(6) AS fixed,
       (ARRAY['a', 'a ', 'b', '', NULL])[1 + floor(random() * 5)::int]::varchar(9) AS short,
       (ARRAY['a', 'A', 'b', NULL])[1 + floor(random() * 4)::int]::name AS called,
       (ARRAY['0', '1', '4294967295', NULL])[1 + floor(random() * 4)::int]::oid AS object,
       (ARRAY['1', '4294967297', NULL])[1 + floor(random() * 3)::int]::xid8 AS xid_8,
       (ARRAY['0/1', '1/0', '0/00000001', NULL])[1 + floor(random() * 4)::int]::pg_lsn AS lsn,
       (ARRAY['08:00:2b:01:02:03', '08002b010204', NULL])[1 + floor(random() * 3)::int]::macaddr AS mac,
       (ARRAY['08:00:2b:01:02:03:04:05', '08002b0102030406', NULL])[1 + floor(random() * 3)::int]::macaddr8 AS mac_8,
       (ARRAY['10.0.0.0/24', '10/8', '::/0', NULL])[1 + floor(random() * 4)::int]::cidr AS net,
       (ARRAY['101', '100', NULL])[1 + floor(random() * 3)::int]::bit(3) AS bits,
       (ARRAY['1', '10', '01', '', NULL])[1 + floor(random() * 5)::int]::bit varying AS some_bits,
       (ARRAY['10:00+00', '11:00+01', '10:00:00.5+00', NULL])[1 + floor(random() * 4)::int]::timetz AS zoned_clock,
       (ARRAY['a b', 'b a', 'a:1 b:2', 'a:1A b:2', NULL])[1 + floor(random() * 5)::int]::tsvector AS words,
       (ARRAY['1', '1.0', '-2.50', NULL])[1 + floor(random() * 4)::int]::amount AS amount,
       (ARRAY['(1,a)', '(1,A)', '(,)', '(1,)', NULL])[1 + floor(random() * 5)::int]::couple AS couple,
       (ARRAY['{NULL}', '{"NULL"}', '{a}', '{{a}}', '[2:2]={a}', '{}', NULL])[1 + floor(random() * 7)::int]::text[] AS labels,
       (ARRAY['{a}', '{A}', '{a,b}', NULL])[1 + floor(random() * 4)::int]::text[] COLLATE ignoring_case AS nicks,
       (ARRAY['{"2026-01-02 00:00+00"}', '{"2026-01-02 01:00+01"}', '{infinity}', NULL])[1 + floor(random() * 4)::int]::timestamptz[] AS moments,
       (ARRAY['{1}', '{4294967297}', '{NULL}', NULL])[1 + floor(random() * 4)::int]::bigint[] AS bigs,
       (ARRAY['{bug}', '{bug,Task}', '{}', NULL])[1 + floor(random() * 4)::int]::kind[] AS kinds,
       (ARRAY['[1,3)', '[1,2]', 'empty', '(,5)', NULL])[1 + floor(random() * 5)::int]::int4range AS ints,
       (ARRAY['[1,3)', '[1,2]', '[4294967297,4294967299)', NULL])[1 + floor(random() * 4)::int]::int8range AS big_range,
       (ARRAY['[2026-01-01,2026-01-03)', '[2026-01-01,2026-01-02]', NULL])[1 + floor(random() * 3)::int]::daterange AS days,
       (ARRAY['[2026-01-01 00:00+00,2026-01-02 00:00+00)', '[2026-01-01 01:00+01,2026-01-02 00:00+00)', '(,)', NULL])[1 + floor(random() * 4)::int]::tstzrange AS times,
       (ARRAY['{[1,3),[5,6)}', '{[5,6),[1,2],[2,3)}', '{}', NULL])[1 + floor(random() * 4)::int]::int8multirange AS many,
       (ARRAY['[0,1)', '[-0,1)', '[0,1]', NULL])[1 + floor(random() * 4)::int]::floats AS floats,
       (ARRAY['Bug', 'bug', 'BUG', 'idea', NULL])[1 + floor(random() * 5)::int]::citext AS cited,
       (ARRAY['a1', 'a01', 'A1', 'a10', NULL])[1 + floor(random() * 5)::int] COLLATE numbered AS numbered,
       (ARRAY['resume', 'résumé', 'Resume', 'straße', 'strasse', NULL])[1 + floor(random() * 6)::int] COLLATE plain_letters AS plain_letters,
       (ARRAY['a', 'A', 'é', NULL])[1 + floor(random() * 4)::int] COLLATE "C" AS bytes_order,
       (ARRAY['a', 'A', 'ä', NULL])[1 + floor(random() * 4)::int] COLLATE "de-x-icu" AS german,
       (ARRAY['2026-01-02 00:00:00.4', '2026-01-02', 'infinity', '294276-12-31', NULL])[1 + floor(random() * 5)::int]::timestamp(0) AS whole_seconds,
       (ARRAY['1e100', '1e100'::numeric(200, 1)::text, 'NaN', '-Infinity', '-0', NULL])[1 + floor(random() * 6)::int]::numeric AS huge,
       (ARRAY['{t,f}', '{f,t}', '{}', NULL])[1 + floor(random() * 4)::int]::boolean[] AS flags,
       (ARRAY['{00000000-0000-0000-0000-000000000001}', '{}', NULL])[1 + floor(random() * 3)::int]::uuid[] AS uuids,
       (ARRAY['{10.0.0.1}', '{10.0.0.1/32}', '{10.0.0.1/8}', NULL])[1 + floor(random() * 4)::int]::inet[] AS hosts,
       (ARRAY['(1,2026-01-01 00:00+00)', '(4294967297,2026-01-01 00:00+00)', '(,)', NULL])[1 + floor(random() * 4)::int]::stay AS stay,
       (ARRAY['a', 'b', NULL])[1 + floor(random() * 3)::int]::"char" AS letter,
       (ARRAY['(1,2)', '(1,3)', NULL])[1 + floor(random() * 3)::int]::tid AS place,
       (ARRAY['a', 'a:*', 'a & (b & c)', '(a & b) & c', NULL])[1 + floor(random() * 5)::int]::tsquery AS query,
       (ARRAY['(1,1)', '(1.0,1)', '(,)', NULL])[1 + floor(random() * 4)::int]::amounts AS amounts,
       (ARRAY['{"a": 1}', '{"a":1}', '1', NULL])[1 + floor(random() * 4)::int]::json AS document,
       (ARRAY['(1,2)', '(1,3)', NULL])[1 + floor(random() * 3)::int]::point AS spot,
       (ARRAY['{1}', '{1.0}', NULL])[1 + floor(random() * 3)::int]::numeric[] AS weights,
       (ARRAY['{1}', '{1.0}', NULL])[1 + floor(random() * 3)::int]::jsonb[] AS bodies,
       (ARRAY['[1,2)', '[1.0,2)', NULL])[1 + floor(random() * 3)::int]::numrange AS decimals,
       (ARRAY['pg_class', 'pg_type', NULL])[1 + floor(random() * 3)::int]::regclass AS relation,
       (ARRAY['{1 day}', '{24 hours}', NULL])[1 + floor(random() * 3)::int]::interval[] AS spans,
       (ARRAY['<(0,0),1>', '<(1,1),1>', NULL])[1 + floor(random() * 3)::int]::circle AS ring
FROM drawn WHERE n <= 600;
ALTER TABLE typed ADD PRIMARY KEY (id);

CREATE SCHEMA "Other";
CREATE TABLE "Other".moved AS SELECT n AS id, drawn.* FROM drawn WHERE n % 4 = 0;
ALTER TABLE "Other".moved ADD PRIMARY KEY (id);

CREATE VIEW watched AS SELECT * FROM gaps WHERE state < 4;
CREATE MATERIALIZED VIEW kept AS SELECT * FROM gaps WHERE state > 1;

-- Who may read tables and none of their parts, with settings that change the texts of most values.
CREATE ROLE reader LOGIN;
GRANT USAGE ON SCHEMA "Other" TO reader;
GRANT SELECT ON projects, tags, drawn, gaps, archive, extremes, uuids, "Words", folded, moments, pairs, keyless, typed, empty, single, parted, deep, branched,
    "Other".moved, watched, kept TO reader;
ALTER ROLE reader SET TimeZone = 'Asia/Kolkata';
ALTER ROLE reader SET DateStyle = 'German';
ALTER ROLE reader SET IntervalStyle = 'sql_standard';
ALTER ROLE reader SET extra_float_digits = -3;
ALTER ROLE reader SET bytea_output = 'escape';
ALTER ROLE reader SET array_nulls = off;

-- Who may read everything, and has settings of its own: those are given to roles that are members of it.
CREATE ROLE settled NOLOGIN;
GRANT USAGE ON SCHEMA "Other" TO settled;
GRANT SELECT ON ALL TABLES IN SCHEMA public, "Other" TO settled;

-- Who may read some columns of some tables.
CREATE ROLE narrow LOGIN;
GRANT SELECT (id, n, project_id, author_id, state, label, flag, created_at, closed_at, token) ON gaps, archive, typed, "Words", branched, watched TO narrow;
GRANT SELECT (n, project_id, state, weight, kind, created_at, due) ON deep, parted, keyless TO narrow;
GRANT SELECT (id, visibility) ON projects TO narrow;
GRANT SELECT (left_id, right_id, project_id, author_id, state, created_at) ON pairs TO narrow;
GRANT SELECT ON uuids, empty, single, folded TO narrow;

ANALYZE;
