using System.Text.Json;
using ServicePing.Runtime.Values;
using ServicePing.Shared.Schemas;

namespace ServicePing.Runtime.ReadyMade;

/// <summary>Where the database and <c>schema.sql</c> differ, in GitLab's shape: <c>[{"object_name":…,"inconsistency_type":…,"object_type":…}]</c>.</summary>
[InstrumentationClass]
internal sealed class SchemaInconsistenciesMetric(SchemaCheck check) : IFact<JsonElement>
{
    /// <summary>How many there are at most.</summary>
    private const int Most = 150;

    public async ValueTask<JsonElement> ReadAsync(FactContext context, CancellationToken cancellationToken)
    {
        IEnumerable<(string Name, string Type, string ObjectType)> found = (await check.RunAsync(context, cancellationToken).ConfigureAwait(false))
            .Select(one => (one.ObjectName, one.Type, one.ObjectType)).Distinct().Take(Most);
        return MetricJson.Of(json =>
        {
            json.WriteStartArray();
            foreach ((string name, string type, string objectType) in found)
            {
                json.WriteStartObject();
                json.WriteString("object_name", name);
                json.WriteString("inconsistency_type", type);
                json.WriteString("object_type", objectType);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }
}

/// <summary>The same of indexes alone, all of them: <c>[{"object_name":…,"inconsistency_type":…}]</c>.</summary>
[InstrumentationClass]
internal sealed class IndexInconsistenciesMetric(SchemaCheck check) : IFact<JsonElement>
{
    public async ValueTask<JsonElement> ReadAsync(FactContext context, CancellationToken cancellationToken)
    {
        IEnumerable<(string Name, string Type)> found = (await check.RunAsync(context, cancellationToken).ConfigureAwait(false))
            .Where(one => one.ObjectType == nameof(SchemaObjectKind.Index)).Select(one => (one.ObjectName, one.Type));
        return MetricJson.Of(json =>
        {
            json.WriteStartArray();
            foreach ((string name, string type) in found)
            {
                json.WriteStartObject();
                json.WriteString("object_name", name);
                json.WriteString("inconsistency_type", type);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }
}
