using Microsoft.Extensions.DependencyInjection;
using ServicePing.Dictionary;

namespace ServicePing.Tool.Connections;

/// <summary>What keeps the counters of a product, where nobody connects to it.</summary>
internal static class KeptCounters
{
    // Never connected to: statements are composed without a server.
    private const string Nowhere = "localhost";

    /// <summary>What is said of it; null where nothing is.</summary>
    /// <exception cref="UsageException">It cannot be.</exception>
    internal static CounterStoreEntry? Read(string? kind, string? keyPrefix)
    {
        if (kind is null)
        {
            return keyPrefix is null ? null : throw new UsageException("--counter-prefix says what keys begin with; say with --counters redis or postgres where they are.");
        }

        if (kind == CounterStoreEntry.Process && keyPrefix is { Length: > 0 })
        {
            throw new UsageException("Counters of the program itself have no prefix; take --counter-prefix out.");
        }

        CounterStoreEntry store = new(kind, kind == CounterStoreEntry.Process ? "" : keyPrefix);
        try
        {
            ServicePingServiceCollectionExtensions.AddServicePing(new ServiceCollection(), builder => Configure(builder, store));
            return store;
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(exception.Message, exception);
        }
    }

    /// <summary>Tells a program of it.</summary>
    internal static void Configure(ServicePingBuilder builder, CounterStoreEntry? store)
    {
        switch (store?.Kind)
        {
            case CounterStoreEntry.Redis:
                builder.UseRedis(Nowhere, store.KeyPrefix ?? "");
                break;
            case CounterStoreEntry.Postgres:
                builder.UsePostgresCounters($"Host={Nowhere}", store.KeyPrefix ?? "");
                break;
            case CounterStoreEntry.Process:
                builder.UseInProcessCounters();
                break;
        }
    }
}
