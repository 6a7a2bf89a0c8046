using ServicePing.Runtime.Facts;
using ServicePing.Runtime.Plans;
using ServicePing.Shared.Schemas;

namespace ServicePing.Runtime.ReadyMade;

/// <summary>Compares the product's own database with the schemas that its metric sets carry.</summary>
internal sealed class SchemaCheck(IEnumerable<MetricSet> sets, ProductDatabase database)
{
    /// <exception cref="FactFailureException">No set has a schema, or the database cannot be asked.</exception>
    internal async Task<IReadOnlyList<SchemaInconsistency>> RunAsync(CancellationToken cancellationToken)
    {
        SchemaObjects[] said = [.. sets.Where(set => set.Schema.Length > 0).Select(set => SchemaObjects.Of(set.Schema))];
        if (said.Length == 0)
        {
            throw FactFailureException.Unavailable("The product has no schema.sql in its definitions root; 'serviceping schema dump' writes it.");
        }

        SchemaObjects live = await database.AskAsync(LiveObjects.ReadAsync, cancellationToken).ConfigureAwait(false);
        return SchemaDifferences.Between(new SchemaObjects([.. said.SelectMany(one => one.All).Distinct()], said.All(one => one.IsWhole)), live);
    }
}
