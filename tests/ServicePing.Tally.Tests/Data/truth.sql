-- What the ping of Tally says about its database, asked in plain SQL: key path and value as JSON.

SET TIME ZONE 'UTC';

-- A week and four weeks that end two days before the ping, when nothing changes any more.
CREATE FUNCTION pg_temp.weekly(at timestamptz) RETURNS boolean LANGUAGE sql AS
    $$ SELECT at BETWEEN timestamptz '2026-10-05 09:30:00Z' AND timestamptz '2026-10-12 09:30:00Z' $$;
CREATE FUNCTION pg_temp.monthly(at timestamptz) RETURNS boolean LANGUAGE sql AS
    $$ SELECT at BETWEEN timestamptz '2026-09-14 09:30:00Z' AND timestamptz '2026-10-12 09:30:00Z' $$;

CREATE TEMPORARY VIEW live AS SELECT * FROM invoices WHERE deleted_at IS NULL;

-- Invoicing
SELECT 'counts.invoices',                  to_jsonb(count(*)) FROM live;
SELECT 'counts.invoices_weekly',           to_jsonb(count(*)) FROM live WHERE pg_temp.weekly(created_at);
SELECT 'counts.invoices_monthly',          to_jsonb(count(*)) FROM live WHERE pg_temp.monthly(created_at);
SELECT 'counts.invoices_deleted',          to_jsonb(count(deleted_at)) FROM invoices;
SELECT 'counts.invoices_deleted_monthly',  to_jsonb(count(*)) FROM invoices WHERE pg_temp.monthly(deleted_at);
SELECT 'counts.invoices_by_status',         jsonb_object_agg(status, n) FROM (SELECT status, count(*) FROM live GROUP BY 1) AS each (status, n);
SELECT 'counts.invoices_by_status_monthly', jsonb_object_agg(status, n)
    FROM (SELECT status, count(*) FROM live WHERE pg_temp.monthly(created_at) GROUP BY 1) AS each (status, n);
SELECT 'counts.invoices_by_template',      jsonb_object_agg(coalesce(template, ''), n)
    FROM (SELECT options->>'template', count(*) FROM live GROUP BY 1) AS each (template, n);
SELECT 'counts.invoices_by_currency_and_status', jsonb_object_agg(currency, statuses) FROM (
    SELECT currency, jsonb_object_agg(status, n)
    FROM (SELECT currency, status, count(*) FROM live WHERE currency <> 'GBP' GROUP BY 1, 2) AS each (currency, status, n) GROUP BY 1
) AS nested (currency, statuses);
SELECT 'counts.invoices_with_reminders',         to_jsonb(count(*)) FROM live WHERE options->'reminders' = 'true';
SELECT 'counts.invoices_with_reminders_monthly', to_jsonb(count(*)) FROM live WHERE options->'reminders' = 'true' AND pg_temp.monthly(created_at);
SELECT 'counts.invoices_with_discount',    to_jsonb(count(*)) FROM live WHERE (options #>> '{discount,percent}') IN ('1', '2');
SELECT 'counts.invoices_overdue',          to_jsonb(count(*)) FROM live WHERE status = 'sent' AND due_on < date '2026-10-14';
SELECT 'counts.invoices_abroad',           to_jsonb(count(*)) FROM live
    WHERE (SELECT country FROM customers WHERE id = customer_id) <> (SELECT country FROM accounts WHERE id = account_id);
SELECT 'counts.invoices_abroad_monthly',   to_jsonb(count(*)) FROM live
    WHERE (SELECT country FROM customers WHERE id = customer_id) <> (SELECT country FROM accounts WHERE id = account_id)
    AND pg_temp.monthly(created_at);
SELECT 'counts.customers_invoiced',         to_jsonb(count(DISTINCT customer_id)) FROM live WHERE sent_at IS NOT NULL;
SELECT 'counts.customers_invoiced_weekly',  to_jsonb(count(DISTINCT customer_id)) FROM live WHERE pg_temp.weekly(sent_at);
SELECT 'counts.customers_invoiced_monthly', to_jsonb(count(DISTINCT customer_id)) FROM live WHERE pg_temp.monthly(sent_at);
SELECT 'counts.authors',                   to_jsonb(count(DISTINCT author_id)) FROM invoices;
SELECT 'counts.authors_monthly',           to_jsonb(count(DISTINCT author_id)) FROM invoices WHERE pg_temp.monthly(created_at);
SELECT 'counts.currencies',                to_jsonb(count(DISTINCT currency)) FROM live;
SELECT 'counts.tax_rates',                 to_jsonb(count(DISTINCT tax_rate)) FROM invoice_lines;
SELECT 'counts.invoice_lines',             to_jsonb(count(*)) FROM invoice_lines;
SELECT 'sums.invoice_lines_amount',        to_jsonb(sum(quantity * unit_price)) FROM invoice_lines
    WHERE invoice_id IN (SELECT id FROM live WHERE currency = 'EUR');
SELECT 'averages.invoice_total',           to_jsonb(avg(total)) FROM live WHERE currency = 'EUR';
SELECT 'averages.invoice_total_monthly',   to_jsonb(avg(total)) FROM live WHERE currency = 'EUR' AND pg_temp.monthly(created_at);
SELECT 'maxima.invoice_total',             to_jsonb(max(total)) FROM live WHERE currency = 'EUR';
SELECT 'maxima.invoice_total_monthly',     to_jsonb(max(total)) FROM live WHERE currency = 'EUR' AND pg_temp.monthly(created_at);
SELECT 'minima.invoice_total',             to_jsonb(min(total)) FROM live WHERE currency = 'EUR';
SELECT 'percentiles.invoice_total',         to_jsonb(percentile_disc(0.9) WITHIN GROUP (ORDER BY total)) FROM live WHERE currency = 'EUR';
SELECT 'percentiles.invoice_total_monthly', to_jsonb(percentile_disc(0.9) WITHIN GROUP (ORDER BY total)) FROM live
    WHERE currency = 'EUR' AND pg_temp.monthly(created_at);
SELECT 'counts.invoices_by_currency',      jsonb_object_agg(currency, n)
    FROM (SELECT CASE currency WHEN 'EUR' THEN 'EUR' ELSE 'other' END, count(*) FROM live GROUP BY 1) AS each (currency, n);
SELECT 'counts.customers_regular',         to_jsonb(count(*)) FROM (SELECT customer_id, count(*) FROM live GROUP BY 1) AS each (customer, n) WHERE n >= 5;
SELECT 'counts.invoices_by_role',          jsonb_agg(jsonb_build_object('role', role, 'status', status, 'invoices', n) ORDER BY role::text COLLATE "C", status::text COLLATE "C")
    FROM (SELECT role, status, count(*) FROM live JOIN members ON members.id = author_id GROUP BY 1, 2) AS each (role, status, n);
SELECT 'counts.invoices_per_customer',     jsonb_object_agg(bucket, customers) FROM (
    SELECT least(n, 12), count(*) FROM (SELECT count(*) FROM live GROUP BY customer_id) AS customer (n) GROUP BY 1
) AS histogram (bucket, customers);

-- Payments
SELECT 'counts.payments',                   to_jsonb(count(*)) FROM payments;
SELECT 'counts.payments_weekly',            to_jsonb(count(*)) FROM payments WHERE pg_temp.weekly(received_at);
SELECT 'counts.payments_monthly',           to_jsonb(count(*)) FROM payments WHERE pg_temp.monthly(received_at);
SELECT 'counts.payments_by_method',         jsonb_object_agg(method, n) FROM (SELECT method, count(*) FROM payments GROUP BY 1) AS each (method, n);
SELECT 'counts.payments_by_method_monthly', jsonb_object_agg(method, n)
    FROM (SELECT method, count(*) FROM payments WHERE pg_temp.monthly(received_at) GROUP BY 1) AS each (method, n);
SELECT 'sums.payments_amount',              to_jsonb(sum(amount)) FROM payments;
SELECT 'sums.payments_amount_weekly',       to_jsonb(sum(amount)) FROM payments WHERE pg_temp.weekly(received_at);
SELECT 'sums.payments_amount_monthly',      to_jsonb(sum(amount)) FROM payments WHERE pg_temp.monthly(received_at);
SELECT 'counts.accounts_paid',              to_jsonb(count(DISTINCT account_id)) FROM payments;
SELECT 'counts.accounts_paid_monthly',      to_jsonb(count(DISTINCT account_id)) FROM payments WHERE pg_temp.monthly(received_at);
SELECT 'counts.settled',                    to_jsonb(count(*)) FROM live WHERE status IN ('paid', 'void');
SELECT 'ratios.invoices_settled',           to_jsonb(avg((status IN ('paid', 'void'))::int)::float8) FROM live;
SELECT 'usage.direct_debit',                to_jsonb(count(*) > 0) FROM payments WHERE method = 'direct_debit';
SELECT 'usage.direct_debit_monthly',        to_jsonb(count(*) > 0) FROM payments WHERE method = 'direct_debit' AND pg_temp.monthly(received_at);
CREATE TEMPORARY VIEW documents AS SELECT created_at AS at FROM live UNION ALL SELECT received_at FROM payments;
SELECT 'counts.documents',                  to_jsonb(count(*)) FROM documents;
SELECT 'counts.documents_weekly',           to_jsonb(count(*)) FROM documents WHERE pg_temp.weekly(at);
SELECT 'counts.documents_monthly',          to_jsonb(count(*)) FROM documents WHERE pg_temp.monthly(at);

-- Accounts
SELECT 'counts.accounts',             to_jsonb(count(*)) FROM accounts WHERE deleted_at IS NULL;
SELECT 'counts.accounts_monthly',     to_jsonb(count(*)) FROM accounts WHERE deleted_at IS NULL AND pg_temp.monthly(created_at);
SELECT 'counts.accounts_by_plan',     jsonb_object_agg(plan, n)
    FROM (SELECT plan, count(*) FROM accounts WHERE deleted_at IS NULL GROUP BY 1) AS each (plan, n);
SELECT 'counts.accounts_by_language', jsonb_object_agg(coalesce(language, ''), n)
    FROM (SELECT settings->>'language', count(*) FROM accounts WHERE deleted_at IS NULL GROUP BY 1) AS each (language, n);
SELECT 'counts.accounts_reminding',   to_jsonb(count(*)) FROM accounts
    WHERE deleted_at IS NULL AND settings #> '{reminders,after_days}' <= '14';
SELECT 'counts.members_by_role',      jsonb_object_agg(role, n)
    FROM (SELECT role, count(*) FROM members WHERE deleted_at IS NULL GROUP BY 1) AS each (role, n);
SELECT 'counts.members_active_weekly',  to_jsonb(count(*)) FROM members WHERE deleted_at IS NULL AND pg_temp.weekly(last_active_at);
SELECT 'counts.members_active_monthly', to_jsonb(count(*)) FROM members WHERE deleted_at IS NULL AND pg_temp.monthly(last_active_at);
SELECT 'counts.customers_by_country', jsonb_object_agg(country, n)
    FROM (SELECT replace(country, 'IT', 'other'), count(*) FROM customers WHERE deleted_at IS NULL GROUP BY 1) AS each (country, n);

-- Pages
SELECT 'pages.counts.saved_views',         to_jsonb(count(*)) FROM saved_views WHERE deleted_at IS NULL;
SELECT 'pages.counts.saved_views_monthly', to_jsonb(count(*)) FROM saved_views WHERE deleted_at IS NULL AND pg_temp.monthly(created_at);

SELECT 'installation_creation_date_approximation', to_json(to_char(min(created_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))::text FROM accounts;
