using System.Text.Json.Nodes;

namespace ServicePing.Demo.Tests;

/// <summary>A Forge that reads a standby, with a store of its own, tells the first one of itself, which lists it in its ping.</summary>
[Collection("demo")]
public class SiteTests(DemoRun demo)
{
    private const string List = "usage_activity_by_stage.administration.secondary_sites";

    [Fact]
    public void The_ping_lists_what_the_second_site_has_computed_of_its_standby_and_counted_in_its_own_store()
    {
        JsonNode site = Assert.Single(demo.Value(List)!.AsArray())!;

        Assert.Equal(["projects_count", "repository_bytes", "searches_count", "reads_standby"], site.AsObject().Select(member => member.Key));
        Assert.Equal((long)demo.Value("counts.projects")!, (long)site["projects_count"]!);
        Assert.Equal((long)demo.Value("counts.repository_bytes")!, (long)site["repository_bytes"]!);
        // Those who search at the first site, and there are hundreds, are not among them.
        Assert.Equal(12, (long)site["searches_count"]!);
        Assert.True((bool)site["reads_standby"]!);
        Assert.Equal("'berlin' reads a standby. The primary has the report.", demo.Row("second site"));
    }

    [Fact]
    public void What_a_second_site_counts_is_left_out_at_the_first() => Assert.Null(demo.Payload["site"]);

    [Fact]
    public async Task The_report_came_over_HTTP_with_a_token_that_may_do_nothing_else()
    {
        string tokens = await RunningProgram.RunAsync(
            "psql", "-XAt", "-c", "SELECT convert_from(value, 'UTF8') FROM service_ping.instance WHERE name LIKE 'token/%'", demo.DatabaseUrl);
        JsonNode token = JsonNode.Parse(tokens)!;

        Assert.Equal(("berlin", """["site_report"]""", false), ((string?)token["name"], token["scopes"]!.ToJsonString(), (bool)token["is_administrator"]!));
        Assert.NotNull(token["last_used_on"]);
    }
}
