namespace ServicePing.Generators.Tests.Support;

/// <summary>A project that uses every kind of definition and every output of the generator.</summary>
internal static class ForgeProject
{
    public static TestProject Create() => new TestProject()
        .With("metrics/issues_open.yml", Yaml.Count("counts.issues_open", more: "  where: issues.state_id = 1"))
        .With("metrics/issues.yml", Yaml.Metric("counts.issues", "database", """
            query:
              operation: count
              from: issues
            """, timeFrame: "[7d, 28d, all]"))
        .With("metrics/issues_by_state.yml", Yaml.Metric("counts.issues_by_state", "database", """
            query:
              operation: count
              from: issues
              group_by: state_id
            """, valueType: "object"))
        .With("metrics/build_minutes.yml", Yaml.Metric("counts.build_minutes", "database", """
            query:
              operation: sum
              from: builds
              joins: [JOIN projects ON projects.id = builds.project_id]
              column: builds.duration
              where: projects.name <> 'a "b" c'
            """))
        .With("metrics/issues_and_builds.yml", Yaml.Metric("counts.issues_and_builds", "database", """
            query:
              operation: add
              metrics: [counts.issues, counts.issues_open]
            """))
        .With("metrics/answer.yml", Yaml.Metric("settings.answer", "system", "query: { value: 42 }", timeFrame: "none"))
        .With("metrics/seats.yml", Yaml.Metric("license.seats", "license", """
            instrumentation_class: SeatsMetric
            options: { plan: ultimate, "quoted \"name\"": [1, 2] }
            """, timeFrame: "none"))
        .With("metrics/edition.yml", Yaml.Metric("license.edition", "license", "instrumentation_class: EditionMetric", timeFrame: "none", valueType: "string"))
        .With("metrics/host.yml", Yaml.Metric("license.host", "license", "instrumentation_class: HostMetric", timeFrame: "none", valueType: "string"))
        .With("metrics/old.yml", Yaml.Metric("counts.old_issues", "database", """
            instrumentation_class: OldMetric
            milestone_removed: "2.0"
            removed_by_url: https://example.com/changes/9
            replaced_by: counts.issues
            """).Replace("status: active", "status: removed", StringComparison.Ordinal))
        .With("metrics/created.yml", Yaml.Metric("redis.issues_created", "internal_events", """
            events:
              - name: create_issue
            """, timeFrame: "[28d, all]"))
        .With("metrics/created_users.yml", Yaml.Metric("redis.issue_creators", "internal_events", """
            events:
              - name: create_issue
                unique: user.id
                filter: { label: bug, weight: 2 }
            """, timeFrame: "[7d, 28d]"))
        .With("metrics/uuid.yml", Yaml.Metric("uuid", "system", "instrumentation_class: UuidMetric", timeFrame: "none", valueType: "string"))
        .With("events/create_issue.yml", Yaml.Event("create_issue", """
            identifiers: [user, project, namespace]
            additional_properties:
              label: { description: The kind of the issue }
              value: { description: The estimate in hours }
              weight: { description: "Between <1> & 9" }
              is_first: { description: Whether it is the first one, type: boolean }
            """))
        .With("events/close_issue.yml", Yaml.Event("close_issue"))
        .With("known_events/compliance.yml", """
            - name: g_compliance_dashboard
              category: compliance
              redis_slot: compliance
              aggregation: weekly
              expiry: 84
            - name: i_compliance_audit_events
              category: compliance
              redis_slot: compliance
              aggregation: weekly
              feature_flag: track_unique_visits
            - name: known
              aggregation: daily
            """)
        .With("aggregates/compliance.yml", """
            - name: compliance_any
              operator: OR
              source: redis
              time_frame: [7d, 28d]
              events: [g_compliance_dashboard, i_compliance_audit_events]
              feature_flag: compliance_aggregates
            - name: authors_and_builders
              operator: AND
              source: database
              time_frame: [all]
              events: [authors, builders]
            """)
        .With("metrics/authors.yml", Yaml.Metric("counts.authors", "database", """
            query: { operation: estimate_batch_distinct_count, from: issues, column: author_id, sketch: authors }
            """))
        .With("metrics/builders.yml", Yaml.Metric("counts.builders", "database", """
            query: { operation: estimate_batch_distinct_count, from: builds, column: user_id, sketch: builders }
            """))
        .With("overrides/total_counters.yml", "\"{event_counters}_close_issue\": USAGE_ISSUE_CLOSE\n")
        .WithSource("""
            using System.Threading;
            using System.Threading.Tasks;
            using ServicePing;

            namespace Forge.Facts;

            internal interface ILicence { long Seats { get; } }

            [InstrumentationClass]
            internal sealed class SeatsMetric(ILicence licence, System.TimeProvider clock) : IFact<long>
            {
                private readonly System.TimeProvider _clock = clock;

                public ValueTask<long> ReadAsync(FactContext context, CancellationToken cancellationToken) => new(licence.Seats + _clock.TimestampFrequency);
            }

            [InstrumentationClass, System.Obsolete]
            internal sealed class HostMetric : IFact<string>
            {
                public ValueTask<string> ReadAsync(FactContext context, CancellationToken cancellationToken) => new("host");
            }

            [InstrumentationClass]
            internal sealed class EditionMetric : IFact<string?>
            {
                ValueTask<string?> IFact<string?>.ReadAsync(FactContext context, CancellationToken cancellationToken) => new((string?)null);
            }
            """);
}
