using ServicePing.Definitions.Problems;
using static ServicePing.Definitions.Tests.Rules.RuleExample;

namespace ServicePing.Definitions.Tests.Rules;

/// <summary>What a group tells of people, through expressions, JSON and joins.</summary>
public sealed class GroupTests
{
    private const string File = "metrics/counts_all/other.yml";

    internal static IReadOnlyList<RuleExample> Examples =>
    [
        Group("lower([|email|])", "length(email)"),
        Group("settings->>[|'email'|]", "email->>'locale'"),
        Group("settings#>>[|'{user,email}'|]", "settings#>>'{email,locale}'"),
    ];

    [Theory]
    [InlineData("email", "email")]
    [InlineData("users.email", "users.email")]
    [InlineData("u.\"EmailAddress\"", "u.\"EmailAddress\"")]
    [InlineData("EmailAddress", "EmailAddress")]
    [InlineData("lower(btrim(u.email::text)) COLLATE \"C\"", "u.email")]
    [InlineData("split_part(email, '@', 2)", "email")]
    [InlineData("substring(email from '@(.*)$')", "email")]
    [InlineData("trim(both ' ' from title)", "title")]
    [InlineData("CAST(email AS citext)", "email")]
    [InlineData("(email)::character varying(255)", "email")]
    [InlineData("state || 'x' || email", "email")]
    [InlineData("coalesce(nullif(nickname, ''), display_name, 'none')", "display_name")]
    [InlineData("CASE WHEN length(title) > 3 THEN state ELSE email END", "email")]
    [InlineData("CASE WHEN a THEN CASE WHEN b THEN title ELSE 'x' END END", "title")]
    [InlineData("md5(email)", "email")]
    [InlineData("emails[1]", "emails")]
    [InlineData("settings['contact']['email']", "'email'")]
    [InlineData("settings -> 'contact' ->> 'email'", "'email'")]
    [InlineData("(settings -> 'emails' ->> 0)", "'emails'")]
    [InlineData("settings::jsonb#>>ARRAY['user', 'userEmail']", "'userEmail'")]
    [InlineData("lower(settings#>>'{contacts,0,email,0}')", "'{contacts,0,email,0}'")]
    [InlineData("jsonb_extract_path_text(settings, 'user', 'email')", "'email'")]
    [InlineData("(contact).email", "email")]
    [InlineData("(SELECT u.email FROM users u WHERE u.id = user_id)", "u.email")]
    [InlineData("(SELECT lower(u.email) AS e FROM users u WHERE u.id = user_id)", "u.email")]
    [InlineData("commit_message", "commit_message")]
    public void A_value_that_shows_it_is_reported(string group, string place) =>
        Assert.Equal("SP0507", Project(group.Replace(place, $"[|{place}|]", StringComparison.Ordinal)).Single().Rule.Id);

    [Theory]
    [InlineData("state")]
    [InlineData("table_name")]
    [InlineData("TableName")]
    [InlineData("j.job_name")]
    [InlineData("event_name")]
    [InlineData("error_path")]
    [InlineData("email IS NULL")]
    [InlineData("email = ''")]
    [InlineData("email LIKE '%@example.com'")]
    [InlineData("length(email)")]
    [InlineData("octet_length(title)")]
    [InlineData("position('@' in email)")]
    [InlineData("md5(title)")]
    [InlineData("some_bucket_of(email)")]
    [InlineData("settings ? 'email'")]
    [InlineData("email_settings ->> 'frequency'")]
    [InlineData("address ->> 'country'")]
    [InlineData("(address).country")]
    [InlineData("settings ->> key")]
    [InlineData("CASE WHEN email LIKE '%x' THEN 'a' ELSE 'b' END")]
    [InlineData("upper('email')")]
    [InlineData("title_id")]
    [InlineData("date_trunc('day', last_login)")]
    [InlineData("(SELECT count(*) FROM users WHERE email = title)")]
    public void A_value_that_does_not_show_it_is_silent(string group) => Assert.Empty(Project(group).Check());

    [Fact]
    public void Groups_that_are_listed_tell_of_nobody() => Assert.Empty(Project("title\n  values: [bug, feature]").Check());

    [Theory]
    [InlineData("[|u.x|]", "JOIN (SELECT id, lower(email) AS x FROM users) u ON u.id = user_id", true)]
    [InlineData("[|x|]", "JOIN (SELECT id, email x FROM users) AS u ON u.id = user_id", true)]
    [InlineData("upper([|u.x|])", "JOIN LATERAL (SELECT settings->>'email' FROM users WHERE users.id = user_id) u (x) ON true", true)]
    [InlineData("u.name", "JOIN (SELECT id, state AS name FROM users) u ON u.id = user_id", false)]
    [InlineData("v.x", "JOIN (SELECT id, email AS x FROM users) u ON u.id = user_id", false)]
    public void A_joined_query_is_looked_through(string group, string join, bool isReported)
    {
        TestProject project = Project(group, $"joins: \"{join}\"");

        if (isReported)
        {
            Problem problem = project.Single();
            Assert.Equal("SP0507", problem.Rule.Id);
            Assert.Contains("email', which stands behind '", problem.Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Empty(project.Check());
        }
    }

    private static RuleExample Group(string firing, string silent) => InFile("SP0507", File, Text(firing), Text(silent), "what people wrote");

    private static TestProject Project(string group, string join = "database: main") => TestProject.Forge().With(File, Text(group, join));

    private static string Text(string group, string join = "database: main") => Yaml.Metric(
        "key_path: counts.other", "value_type: object", $"query:\n  operation: count\n  from: t\n  {join}\n  group_by: {group}");
}
