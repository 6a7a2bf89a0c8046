using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Options;
using ServicePing.Runtime.Prometheus;

namespace ServicePing.Runtime.Topology;

/// <summary>The nodes of an installation and the services on them, from twelve queries to Prometheus each of which may fail alone.</summary>
[InstrumentationClass]
internal sealed class TopologyMetric(IOptions<ServicePingOptions> options) : IFact<JsonElement>
{
    public async ValueTask<JsonElement> ReadAsync(FactContext context, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        PrometheusOptions prometheus = options.Value.Prometheus;
        TopologyReport report = new(prometheus.Topology);
        try
        {
            using PrometheusSession session = await PrometheusSession.OpenAsync(prometheus, cancellationToken).ConfigureAwait(false);
            TopologyQueries queries = new(session, context.RecordedAt, prometheus.Topology.SeriesPrefix, report);
            await report.FillAsync(queries).ConfigureAwait(false);
            context.Note = report.Note;
        }
        catch (PrometheusException exception)
        {
            // The object has no failures then, as if there were none.
            context.Note = $"Nothing was asked: {exception.Failure.Message}";
        }

        return report.ToJson(Stopwatch.GetElapsedTime(started));
    }
}
