using StackExchange.Redis;

namespace ServicePing.Tests;

/// <summary>Four threads track while a real Redis is not well: everything is counted once.</summary>
public sealed class OutageTests : RedisTest
{
    [Fact]
    public async Task A_server_that_is_killed_and_restarted_misses_nothing()
    {
        await using TrackingLoad load = new(Server.ConnectionString);
        for (int round = 0; round < 3; round++)
        {
            await load.FlushForAsync(TimeSpan.FromMilliseconds(300));
            await Server.KillAsync();
            await load.FlushForAsync(TimeSpan.FromMilliseconds(300));
            await Server.RestartAsync();
        }

        await ConnectAsync();
        await load.CheckAsync(Plain);
    }

    [Fact]
    public async Task A_server_that_stands_still_and_goes_on_counts_once()
    {
        await using TrackingLoad load = new(Server.ConnectionString);
        for (int round = 0; round < 2; round++)
        {
            await load.FlushForAsync(TimeSpan.FromMilliseconds(300));
            await Server.PauseAsync();
            await load.FlushForAsync(TimeSpan.FromMilliseconds(900));
            await Server.ResumeAsync();
        }

        await load.CheckAsync(Plain);
    }

    [Fact]
    public async Task A_connection_that_is_cut_after_the_request_was_sent_counts_once()
    {
        await using CuttingProxy proxy = new(Server.Port);
        await using TrackingLoad load = new(proxy.Address);
        for (int round = 0; round < 5; round++)
        {
            await load.FlushForAsync(TimeSpan.FromMilliseconds(200));
            proxy.LosesAnswers = true;
            await load.FlushForAsync(TimeSpan.FromMilliseconds(200));
            proxy.Cut();
            proxy.LosesAnswers = false;
        }

        await load.CheckAsync(Plain);
    }

    [Fact]
    public async Task A_server_without_memory_counts_everything_once_it_has_some()
    {
        await using TrackingLoad load = new(Server.ConnectionString);
        IServer server = Connection.GetServer(Connection.GetEndPoints()[0]);
        await server.ConfigSetAsync("maxmemory-policy", "noeviction");
        for (int round = 0; round < 3; round++)
        {
            await load.FlushForAsync(TimeSpan.FromMilliseconds(300));
            await server.ConfigSetAsync("maxmemory", "1");
            RedisValue counted = await Plain.StringGetAsync(EventSet.Total);
            await load.FlushForAsync(TimeSpan.FromMilliseconds(300));
            Assert.Equal(counted, await Plain.StringGetAsync(EventSet.Total));
            Assert.True(load.Statistics.Pending > 0);
            await server.ConfigSetAsync("maxmemory", "0");
        }

        await load.CheckAsync(Plain);
    }
}
