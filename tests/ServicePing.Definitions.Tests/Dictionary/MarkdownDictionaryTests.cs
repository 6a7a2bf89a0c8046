using ServicePing.Definitions.Dictionary;

namespace ServicePing.Definitions.Tests.Dictionary;

public sealed class MarkdownDictionaryTests
{
    [Fact]
    public void A_metric_says_what_it_is_where_it_comes_from_and_who_owns_it() =>
        Assert.Contains(
            """

            ### counts.issues_open

            Issues that are open

            number · time frame all · database · optional · free, premium, ultimate · owned by planning · since 1.0

            ```yaml
            operation: count
            from: issues
            where: issues.state_id = 1
            ```

            From `issues`.

            `metrics/counts_all/issues.yml`

            """.ReplaceLineEndings("\n"),
            Page(TestProject.Forge()), StringComparison.Ordinal);

    [Fact]
    public void The_clock_of_a_shared_calculation_is_called_by_its_name()
    {
        string page = Page(TestProject.Forge());
        Assert.Contains("created_at > :recorded_at - interval '1 year'", page, StringComparison.Ordinal);
        Assert.DoesNotContain("$1", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_removed_metric_says_since_when_and_what_replaces_it() =>
        Assert.Contains(
            "**removed in 1.1** · replaced by `counts.issues_open` · ",
            Page(TestProject.Forge().With("metrics/counts_all/old.yml", Yaml.Metric(
                "key_path: counts.old", "status: removed", "milestone_removed: \"1.1\"", "removed_by_url:", "replaced_by: counts.issues_open"))),
            StringComparison.Ordinal);

    [Fact]
    public void A_unit_and_a_deprecation_are_said()
    {
        string page = Page(TestProject.Forge()
            .With("metrics/counts_all/issues.yml", Yaml.Query("operation: count", "from: issues") + "unit: issues\ndeprecated: { reason: Weights *count*, since: 2026-11-30, until: 2027-06-30 }\n")
            .With("events/close_issue.yml", Yaml.Event("action: close_issue", "additional_properties: {}", "identifiers: [user]", "deprecated: { reason: Nobody asks, since: 2026-11-30 }")));

        Assert.Contains("**deprecated** since 2026-11-30 until 2027-06-30: Weights \\*count\\* · number of issues · ", page, StringComparison.Ordinal);
        Assert.Contains("| `close_issue` | An issue is created **Deprecated** since 2026-11-30: Nobody asks | user |  |\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Events_are_listed_with_their_metrics() =>
        Assert.Contains("| `close_issue` | An issue is created | user |  |\n", Page(TestProject.Forge()), StringComparison.Ordinal);

    [Fact]
    public void Descriptions_cannot_break_the_page() =>
        Assert.Contains(
            "\\<b\\>a \\| b\\</b\\> \\# \\*c\\* d_e \\_f\\_",
            Page(TestProject.Forge().With(
                "metrics/counts_all/issues.yml", Yaml.Query("operation: count", "from: issues").Replace("Issues that are open", "\"<b>a | b</b> # *c* d_e _f_\""))),
            StringComparison.Ordinal);

    [Fact]
    public void Owners_are_listed_with_their_contacts_and_identifiers_with_their_types()
    {
        string page = Page(TestProject.Forge().With("vocabulary.yml", """
            owners: { planning: { contact: planning@example.com } }
            identifiers: { user: { type: integer }, project: { type: Acme.ProjectId } }
            """));

        Assert.Contains("owned by planning (planning@example.com) · since 1.0", page, StringComparison.Ordinal);
        Assert.Contains("## owners\n\n| owner | contact | metrics | events |\n|---|---|---|---|\n| planning | planning@example.com | 12 | 3 |\n", page, StringComparison.Ordinal);
        Assert.Contains("## identifiers\n\n| identifier | type | events |\n|---|---|---|\n| user | integer | 3 |\n| project | Acme.ProjectId | 1 |\n", page, StringComparison.Ordinal);
    }

    private static string Page(TestProject project) => MarkdownDictionary.Write(project.Catalogue());
}
