-- What the ping says about the database, asked in plain SQL: one line a metric, key path and value as JSON.
--
--   psql -v recorded_at=2026-11-21T02:00:00.000Z -f samples/Forge.Demo/truth.sql "postgresql://…/forge"

\set ON_ERROR_STOP on
\set QUIET on
\pset tuples_only on
\pset format unaligned
\pset fieldsep ' '

-- A week and four weeks that end two days before the ping, when nothing changes any more.
\set now     'timestamptz ' :'recorded_at'
\set weekly  'BETWEEN ' :now ' - interval ''9 days''  AND ' :now ' - interval ''2 days'''
\set monthly 'BETWEEN ' :now ' - interval ''30 days'' AND ' :now ' - interval ''2 days'''

-- Planning
SELECT 'counts.issues',                    count(*) FROM issues;
SELECT 'counts.issues_weekly',             count(*) FROM issues WHERE created_at :weekly;
SELECT 'counts.issues_monthly',            count(*) FROM issues WHERE created_at :monthly;
SELECT 'counts.issues_overdue',            count(*) FROM issues WHERE closed_at IS NULL AND due_date < date :'recorded_at';
SELECT 'counts.issues_by_state',           json_object_agg(state_id, issues) FROM (
    SELECT state_id, count(*) FROM issues GROUP BY 1
) AS state (state_id, issues);
SELECT 'counts.issues_total_weight',       sum(weight) FROM issues WHERE state_id = 1;
SELECT 'counts.issues_average_weight',     avg(weight) FROM issues;
SELECT 'counts.issues_in_public_projects', count(*) FROM issues WHERE project_id IN (
    SELECT id FROM projects WHERE visibility_level = 20 AND NOT archived
);
SELECT 'counts.confidential_issues',       count(*) FROM issues WHERE confidential AND issue_type <> 2;
SELECT 'counts.incidents',                 count(*) FROM issues WHERE issue_type = 1;
SELECT 'counts.incidents_weekly',          count(*) FROM issues WHERE issue_type = 1 AND created_at :weekly;
SELECT 'counts.incidents_monthly',         count(*) FROM issues WHERE issue_type = 1 AND created_at :monthly;
SELECT 'counts.tasks_open',                count(*) FROM issues WHERE issue_type = 2 AND closed_at IS NULL;
SELECT 'counts.notes',                     count(*) FROM notes WHERE NOT system;
SELECT 'counts.notes_monthly',             count(*) FROM notes WHERE NOT system AND created_at :monthly;
SELECT 'counts.notes_with_uploads',        count(*) FROM notes WHERE position('(/uploads/' IN note) > 0;
SELECT 'settings.uses_incidents',          to_json(count(*) > 0) FROM issues WHERE issue_type = 1;
CREATE TEMPORARY VIEW planned AS SELECT created_at FROM issues UNION ALL SELECT created_at FROM merge_requests;
SELECT 'counts.planned_items',             count(*) FROM planned;
SELECT 'counts.planned_items_weekly',      count(*) FROM planned WHERE created_at :weekly;
SELECT 'counts.planned_items_monthly',     count(*) FROM planned WHERE created_at :monthly;
SELECT 'usage_activity_by_stage.plan.issues',               count(DISTINCT author_id)  FROM issues;
SELECT 'usage_activity_by_stage_monthly.plan.issues',       count(DISTINCT author_id)  FROM issues WHERE created_at :monthly;
SELECT 'usage_activity_by_stage.plan.projects_with_issues', count(DISTINCT project_id) FROM issues;

-- Code review
SELECT 'counts.merge_requests',                count(*) FROM merge_requests;
SELECT 'counts.merge_requests_weekly',         count(*) FROM merge_requests WHERE created_at :weekly;
SELECT 'counts.merge_requests_monthly',        count(*) FROM merge_requests WHERE created_at :monthly;
SELECT 'counts.merged_merge_requests',         count(merged_at) FROM merge_requests;
SELECT 'counts.merged_merge_requests_weekly',  count(*) FROM merge_requests WHERE merged_at :weekly;
SELECT 'counts.merged_merge_requests_monthly', count(*) FROM merge_requests WHERE merged_at :monthly;
SELECT 'counts.merged_lines',                  sum(changed_lines) FROM merge_requests WHERE merged_at IS NOT NULL;
SELECT 'counts.merged_lines_monthly',          sum(changed_lines) FROM merge_requests WHERE merged_at :monthly;
CREATE TEMPORARY VIEW finished AS SELECT closed_at AS at FROM issues UNION ALL SELECT merged_at FROM merge_requests;
SELECT 'counts.finished_work',                 count(at) FROM finished;
SELECT 'counts.finished_work_monthly',         count(*) FROM finished WHERE at :monthly;
SELECT 'counts.merge_requests_per_author',     json_object_agg(bucket, authors) FROM (
    SELECT width_bucket(merge_requests, 1, 20, 19), count(*)
    FROM (SELECT count(*) FROM merge_requests GROUP BY author_id) AS author (merge_requests)
    GROUP BY 1
) AS histogram (bucket, authors);
SELECT 'counts.regular_authors',               count(*) FROM (
    SELECT author_id FROM merge_requests GROUP BY author_id HAVING count(*) > 9
) AS author;
SELECT 'usage_activity_by_stage.create.merge_requests',         count(DISTINCT author_id) FROM merge_requests;
SELECT 'usage_activity_by_stage_monthly.create.merge_requests', count(DISTINCT author_id) FROM merge_requests WHERE created_at :monthly;
SELECT 'ratios.merge_requests_merged',               count(merged_at)::float8 / count(*) FROM merge_requests;
SELECT 'percentiles.merge_request_lines',            percentile_disc(0.9) WITHIN GROUP (ORDER BY changed_lines) FROM merge_requests;
SELECT 'percentiles.merge_request_lines_monthly',    percentile_disc(0.9) WITHIN GROUP (ORDER BY changed_lines) FROM merge_requests
WHERE created_at :monthly;

-- Repositories
SELECT 'counts.projects',                              count(*) FROM projects;
SELECT 'counts.projects_by_visibility',                json_object_agg(visibility_level, archived) FROM (
    SELECT visibility_level, json_object_agg(archived, projects)
    FROM (SELECT visibility_level, archived, count(*) AS projects FROM projects GROUP BY 1, 2) AS kind
    GROUP BY 1
) AS level (visibility_level, archived);
SELECT 'counts.projects_imported',                     count(import_type) FROM projects;
SELECT 'counts.projects_imported_from_github',         count(*) FROM projects WHERE import_type = 'github';
SELECT 'counts.projects_imported_from_github_monthly', count(*) FROM projects WHERE import_type = 'github' AND created_at :monthly;
SELECT 'counts.repository_bytes',                      sum(repository_size) FROM projects;
SELECT 'counts.largest_repository_bytes',              max(repository_size) FROM projects;
SELECT 'counts.projects_by_import',                    json_object_agg(origin, projects) FROM (
    SELECT CASE WHEN import_type IS NULL THEN '' WHEN import_type IN ('github', 'gitea') THEN import_type ELSE 'other' END, count(*)
    FROM projects
    GROUP BY 1
) AS origin (origin, projects);

-- Continuous integration
SELECT 'counts.ci_pipelines',                             count(*) FROM ci_pipelines;
SELECT 'counts.ci_pipelines_weekly',                      count(*) FROM ci_pipelines WHERE created_at :weekly;
SELECT 'counts.ci_pipelines_monthly',                     count(*) FROM ci_pipelines WHERE created_at :monthly;
SELECT 'counts.ci_pipelines_by_source_and_status',        json_object_agg(source, statuses) FROM (
    SELECT source, json_object_agg(status, pipelines)
    FROM (SELECT source, status, count(*) AS pipelines FROM ci_pipelines GROUP BY 1, 2) AS kind
    GROUP BY 1
) AS source (source, statuses);
SELECT 'counts.ci_pipelines_average_duration',            avg(duration) FROM ci_pipelines;
SELECT 'counts.ci_pipelines_shortest_duration',           min(duration) FROM ci_pipelines;
SELECT 'counts.ci_builds',                                count(*) FROM ci_builds;
SELECT 'counts.ci_builds_monthly',                        count(*) FROM ci_builds WHERE created_at :monthly;
SELECT 'counts.ci_build_seconds',                         sum(extract(epoch FROM finished_at - started_at)) FROM ci_builds;
SELECT 'counts.ci_build_seconds_monthly',                 sum(extract(epoch FROM finished_at - started_at)) FROM ci_builds WHERE created_at :monthly;
SELECT 'usage_activity_by_stage_monthly.verify.ci_builds', count(DISTINCT user_id) FROM ci_builds WHERE created_at :monthly;

-- Delivery
SELECT 'counts.deployments',         count(*) FROM deployments;
SELECT 'counts.deployments_weekly',  count(*) FROM deployments WHERE created_at :weekly;
SELECT 'counts.deployments_monthly', count(*) FROM deployments WHERE created_at :monthly;
SELECT 'counts.environments',        count(*) FROM (SELECT DISTINCT project_id, environment FROM deployments) AS environment;
SELECT 'counts.deployments_by_environment', json_agg(json_build_object('environment', environment, 'status', status, 'deployments', deployments)
    ORDER BY environment, status::text COLLATE "C") FROM (
    SELECT environment, status, count(*) FROM deployments WHERE environment IN ('staging', 'production') GROUP BY 1, 2
) AS deployment (environment, status, deployments);
SELECT 'counts.deployments_by_busiest_environment', json_object_agg(name, deployments) FROM (
    SELECT CASE WHEN place <= 2 THEN environment ELSE 'other' END, sum(deployments)
    FROM (
        SELECT environment, count(*) AS deployments, row_number() OVER (ORDER BY count(*) DESC) AS place
        FROM deployments
        GROUP BY environment
    ) AS environment
    GROUP BY 1
) AS busiest (name, deployments);
SELECT 'usage_activity_by_stage_monthly.release.deployments', count(DISTINCT user_id) FROM deployments WHERE created_at :monthly;

-- Administration. The second site has a copy of the same rows, and twelve searches of its own.
SELECT 'usage_activity_by_stage.administration.secondary_sites', json_build_array(json_build_object(
    'projects_count', count(*), 'repository_bytes', sum(repository_size), 'searches_count', 12, 'reads_standby', true)) FROM projects;
SELECT 'active_user_count',            count(*) FROM users WHERE state = 'active' AND user_type = 0;
SELECT 'counts.first_users_active',    count(*) FROM users WHERE state = 'active' AND id <= 1000;
SELECT 'counts.users_created',         count(*) FROM users;
SELECT 'counts.users_created_monthly', count(*) FROM users WHERE created_at :monthly;
