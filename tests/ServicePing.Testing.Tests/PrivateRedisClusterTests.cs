using StackExchange.Redis;

namespace ServicePing.Testing.Tests;

public sealed class PrivateRedisClusterTests
{
    [Fact]
    public async Task Three_masters_share_the_slots_and_a_slot_can_move()
    {
        await using PrivateRedisCluster cluster = await PrivateRedisCluster.StartAsync();
        using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(cluster.ConnectionString);
        IDatabase database = connection.GetDatabase();
        Assert.Equal(3, connection.GetEndPoints().Length);

        for (int i = 0; i < 300; i++)
        {
            await database.StringIncrementAsync($"{{{i % 30}}}{i}");
        }

        int slot = connection.HashSlot("{7}");
        for (int to = 0; to < 3; to++)
        {
            await cluster.MoveSlotAsync(slot, to);
        }

        for (int i = 0; i < 300; i++)
        {
            Assert.Equal(2, await database.StringIncrementAsync($"{{{i % 30}}}{i}"));
        }
    }
}
