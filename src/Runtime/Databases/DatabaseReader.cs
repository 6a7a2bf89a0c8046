using Microsoft.Extensions.Options;

namespace ServicePing;

/// <summary>Reads the metrics of every database; databases side by side.</summary>
internal sealed class DatabaseReader(
    IEnumerable<PostgresDatabase> databases,
    IOptions<ServicePingOptions> options,
    TimeProvider clock) : IMetricSource
{
    public IEnumerable<int> Slots(PingWork work) =>
        work.Relations.SelectMany(relation => relation.Fragments).Select(fragment => fragment.Slot);

    public Task ReadAsync(CollectionRun run, CancellationToken cancellationToken)
    {
        _ = (databases, options, clock);
        throw new NotSupportedException("The relation engine lands with the next step.");
    }
}
