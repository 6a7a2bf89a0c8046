namespace ServicePing.Runtime.Counters;

/// <summary>Where the program keeps its counters, known without a connection to it.</summary>
/// <param name="Store">What keeps them.</param>
/// <param name="KeyPrefix">What all their keys begin with; empty for nothing.</param>
internal sealed record CounterPlace(CounterStoreKind Store, string KeyPrefix);
