using System.Diagnostics;
using System.Diagnostics.Metrics;
using ServicePing.Runtime.Collection;
using ServicePing.Runtime.Permissions;
using ServicePing.Runtime.Storage;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Schedule;

/// <summary>The loop as measurements of the meter and spans of the source <c>ServicePing</c>; docs/observability.md lists them.</summary>
internal sealed class LoopInstruments : IDisposable
{
    internal const string CycleKindTag = "serviceping.cycle.kind";
    internal const string CycleStateTag = "serviceping.cycle.state";
    internal const string DeliveryOutcomeTag = "serviceping.delivery.outcome";

    private readonly ActivitySource _source = new(CollectionInstruments.Name);
    private readonly Meter _meter;
    private readonly Counter<long> _ended;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _sent;

    /// <summary>Makes the instruments, in the program's factory of meters where it has one.</summary>
    internal LoopInstruments(IMeterFactory? meters)
    {
        _meter = CollectionInstruments.Meter(meters);
        _ended = _meter.CreateCounter<long>("serviceping.cycles.ended", "{cycle}", "Cycles that have ended.");
        _duration = _meter.CreateHistogram<double>("serviceping.delivery.duration", "s", "The time of attempts to send a ping.");
        _sent = _meter.CreateCounter<long>("serviceping.delivery.sent", "By", "Bytes of pings that have left.");
    }

    internal Activity? Begin(Cycle cycle)
    {
        Activity? activity = _source.StartActivity("serviceping.cycle");
        activity?.SetTag(CycleKindTag, cycle.Kind.Word());
        return activity;
    }

    internal void Count(DeliveryAttempt attempt)
    {
        TagList tags = new() { { DeliveryOutcomeTag, attempt.Outcome } };
        _duration.Record(attempt.Elapsed.TotalSeconds, tags);
        _sent.Add(attempt.SentBytes, tags);
    }

    internal void CountEnd(CycleState state) => _ended.Add(1, new TagList { { CycleStateTag, state.Word() } });

    public void Dispose()
    {
        _source.Dispose();
        _meter.Dispose();
    }
}
