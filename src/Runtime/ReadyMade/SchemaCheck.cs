using System.Runtime.CompilerServices;
using ServicePing.Runtime.Facts;
using ServicePing.Runtime.Plans;
using ServicePing.Shared.Schemas;

namespace ServicePing.Runtime.ReadyMade;

/// <summary>Compares the product's own database with the schemas that its metric sets carry, once a collection.</summary>
internal sealed class SchemaCheck(IEnumerable<MetricSet> sets, ProductDatabase database)
{
    private readonly ConditionalWeakTable<object, Lazy<Task<IReadOnlyList<SchemaInconsistency>>>> _compared = [];

    /// <exception cref="FactFailureException">No set has a schema, or the database cannot be asked.</exception>
    internal async Task<IReadOnlyList<SchemaInconsistency>> RunAsync(FactContext context, CancellationToken cancellationToken)
    {
        Lazy<Task<IReadOnlyList<SchemaInconsistency>>> compared = _compared.GetValue(
            context.Collection, _ => new Lazy<Task<IReadOnlyList<SchemaInconsistency>>>(() => CompareAsync(cancellationToken)));
        try
        {
            return await compared.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Whoever has begun it was given up, and nobody else.
            return await CompareAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<SchemaInconsistency>> CompareAsync(CancellationToken cancellationToken)
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
