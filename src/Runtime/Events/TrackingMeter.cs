using System.Diagnostics.Metrics;

namespace ServicePing.Runtime.Events;

/// <summary>Shows the statistics of tracking as instruments of the meter <c>ServicePing</c>.</summary>
internal sealed class TrackingMeter : IDisposable
{
    private readonly Meter _meter = new("ServicePing");

    internal TrackingMeter(Func<TrackingStatistics> statistics)
    {
        _meter.CreateObservableCounter(
            "serviceping.events.tracked", () => statistics().Tracked, "{event}", "Events that were counted.");
        _meter.CreateObservableUpDownCounter(
            "serviceping.movements.pending", () => statistics().Pending, "{movement}", "Movements of counters that wait to be written.");
        _meter.CreateObservableCounter(
            "serviceping.movements.dropped", () => statistics().Dropped, "{movement}", "Movements of counters that are lost.");
        _meter.CreateObservableCounter(
            "serviceping.movements.other", () => statistics().Other, "{movement}", "Movements of counters that were counted under 'other'.");
        _meter.CreateObservableCounter(
            "serviceping.flushes.applied", () => statistics().Flushes, "{flush}", "Flushes that the counter store has applied.");
        _meter.CreateObservableCounter(
            "serviceping.flushes.failed", () => statistics().FailedFlushes, "{flush}", "Attempts at a flush that have failed.");
    }

    public void Dispose() => _meter.Dispose();
}
