using System.Collections.Concurrent;
using ServicePing.Runtime.Sketches;

namespace ServicePing.Runtime.Aggregates;

/// <summary>The sketches that metrics of a collection have kept for aggregates, by name and time frame.</summary>
internal sealed class KeptSketches
{
    private readonly ConcurrentDictionary<(string Name, TimeFrame Window), HyperLogLog> _sketches = new();

    /// <summary>Keeps a sketch; what several metrics keep under one name is united.</summary>
    internal void Keep(string name, TimeFrame window, HyperLogLog sketch) =>
        _sketches.AddOrUpdate((name, window), sketch, (_, before) => HyperLogLog.Union([before, sketch]));

    internal HyperLogLog? Find(string name, TimeFrame window) => _sketches.GetValueOrDefault((name, window));
}
