using System.Collections.Immutable;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Projection;

/// <summary>Finds the schema among what was read.</summary>
internal static class SchemaProjection
{
    /// <summary>The schema; null where the product compares none.</summary>
    public static ComparedSchema? Of((MetricSetName? Set, ImmutableArray<string?> Schemas) source, CancellationToken cancellationToken) =>
        source.Set is { } set && source.Schemas.FirstOrDefault(static schema => schema is not null) is { } objects ? new ComparedSchema(set, objects) : null;
}
