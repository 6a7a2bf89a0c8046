-- The database of Forge, PostgreSQL 14 or later.
--
-- Every table has a bigint identity as its key. Times are timestamptz. A created_at index serves what is counted by period,
-- an index on each foreign key serves joins and deletions.

CREATE TYPE user_state     AS ENUM ('active', 'blocked', 'deactivated');
CREATE TYPE namespace_kind AS ENUM ('user', 'group');
CREATE TYPE noteable_kind  AS ENUM ('issue', 'merge_request');
CREATE TYPE ci_status      AS ENUM ('created', 'running', 'success', 'failed', 'canceled', 'skipped', 'manual');
CREATE TYPE deploy_status  AS ENUM ('created', 'running', 'success', 'failed', 'canceled');


-- People and where their work lives ------------------------------------------------------------------------------------

CREATE TABLE users (
    id               bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    username         text        NOT NULL UNIQUE,
    email            text        NOT NULL UNIQUE,
    user_type        smallint    NOT NULL DEFAULT 0 CHECK (user_type IN (0, 1, 2)),  -- 0 human, 1 bot, 2 service account
    state            user_state  NOT NULL DEFAULT 'active',
    admin            boolean     NOT NULL DEFAULT false,
    two_factor       boolean     NOT NULL DEFAULT false,
    last_activity_on date,
    created_at       timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX index_users_on_created_at ON users (created_at);
CREATE INDEX index_users_on_state      ON users (state) WHERE state <> 'active';


CREATE TABLE namespaces (
    id         bigint         GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind       namespace_kind NOT NULL,
    path       text           NOT NULL UNIQUE,
    owner_id   bigint         NOT NULL REFERENCES users,
    parent_id  bigint         REFERENCES namespaces,
    created_at timestamptz    NOT NULL DEFAULT now(),

    CHECK (kind = 'group' OR parent_id IS NULL)
);

CREATE INDEX index_namespaces_on_owner_id   ON namespaces (owner_id);
CREATE INDEX index_namespaces_on_parent_id  ON namespaces (parent_id);


CREATE TABLE projects (
    id               bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    namespace_id     bigint      NOT NULL REFERENCES namespaces,
    creator_id       bigint      NOT NULL REFERENCES users,
    path             text        NOT NULL,
    visibility_level smallint    NOT NULL DEFAULT 0 CHECK (visibility_level IN (0, 10, 20)),  -- private, internal, public
    archived         boolean     NOT NULL DEFAULT false,
    import_type      text,                                                                    -- null: begun here
    repository_size  bigint      NOT NULL DEFAULT 0 CHECK (repository_size >= 0),             -- bytes
    created_at       timestamptz NOT NULL DEFAULT now(),

    UNIQUE (namespace_id, path)
);

CREATE INDEX index_projects_on_creator_id  ON projects (creator_id);
CREATE INDEX index_projects_on_created_at  ON projects (created_at);
CREATE INDEX index_projects_on_import_type ON projects (import_type) WHERE import_type IS NOT NULL;


-- Planning -------------------------------------------------------------------------------------------------------------

CREATE TABLE issues (
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    project_id   bigint      NOT NULL REFERENCES projects,
    author_id    bigint      NOT NULL REFERENCES users,
    assignee_id  bigint      REFERENCES users,
    issue_type   smallint    NOT NULL DEFAULT 0 CHECK (issue_type IN (0, 1, 2)),  -- 0 issue, 1 incident, 2 task
    state_id     smallint    NOT NULL DEFAULT 1 CHECK (state_id IN (1, 2)),       -- 1 open, 2 closed
    title        text        NOT NULL,
    weight       integer     CHECK (weight >= 0),
    confidential boolean     NOT NULL DEFAULT false,
    due_date     date,
    created_at   timestamptz NOT NULL DEFAULT now(),
    closed_at    timestamptz,

    CHECK ((state_id = 2) = (closed_at IS NOT NULL))
);

CREATE INDEX index_issues_on_project_id  ON issues (project_id);
CREATE INDEX index_issues_on_author_id   ON issues (author_id);
CREATE INDEX index_issues_on_assignee_id ON issues (assignee_id);
CREATE INDEX index_issues_on_created_at  ON issues (created_at);
CREATE INDEX index_issues_on_closed_at   ON issues (closed_at);
CREATE INDEX index_issues_on_due_date    ON issues (due_date) WHERE state_id = 1;


CREATE TABLE notes (
    id            bigint        GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    noteable_type noteable_kind NOT NULL,
    noteable_id   bigint        NOT NULL,
    project_id    bigint        NOT NULL REFERENCES projects,
    author_id     bigint        NOT NULL REFERENCES users,
    system        boolean       NOT NULL DEFAULT false,                           -- written by Forge itself
    note          text          NOT NULL,
    created_at    timestamptz   NOT NULL DEFAULT now()
);

CREATE INDEX index_notes_on_noteable   ON notes (noteable_type, noteable_id);
CREATE INDEX index_notes_on_project_id ON notes (project_id);
CREATE INDEX index_notes_on_author_id  ON notes (author_id);
CREATE INDEX index_notes_on_created_at ON notes (created_at);


-- Code review ----------------------------------------------------------------------------------------------------------

CREATE TABLE merge_requests (
    id            bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    project_id    bigint      NOT NULL REFERENCES projects,
    author_id     bigint      NOT NULL REFERENCES users,
    merge_user_id bigint      REFERENCES users,
    state_id      smallint    NOT NULL DEFAULT 1 CHECK (state_id IN (1, 2, 3)),   -- 1 open, 2 closed, 3 merged
    title         text        NOT NULL,
    draft         boolean     NOT NULL DEFAULT false,
    changed_lines integer     NOT NULL DEFAULT 0 CHECK (changed_lines >= 0),
    created_at    timestamptz NOT NULL DEFAULT now(),
    merged_at     timestamptz,

    CHECK ((state_id = 3) = (merged_at IS NOT NULL))
);

CREATE INDEX index_merge_requests_on_project_id    ON merge_requests (project_id);
CREATE INDEX index_merge_requests_on_author_id     ON merge_requests (author_id);
CREATE INDEX index_merge_requests_on_merge_user_id ON merge_requests (merge_user_id);
CREATE INDEX index_merge_requests_on_created_at    ON merge_requests (created_at);
CREATE INDEX index_merge_requests_on_merged_at     ON merge_requests (merged_at);


-- Continuous integration and delivery ----------------------------------------------------------------------------------

CREATE TABLE ci_pipelines (
    id         bigint        GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    project_id bigint        NOT NULL REFERENCES projects,
    user_id    bigint        REFERENCES users,                                    -- null: begun by a schedule
    source     text          NOT NULL CHECK (source IN ('push', 'merge_request_event', 'web', 'schedule')),
    status     ci_status     NOT NULL DEFAULT 'created',
    duration   integer       CHECK (duration >= 0),                               -- seconds, null until it ends
    created_at timestamptz   NOT NULL DEFAULT now()
);

CREATE INDEX index_ci_pipelines_on_project_id ON ci_pipelines (project_id);
CREATE INDEX index_ci_pipelines_on_user_id    ON ci_pipelines (user_id);
CREATE INDEX index_ci_pipelines_on_created_at ON ci_pipelines (created_at);


-- The largest table. A new partition is begun when the last one has grown too large to vacuum in a night.
CREATE TABLE ci_builds (
    id           bigint        GENERATED BY DEFAULT AS IDENTITY,
    partition_id smallint      NOT NULL,
    pipeline_id  bigint        NOT NULL REFERENCES ci_pipelines,
    project_id   bigint        NOT NULL REFERENCES projects,
    user_id      bigint        REFERENCES users,
    stage        text          NOT NULL,
    status       ci_status     NOT NULL DEFAULT 'created',
    coverage     numeric(5, 2) CHECK (coverage BETWEEN 0 AND 100),                -- per cent
    created_at   timestamptz   NOT NULL DEFAULT now(),
    started_at   timestamptz,
    finished_at  timestamptz,

    PRIMARY KEY (id, partition_id)
) PARTITION BY LIST (partition_id);

CREATE TABLE ci_builds_100 PARTITION OF ci_builds FOR VALUES IN (100);
CREATE TABLE ci_builds_101 PARTITION OF ci_builds FOR VALUES IN (101);
CREATE TABLE ci_builds_102 PARTITION OF ci_builds FOR VALUES IN (102);

CREATE INDEX index_ci_builds_on_pipeline_id ON ci_builds (pipeline_id);
CREATE INDEX index_ci_builds_on_project_id  ON ci_builds (project_id);
CREATE INDEX index_ci_builds_on_user_id     ON ci_builds (user_id);
CREATE INDEX index_ci_builds_on_created_at  ON ci_builds (created_at);


CREATE TABLE deployments (
    id          bigint        GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    project_id  bigint        NOT NULL REFERENCES projects,
    user_id     bigint        REFERENCES users,
    environment text          NOT NULL,
    status      deploy_status NOT NULL DEFAULT 'created',
    created_at  timestamptz   NOT NULL DEFAULT now(),
    finished_at timestamptz
);

CREATE INDEX index_deployments_on_project_id ON deployments (project_id);
CREATE INDEX index_deployments_on_user_id    ON deployments (user_id);
CREATE INDEX index_deployments_on_created_at ON deployments (created_at);
