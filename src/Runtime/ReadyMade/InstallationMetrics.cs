using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Storage;

namespace ServicePing.Runtime.ReadyMade;

/// <summary>When the instance was made, roughly: when it was first used, as the program knows it, or else when this metric was first computed.</summary>
[InstrumentationClass]
internal sealed class InstallationCreationDateApproximationMetric(IPingStore store, IServiceProvider services) : IFact<DateTimeOffset>
{
    public async ValueTask<DateTimeOffset> ReadAsync(FactContext context, CancellationToken cancellationToken)
    {
        IInstanceSurroundings? program = services.GetService<IInstanceSurroundings>();
        if (program is not null && await program.FirstUsedAsync(cancellationToken).ConfigureAwait(false) is { } firstUsed)
        {
            return firstUsed <= context.RecordedAt
                ? firstUsed
                : throw new InvalidOperationException($"{nameof(IInstanceSurroundings)}.{nameof(program.FirstUsedAsync)} has returned a moment that is still to come.");
        }

        return await KeptMoment.KeepOnceAsync(store, InstanceNames.FirstSeen, context.RecordedAt, cancellationToken).ConfigureAwait(false);
    }
}
