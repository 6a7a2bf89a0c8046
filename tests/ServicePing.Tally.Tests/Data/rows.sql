-- What an installation of Tally holds on 14 October 2026 at 9:30 UTC, the same on every run. No row lies within a minute of the
-- edge of a period.

SET TIME ZONE 'UTC';

CREATE FUNCTION pg_temp.id(kind text, i bigint) RETURNS uuid IMMUTABLE LANGUAGE sql AS
    $$ SELECT (kind || '0000000-0000-4000-8000-' || lpad(to_hex(i), 12, '0'))::uuid $$;

CREATE FUNCTION pg_temp.ago(days float8) RETURNS timestamptz IMMUTABLE LANGUAGE sql AS
    $$ SELECT timestamptz '2026-10-14 09:30:00Z' - days * interval '1 day' - interval '7 minutes' $$;

INSERT INTO accounts (id, name, country, plan, settings, created_at, deleted_at)
SELECT pg_temp.id('a', i),
       'Account ' || i,
       (ARRAY['DE', 'AT', 'CH'])[1 + i % 3],
       (ARRAY['solo', 'team', 'team', 'enterprise'])[1 + i % 4]::account_plan,
       CASE i % 4
           WHEN 0 THEN '{}'
           WHEN 1 THEN '{"language": "de", "reminders": {"after_days": 14}}'
           WHEN 2 THEN '{"language": "fr", "reminders": {"after_days": 30}}'
           ELSE        '{"language": "de", "reminders": {}}'
       END::jsonb,
       pg_temp.ago(i * 9),
       CASE WHEN i = 8 THEN pg_temp.ago(3) END
FROM generate_series(1, 8) AS i;

INSERT INTO members (id, account_id, email, role, last_active_at, created_at, deleted_at)
SELECT pg_temp.id('b', i),
       pg_temp.id('a', 1 + (i - 1) % 8),
       'member' || i || '@tally.example',
       (ARRAY['owner', 'bookkeeper', 'viewer'])[1 + (i - 1) / 8]::member_role,
       CASE WHEN i % 6 <> 0 THEN pg_temp.ago(i * 1.7) END,
       pg_temp.ago(100 + i),
       CASE WHEN i % 11 = 0 THEN pg_temp.ago(i) END
FROM generate_series(1, 24) AS i;

INSERT INTO customers (id, account_id, name, country, created_at, deleted_at)
SELECT pg_temp.id('c', i),
       pg_temp.id('a', 1 + (i - 1) % 7),
       'Customer ' || i,
       (ARRAY['DE', 'AT', 'CH', 'FR', 'IT'])[1 + i % 5],
       pg_temp.ago(i * 2),
       CASE WHEN i % 15 = 0 THEN pg_temp.ago(i / 2.0) END
FROM generate_series(1, 60) AS i;

-- Three of a kind share a customer and an author; every seventh has no template.
INSERT INTO invoices (
    id, account_id, customer_id, author_id, status, currency, total, options, due_on, created_at, sent_at, paid_at, deleted_at)
SELECT pg_temp.id('d', i),
       account_id,
       customers.id,
       pg_temp.id('b', 1 + (customer - 1) % 7 + 8 * (i % 3)),
       state::invoice_status,
       (ARRAY['EUR', 'EUR', 'CHF', 'USD', 'EUR', 'GBP'])[1 + i % 6],
       (i * 37 % 5000) + (i % 100) / 100.0,
       jsonb_strip_nulls(jsonb_build_object(
           'template', CASE WHEN i % 7 <> 0 THEN (ARRAY['plain', 'modern', 'letter'])[1 + i % 3] END,
           'reminders', CASE WHEN i % 2 = 0 THEN i % 4 = 0 END,
           'discount', CASE WHEN i % 5 = 0 THEN jsonb_build_object('percent', i % 3) END)),
       (pg_temp.ago(days) AT TIME ZONE 'UTC')::date + 14,
       pg_temp.ago(days),
       CASE WHEN state <> 'draft' THEN pg_temp.ago(days * 0.95) END,
       CASE WHEN state = 'paid' THEN pg_temp.ago(days * 0.4) END,
       CASE WHEN i % 19 = 0 THEN pg_temp.ago(days * 0.3) END
FROM generate_series(1, 400) AS i,
     LATERAL (SELECT i * 0.21 AS days,
                     1 + (i * i / 3) % 60 AS customer,
                     (ARRAY['draft', 'sent', 'paid', 'paid', 'sent', 'paid', 'void', 'paid'])[1 + i % 8] AS state) AS chosen
JOIN customers ON customers.id = pg_temp.id('c', customer);

INSERT INTO invoice_lines (invoice_id, position, text, quantity, unit_price, tax_rate)
SELECT pg_temp.id('d', i), position, 'Work', position * 1.5 + 0.125, (i % 90) + 0.99, (ARRAY[0, 7, 19, 7.7])[1 + (i + position) % 4]
FROM generate_series(1, 400) AS i, generate_series(1, 1 + i % 4) AS position;

-- A third of what is paid is paid in two parts.
INSERT INTO payments (id, invoice_id, account_id, method, amount, received_at)
SELECT pg_temp.id('e', 2 * row_number() OVER (ORDER BY invoices.id, part) + part),
       invoices.id,
       account_id,
       (ARRAY['transfer', 'card', 'direct_debit', 'cash'])[1 + (total * 100)::int % 4]::payment_method,
       round(total / parts, 2),
       paid_at - (parts - part) * interval '1 day'
FROM invoices, LATERAL (SELECT 1 + ((total * 100)::int % 3 = 0)::int AS parts) AS divided, generate_series(1, parts) AS part
WHERE status = 'paid';

INSERT INTO saved_views (id, member_id, page, filter, created_at, deleted_at)
SELECT pg_temp.id('f', i), pg_temp.id('b', 1 + i % 24), 'dashboard', '{"open": true}', pg_temp.ago(i * 4), CASE WHEN i % 5 = 0 THEN pg_temp.ago(1) END
FROM generate_series(1, 20) AS i;
