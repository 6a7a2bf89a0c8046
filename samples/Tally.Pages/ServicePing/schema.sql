-- What the pages of Tally keep in the database of the product.

CREATE TABLE saved_views (
    id         uuid        PRIMARY KEY,
    member_id  uuid        NOT NULL,
    page       text        NOT NULL,
    filter     jsonb       NOT NULL,
    created_at timestamptz NOT NULL,
    deleted_at timestamptz
);

CREATE INDEX index_saved_views_on_created_at ON saved_views (created_at);
