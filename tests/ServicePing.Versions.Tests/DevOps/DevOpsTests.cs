using System.Globalization;
using System.Text.Json;

namespace ServicePing.Versions.Tests;

/// <summary>The DevOps report: usage per active user beside the best of the fleet.</summary>
public sealed class DevOpsTests(PostgresServer postgres) : ReceiverTest(postgres)
{
    [Theory]
    [InlineData(10.2, 3.2, 31.37)]
    [InlineData(3, 1, 33.33)]
    [InlineData(3, 2, 66.67)]
    [InlineData(8, 0.0004, 0.01)]
    [InlineData(7, 7, 100)]
    [InlineData(7, 7.1, 100)]
    [InlineData(0, 0, 0)]
    public void A_percentage_has_two_decimals_and_a_hundred_at_most(double leader, double instance, double percentage) =>
        Assert.Equal(percentage, DevOpsReport.Percentage(leader, instance));

    [Fact]
    public async Task From_the_second_ping_on_an_instance_is_compared_with_the_best()
    {
        await PingAsync(Ping("leader", "1", users: 10, issues: 102), 201);
        await PingAsync(Ping("small", "1", users: 5, issues: 1), 201);

        JsonElement report = (await PingAsync(Ping("small", "2", users: 5, issues: 16), 201)).Json.GetProperty("conv_index");

        Assert.Equal(
            ["usage_data_id", .. DevOpsFeature.Names.SelectMany(name => new[] { $"leader_{name}", $"instance_{name}", $"percentage_{name}" })],
            Names(report));
        Assert.Equal((10.2, 3.2, 31.37), Columns(report, "issues"));
        Assert.All(DevOpsFeature.Names.Skip(1), name => Assert.Equal((0, 0, 0), Columns(report, name)));
    }

    [Fact]
    public async Task Whoever_is_the_best_leads_itself_and_others_from_then_on()
    {
        await PingAsync(Ping("one", "1", users: 1, issues: 1), 201);
        JsonElement best = (await PingAsync(Ping("one", "2", users: 1, issues: 4), 201)).Json.GetProperty("conv_index");
        await PingAsync(Ping("two", "1", users: 1, issues: 2), 201);
        JsonElement other = (await PingAsync(Ping("two", "2", users: 1, issues: 2), 201)).Json.GetProperty("conv_index");

        Assert.Equal((4, 4, 100), Columns(best, "issues"));
        Assert.Equal((4, 2, 50), Columns(other, "issues"));
    }

    [Fact]
    public async Task Leaders_are_of_the_last_thirty_days_and_of_all_receivers()
    {
        await PingAsync(Ping("old", "1", users: 1, issues: 100), 201);
        await using Receiver other = await Receiver.StartAsync(ConnectionString);

        await other.PingAsync(Ping("new", "1", users: 1, issues: 1));
        Assert.Equal((100, 50, 50), await ReportAsync(other, Ping("new", "2", users: 1, issues: 50)));
        other.Clock.Advance(TimeSpan.FromDays(29));
        Assert.Equal((100, 50, 50), await ReportAsync(other, Ping("new", "3", users: 1, issues: 50)));
        other.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal((50, 50, 100), await ReportAsync(other, Ping("new", "4", users: 1, issues: 50)));
    }

    [Theory]
    [InlineData("\"counts_monthly\":{\"issues\":3}")]
    [InlineData("\"active_user_count\":0,\"counts_monthly\":{\"issues\":3}")]
    [InlineData("\"active_user_count\":-1,\"counts_monthly\":{\"issues\":3}")]
    [InlineData("\"active_user_count\":5,\"counts_monthly\":{\"issues\":-1}")]
    [InlineData("\"active_user_count\":5,\"counts_monthly\":{\"issues\":null}")]
    public async Task Where_a_figure_is_not_known_there_is_no_report(string rest)
    {
        await PingAsync(SentPing.Of(cycle: "1"), 201);

        Answer answer = await PingAsync(SentPing.Of(cycle: "2", rest: "," + rest), 201);

        Assert.Equal(["usage_data_id"], Names(answer.Json.GetProperty("conv_index")));
        Assert.Equal(0, await AskAsync<long>("SELECT count(*) FROM versions.leaders"));
    }

    [Fact]
    public async Task Key_paths_are_the_vendor_s_and_the_first_that_is_there_counts()
    {
        await using Receiver own = await Receiver.StartAsync(ConnectionString, options =>
        {
            options.ActiveUsersKeyPath = "license.users";
            options.DevOpsKeyPaths["issues"] = ["plan.tickets", "license.users"];
        });
        await own.PingAsync(SentPing.Of(cycle: "1"));

        Assert.Equal((2, 2, 100), await ReportAsync(own, SentPing.Of(cycle: "2", rest: ""","license":{"users":4},"plan":{"tickets":8}""")));
        Assert.Equal((2, 1, 50), await ReportAsync(own, SentPing.Of(cycle: "3", rest: ""","license":{"users":4}""")));
    }

    private static SentPing Ping(string uuid, string cycle, int users, int issues) =>
        SentPing.Of(uuid, cycle, string.Create(
            CultureInfo.InvariantCulture, $$""","active_user_count":{{users}},"counts":{"issues_monthly":{{issues}},"issues":999}"""));

    private static async Task<(double, double, double)> ReportAsync(Receiver receiver, SentPing ping) =>
        Columns((await receiver.PingAsync(ping)).Json.GetProperty("conv_index"), "issues");

    private static (double Leader, double Instance, double Percentage) Columns(JsonElement report, string name) => (
        report.GetProperty($"leader_{name}").GetDouble(),
        report.GetProperty($"instance_{name}").GetDouble(),
        report.GetProperty($"percentage_{name}").GetDouble());
}
