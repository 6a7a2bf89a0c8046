namespace ServicePing.Tests;

/// <summary>A receiver that is away from time to time, and knows which pings came.</summary>
/// <param name="outages">When it is away.</param>
internal sealed class SimulatedReceiver(IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> outages)
{
    private static readonly int Minutes = (int)TimeSpan.FromDays(9 * 7).TotalMinutes;

    private readonly Dictionary<(string Uuid, string Cycle), int> _pings = [];

    /// <summary>How many requests came in each minute since the beginning.</summary>
    internal int[] Requests { get; } = new int[Minutes];

    /// <summary>The cycles of which two different pings came.</summary>
    internal List<(string Uuid, string Cycle)> Doubled { get; } = [];

    internal static int MinuteOf(DateTimeOffset moment) =>
        (int)((moment - SimulatedInstance.Begin).Ticks / TimeSpan.TicksPerMinute);

    /// <summary>Forgets the pings, not what was doubled: installations are simulated one after the other, and one is accounted for.</summary>
    internal void Forget() => _pings.Clear();

    internal bool Has(string uuid, string cycle) => _pings.ContainsKey((uuid, cycle));

    internal bool Receive(string uuid, string cycle, int ping, DateTimeOffset now)
    {
        foreach ((DateTimeOffset from, DateTimeOffset to) in outages)
        {
            if (from <= now && now < to)
            {
                return false;
            }
        }

        Requests[MinuteOf(now)]++;
        if (!_pings.TryAdd((uuid, cycle), ping) && _pings[(uuid, cycle)] != ping)
        {
            Doubled.Add((uuid, cycle));
        }

        return true;
    }
}
