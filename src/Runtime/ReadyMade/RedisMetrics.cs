using ServicePing.Runtime.Counters;

namespace ServicePing.Runtime.ReadyMade;

/// <summary>The version of the Redis server, by its maker's numbers.</summary>
[InstrumentationClass]
internal sealed class RedisVersionMetric(IEnumerable<ICounterStore> stores) : IFact<string>
{
    public async ValueTask<string> ReadAsync(FactContext context, CancellationToken cancellationToken) =>
        (await RedisServerInfo.AskAsync(stores, cancellationToken).ConfigureAwait(false)).Version!;
}

/// <summary>Whether the Redis server is alone, <c>standalone</c>, or one of a <c>cluster</c>.</summary>
[InstrumentationClass]
internal sealed class RedisModeMetric(IEnumerable<ICounterStore> stores) : IFact<string>
{
    public async ValueTask<string> ReadAsync(FactContext context, CancellationToken cancellationToken) =>
        (await RedisServerInfo.AskAsync(stores, cancellationToken).ConfigureAwait(false)).Mode!;
}

/// <summary>Whose server it is: <c>redis</c>, <c>valkey</c>, <c>keydb</c> or <c>dragonfly</c>.</summary>
[InstrumentationClass]
internal sealed class RedisFlavorMetric(IEnumerable<ICounterStore> stores) : IFact<string>
{
    public async ValueTask<string> ReadAsync(FactContext context, CancellationToken cancellationToken) =>
        (await RedisServerInfo.AskAsync(stores, cancellationToken).ConfigureAwait(false)).Flavor;
}
