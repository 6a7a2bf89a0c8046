namespace ServicePing.Tests;

/// <summary>
/// A collection behind a pooler by transaction: snapshots are shared all the same, as each connection reads in one transaction; what is
/// left in a session is not, and so a collection that was interrupted may begin anew.
/// </summary>
public sealed class PooledCollectionTests(PostgresServer postgres, PoolerServer pooler) : ResumeTest(postgres), IClassFixture<PoolerServer>
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Values_are_those_that_are_found_without_a_pooler(int connections)
    {
        ServicePingPayload expected = await UninterruptedAsync();
        await using Ping ping = Pooled(connections);

        ServicePingPayload payload = await ping.CollectAsync();

        AssertSame(expected, payload);
        Assert.Null(payload.Statistics.ResumeHindrance);
        Assert.False(Assert.Single(payload.Statistics.Moments).InKeyRanges);
        Assert.Equal(0, await KeptAsync());
    }

    [Fact]
    public async Task Programs_that_collect_at_once_and_may_share_a_session_find_the_right_values()
    {
        ServicePingPayload expected = await UninterruptedAsync();
        await using Ping one = Pooled(2);
        await using Ping other = Pooled(2);

        ServicePingPayload[] payloads = await Task.WhenAll(one.CollectAsync(), other.CollectAsync());

        Assert.All(payloads, payload => AssertSame(expected, payload));
    }

    [Fact]
    public async Task What_was_interrupted_is_taken_up_or_begun_anew_and_the_values_are_right()
    {
        ServicePingPayload expected = await UninterruptedAsync();
        await using Ping ping = Pooled(1);
        await InterruptAsync(ping);
        await using Ping next = Pooled(1);

        AssertSame(expected, await next.CollectAsync());
    }

    private Ping Pooled(int connections) => KilledProgram.Of(
        pooler.Server.ConnectionStringOf(ConnectionString), options => options.MaxConnections = connections);
}
