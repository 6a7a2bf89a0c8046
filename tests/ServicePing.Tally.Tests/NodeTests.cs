using StackExchange.Redis;

namespace ServicePing.Tally.Tests;

public partial class TallyTests
{
    [Fact]
    public async Task News_of_one_node_reach_a_browser_that_is_connected_to_another()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(2));
        using LiveConnection browser = await LiveConnection.OpenAsync(tally.AheadOfTime.Program.Client.BaseAddress!, limit.Token);
        Act act = Weeks.Acts.First(one => one.Deed == Deed.Create);
        TallyProgram node = tally.JustInTime.Program;

        Uri? invoice = await node.DoAsync(act, null);
        await node.DoAsync(act with { Deed = Deed.Send, Channel = "mail" }, invoice);

        string id = invoice!.ToString().Split('/')[^1];
        Assert.Equal(
            $$"""{"type":1,"target":"sent","arguments":[{"id":"{{id}}"}]}""", await browser.MessageAsync(id, limit.Token));
    }

    [Fact]
    public async Task Counters_and_cache_lie_below_the_prefix_that_the_user_of_the_product_may_write()
    {
        await using ConnectionMultiplexer administrator = await ConnectionMultiplexer.ConnectAsync(tally.Redis.ConnectionString);
        await using ConnectionMultiplexer user = await ConnectionMultiplexer.ConnectAsync(tally.RedisOfTally);
        string[] keys = [.. administrator.GetServers().Single().Keys(tally.JustInTime.Database, "*").Select(key => key.ToString())];

        Assert.Contains(keys, key => key.StartsWith("tally:cache:", StringComparison.Ordinal));
        Assert.Contains(keys, key => key.StartsWith("tally:{event_counters}_create_invoice", StringComparison.Ordinal));
        Assert.DoesNotContain(keys, key => !key.StartsWith("tally:", StringComparison.Ordinal));
        Assert.StartsWith(
            "NOPERM", (await Assert.ThrowsAsync<RedisServerException>(() => user.GetDatabase().StringSetAsync("other", 1))).Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "NOPERM", (await Assert.ThrowsAsync<RedisServerException>(() => user.GetDatabase().ExecuteAsync("FLUSHALL"))).Message, StringComparison.Ordinal);
    }
}
