using ServicePing.Definitions.Locking;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Tests.Locking;

/// <summary>What is written, what is read back, what is kept.</summary>
public sealed class LockfileTests
{
    private const string Issues = "metrics/issues.yml";

    [Fact]
    public void A_lockfile_has_a_line_for_each_key_path_and_event() => Assert.Equal(
        """
        version 1
        metric counts.issues_open status=active time_frame=all value_type=number data_source=database data_category=optional calculation=
        metric counts.issues_open_weekly status=active time_frame=7d value_type=number data_source=database data_category=optional calculation=
        event close_issue status=removed
        event create_issue status=active identifiers=project,user additional_properties=label:any,value:integer

        """,
        string.Join('\n', Write(TestProject
            .Of(Issues, Yaml.Query("operation: count", "from: issues").Replace("time_frame: all", "time_frame: [7d, all]"))
            .With("events/create.yml", Yaml.Event("additional_properties: { value: { description: Its weight, type: integer }, label: { description: Its kind } }"))
            .With("events/close.yml", Yaml.Event("action: close_issue", "-identifiers", "-additional_properties", "status: removed", "milestone_removed: '2.0'", "removed_by_url:"))
            .With("events/old.yml", Yaml.Event("action: view_issue", "-internal_events")))
            .Split('\n').Where(line => !line.StartsWith('#')).Select(line => line.Split("calculation=")[0] + (line.Contains("calculation=") ? "calculation=" : ""))));

    [Fact]
    public void What_is_written_is_read_back()
    {
        Lockfile lockfile = Record(TestProject.Forge().With("events/odd.yml", Yaml.Event(
            "action: 'odd name'", "additional_properties: { 'a:b, c=d': { description: A trap }, ä: { description: Another, type: boolean } }")));

        ReadLockfile read = LockfileReader.Read("servicepings.lock", LockfileWriter.Write(lockfile));

        Assert.Empty(read.Problems);
        Assert.Equal(lockfile, read.Meaning);
        Assert.Equal(LockfileWriter.Write(lockfile), LockfileWriter.Write(read.Meaning));
    }

    [Theory]
    [InlineData("")]
    [InlineData("version 1\nmetric")]
    [InlineData("version 1\nmetric a")]
    [InlineData("version 1\nmetric a status=active time_frame=8d value_type=number data_source=database data_category=optional calculation=1")]
    [InlineData("version 1\nevent a status=gone")]
    [InlineData("version 1\nevent a status=active additional_properties=b")]
    [InlineData("version 1\nevent a status=active additional_properties=b:text")]
    [InlineData("version 1\nevent a active")]
    [InlineData("version 1\nevent a status=active\nevent a status=removed")]
    [InlineData("version 2")]
    [InlineData("\0\uD800=======\n>>>>>>> main")]
    public void A_line_that_cannot_be_read_is_a_problem_and_no_exception(string text) =>
        Assert.NotEmpty(LockfileReader.Read("servicepings.lock", text).Problems);

    [Fact]
    public void Removed_names_stay_for_ever_with_what_they_promised_last()
    {
        Lockfile first = Record(TestProject.Of(Issues, Yaml.Query("operation: count", "from: issues")).With("events/create.yml", Yaml.Event()));
        Lockfile removed = Record(TestProject.Of(
            Issues, Yaml.Metric("data_source: system", "time_frame: none", "status: removed", "milestone_removed: '2.0'", "removed_by_url:")));

        Lockfile second = LockfileRecorder.Update(first, removed);
        Lockfile third = LockfileRecorder.Update(second, Lockfile.Empty);

        Assert.Equal(first.Metrics[0] with { Status = MetricStatus.Removed }, Assert.Single(second.Metrics));
        Assert.Equal(first.Events, second.Events);
        Assert.Equal(second, third);
    }

    [Fact]
    public void A_diff_names_what_came_what_went_and_each_field_that_changed()
    {
        TestProject project = TestProject.Of(Issues, Yaml.Query("operation: count", "from: issues")).With("events/create.yml", Yaml.Event());
        Lockfile older = Record(project);
        Lockfile newer = Record(project
            .With(Issues, Yaml.Metric("data_category: standard", "time_frame: 28d", "query: { operation: count, from: issues }"))
            .With("metrics/closed.yml", Yaml.Metric("key_path: counts.closed", "query: { operation: count, from: issues }"))
            .With("events/create.yml", Yaml.Event("identifiers: [user]", "status: removed", "milestone_removed: '2.0'", "removed_by_url:"))
            .With("events/close.yml", Yaml.Event("action: close_issue", "-identifiers", "-additional_properties")));

        IReadOnlyList<LockfileChange> changes = LockfileDiff.Between(older, newer);

        Assert.Equal(
            $"""
            + metric counts.closed
                status: active
                time_frame: all
                value_type: number
                data_source: database
                data_category: optional
                calculation: {newer.Metrics[0].Calculation}
            ~ metric counts.issues_open
                time_frame: all -> 28d
                data_category: optional -> standard
                calculation: {older.Metrics[0].Calculation} -> {newer.Metrics[1].Calculation}
            + event close_issue
                status: active
            - event create_issue
                status: active -> removed
                identifiers: project,user -> user
            2 added, 1 removed, 1 changed

            """, LockfileDiff.Describe(changes));
        Assert.Empty(LockfileDiff.Between(newer, newer));
        Assert.Equal(ChangeKind.Removed, LockfileDiff.Between(newer, older)[0].Kind);
    }

    private static Lockfile Record(TestProject project) => LockfileRecorder.Record(project.Read().Select(file => file.Meaning));

    private static string Write(TestProject project) => LockfileWriter.Write(Record(project));
}
