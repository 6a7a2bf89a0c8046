using ServicePing.Runtime.Configuration;
using ServicePing.Runtime.Events;
using ServicePing.Runtime.Labels;

namespace ServicePing.Runtime.Forwarding;

/// <summary>Hands single occurrences of events on to every forwarder of the program; an event whose definition does not say so is never among them.</summary>
internal sealed class EventForwarding : IForwarding, IAsyncDisposable, IDisposable
{
    private readonly ForwardingLane[] _lanes;
    private readonly ServicePingCatalogue _catalogue;
    private readonly LabelLimits _limits;
    private readonly TimeProvider _clock;
    private readonly ForwardingLog _log;
    private bool _hasBegun;

    internal EventForwarding(
        IEnumerable<IEventForwarder> forwarders,
        ServicePingCatalogue catalogue,
        ServicePingSettings settings,
        InstanceSecret secret,
        LiveOptions options,
        TimeProvider clock,
        ForwardingLog log)
    {
        (_catalogue, _limits, _clock, _log) = (catalogue, LabelLimits.Of(options.Value), clock, log);
        _lanes = [.. forwarders.Select(forwarder => new ForwardingLane(forwarder, options.Value, settings, secret, clock, log))];
    }

    public IReadOnlyList<ForwardingStatistics> Statistics => Array.ConvertAll(_lanes, lane => lane.Statistics);

    /// <summary>The latest batches of all forwarders, the latest first.</summary>
    internal IReadOnlyList<ForwardedBatch> Latest => [.. _lanes.SelectMany(lane => lane.Latest.Reverse()).OrderByDescending(batch => batch.At)];

    /// <summary>Called while tracking is made, by one thread.</summary>
    public EventOutlet? OutletOf(string name, IReadOnlyList<string> arguments, NamedEventPlan plan)
    {
        if (Find(name) is not { IsForwarded: true } definition)
        {
            return null;
        }

        if (!_hasBegun)
        {
            _hasBegun = true;
            Array.ForEach(_lanes, lane => lane.Begin());
        }

        return new ForwardingOutlet(name, definition.ProductGroup, arguments, plan, _limits, _clock, _lanes);
    }

    public Task FlushAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_lanes.Select(lane => lane.FlushAsync(cancellationToken)));

    public void ReportLost() => Array.ForEach(_lanes, lane => lane.ReportLost());

    public async ValueTask DisposeAsync() => await Task.WhenAll(_lanes.Select(lane => lane.DisposeAsync().AsTask())).ConfigureAwait(false);

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>A catalogue of a later version says nothing, and counting goes on.</summary>
    private CatalogueEvent? Find(string name)
    {
        try
        {
            return _catalogue.FindEvent(name);
        }
        catch (FormatException exception)
        {
            _log.CannotRead(exception.Message);
            return null;
        }
    }
}
