-- The database of Tally, PostgreSQL 14 or later.
--
-- Every key is a uuid that the program makes. What is deleted keeps its row: deleted_at says since when.
-- Payments are partitioned by the month in which they arrived.

CREATE TYPE account_plan    AS ENUM ('solo', 'team', 'enterprise');
CREATE TYPE member_role     AS ENUM ('owner', 'bookkeeper', 'viewer');
CREATE TYPE invoice_status  AS ENUM ('draft', 'sent', 'paid', 'void');
CREATE TYPE payment_method  AS ENUM ('transfer', 'card', 'direct_debit', 'cash');


CREATE TABLE accounts (
    id         uuid         PRIMARY KEY,
    name       text         NOT NULL,
    country    char(2)      NOT NULL,
    plan       account_plan NOT NULL DEFAULT 'solo',
    settings   jsonb        NOT NULL DEFAULT '{}',   -- {"language": "de", "reminders": {"after_days": 14}}
    created_at timestamptz  NOT NULL,
    deleted_at timestamptz
);

CREATE INDEX index_accounts_on_created_at ON accounts (created_at);


CREATE TABLE members (
    id             uuid        PRIMARY KEY,
    account_id     uuid        NOT NULL REFERENCES accounts,
    email          text        NOT NULL UNIQUE,
    role           member_role NOT NULL,
    last_active_at timestamptz,
    created_at     timestamptz NOT NULL,
    deleted_at     timestamptz
);

CREATE INDEX index_members_on_account_id     ON members (account_id);
CREATE INDEX index_members_on_last_active_at ON members (last_active_at);


CREATE TABLE customers (
    id         uuid        PRIMARY KEY,
    account_id uuid        NOT NULL REFERENCES accounts,
    name       text        NOT NULL,
    country    char(2)     NOT NULL,
    created_at timestamptz NOT NULL,
    deleted_at timestamptz
);

CREATE INDEX index_customers_on_account_id ON customers (account_id);


CREATE TABLE invoices (
    id          uuid           PRIMARY KEY,
    account_id  uuid           NOT NULL REFERENCES accounts,
    customer_id uuid           NOT NULL REFERENCES customers,
    author_id   uuid           NOT NULL REFERENCES members,
    status      invoice_status NOT NULL DEFAULT 'draft',
    currency    char(3)        NOT NULL,
    total       numeric(14, 2) NOT NULL CHECK (total >= 0),
    options     jsonb          NOT NULL DEFAULT '{}',   -- {"template": "modern", "reminders": true, "discount": {"percent": 2}}
    due_on      date           NOT NULL,
    created_at  timestamptz    NOT NULL,
    sent_at     timestamptz,
    paid_at     timestamptz,
    deleted_at  timestamptz
);

CREATE INDEX index_invoices_on_account_id  ON invoices (account_id);
CREATE INDEX index_invoices_on_customer_id ON invoices (customer_id);
CREATE INDEX index_invoices_on_author_id   ON invoices (author_id);
CREATE INDEX index_invoices_on_created_at  ON invoices (created_at);
CREATE INDEX index_invoices_on_sent_at     ON invoices (sent_at);
CREATE INDEX index_invoices_on_paid_at     ON invoices (paid_at);
CREATE INDEX index_invoices_on_deleted_at  ON invoices (deleted_at);


CREATE TABLE invoice_lines (
    invoice_id uuid           NOT NULL REFERENCES invoices,
    position   integer        NOT NULL,
    text       text           NOT NULL,
    quantity   numeric(10, 3) NOT NULL,
    unit_price numeric(12, 2) NOT NULL,
    tax_rate   numeric(4, 2)  NOT NULL,

    PRIMARY KEY (invoice_id, position)
);


CREATE TABLE payments (
    id          uuid           NOT NULL,
    invoice_id  uuid           NOT NULL REFERENCES invoices,
    account_id  uuid           NOT NULL REFERENCES accounts,
    method      payment_method NOT NULL,
    amount      numeric(14, 2) NOT NULL,
    received_at timestamptz    NOT NULL,

    PRIMARY KEY (id, received_at)
) PARTITION BY RANGE (received_at);

CREATE INDEX index_payments_on_invoice_id  ON payments (invoice_id);
CREATE INDEX index_payments_on_account_id  ON payments (account_id);
CREATE INDEX index_payments_on_received_at ON payments (received_at);

CREATE TABLE payments_before    PARTITION OF payments FOR VALUES FROM (MINVALUE) TO ('2026-07-01 00:00:00+00');
CREATE TABLE payments_2026_07   PARTITION OF payments FOR VALUES FROM ('2026-07-01 00:00:00+00') TO ('2026-08-01 00:00:00+00');
CREATE TABLE payments_2026_08   PARTITION OF payments FOR VALUES FROM ('2026-08-01 00:00:00+00') TO ('2026-09-01 00:00:00+00');
CREATE TABLE payments_2026_09   PARTITION OF payments FOR VALUES FROM ('2026-09-01 00:00:00+00') TO ('2026-10-01 00:00:00+00');
CREATE TABLE payments_2026_10   PARTITION OF payments FOR VALUES FROM ('2026-10-01 00:00:00+00') TO ('2026-11-01 00:00:00+00');
CREATE TABLE payments_otherwise PARTITION OF payments DEFAULT;
