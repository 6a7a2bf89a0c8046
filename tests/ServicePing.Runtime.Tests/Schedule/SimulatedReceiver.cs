namespace ServicePing.Tests;

/// <summary>A receiver that is away from time to time, and knows which pings came.</summary>
/// <param name="outages">When it is away.</param>
internal sealed class SimulatedReceiver(IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> outages)
{
    private readonly Dictionary<(string Uuid, string Cycle), HashSet<int>> _pings = [];

    /// <summary>How many requests came in each minute.</summary>
    internal Dictionary<long, int> Minutes { get; } = [];

    internal IEnumerable<int> PingsOfCycles => _pings.Values.Select(pings => pings.Count);

    internal bool Has(string uuid, string cycle) => _pings.ContainsKey((uuid, cycle));

    internal bool Receive(string uuid, string cycle, int ping, DateTimeOffset now)
    {
        if (outages.Any(outage => outage.From <= now && now < outage.To))
        {
            return false;
        }

        long minute = now.UtcTicks / TimeSpan.TicksPerMinute;
        Minutes[minute] = Minutes.GetValueOrDefault(minute) + 1;
        if (!_pings.TryGetValue((uuid, cycle), out HashSet<int>? pings))
        {
            _pings.Add((uuid, cycle), pings = []);
        }

        pings.Add(ping);
        return true;
    }
}
