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
            "serviceping.movements.recovered", () => statistics().Recovered, "{movement}", "Movements of counters that were written from spools of ended processes.");
        _meter.CreateObservableCounter(
            "serviceping.spools.failed", () => statistics().FailedSpools, "{write}", "Attempts to write the spool that have failed.");
        _meter.CreateObservableCounter(
            "serviceping.flushes.applied", () => statistics().Flushes, "{flush}", "Flushes that the counter store has applied.");
        _meter.CreateObservableCounter(
            "serviceping.flushes.failed", () => statistics().FailedFlushes, "{flush}", "Attempts at a flush that have failed.");
        _meter.CreateObservableCounter(
            "serviceping.forwarding.forwarded", () => Each(one => one.Forwarded), "{event}", "Single events that a forwarder has taken.");
        _meter.CreateObservableUpDownCounter(
            "serviceping.forwarding.pending", () => Each(one => one.Pending), "{event}", "Single events that wait for a forwarder.");
        _meter.CreateObservableCounter(
            "serviceping.forwarding.dropped", Dropped, "{event}", "Single events that were not forwarded and never will be.");
        _meter.CreateObservableCounter(
            "serviceping.forwarding.failed", () => Each(one => one.FailedAttempts), "{attempt}", "Attempts to forward that have failed.");

        IEnumerable<Measurement<long>> Each(Func<ForwardingStatistics, long> number) =>
            statistics().Forwarding.Select(one => new Measurement<long>(number(one), NameOf(one)));

        IEnumerable<Measurement<long>> Dropped() => statistics().Forwarding.SelectMany(one => one.DroppedBy.Select(cause =>
            new Measurement<long>(cause.Value, NameOf(one), KeyValuePair.Create<string, object?>("serviceping.forwarding.cause", cause.Key))));

        static KeyValuePair<string, object?> NameOf(ForwardingStatistics one) => new("serviceping.forwarder", one.Forwarder);
    }

    public void Dispose() => _meter.Dispose();
}
