using System.ComponentModel;

namespace ServicePing.Runtime.Plans;

/// <summary>Calls an instrumentation class for generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class FactCall
{
    /// <summary>Computes the value. A class that is disposable is disposed when it has, or when it has failed.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="fact">The class, just constructed.</param>
    /// <param name="context">The metric that asks.</param>
    /// <param name="cancellationToken">Asks the class to end.</param>
    public static ValueTask<T> ReadAsync<T>(IFact<T> fact, FactContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(fact);
        ArgumentNullException.ThrowIfNull(context);
        context.Fact = fact;
        return fact.ReadAsync(context, cancellationToken);
    }

    internal static async ValueTask DisposeAsync(FactContext? context)
    {
        switch (context?.Fact)
        {
            case IAsyncDisposable disposable:
                await disposable.DisposeAsync().ConfigureAwait(true);
                break;
            case IDisposable disposable:
                disposable.Dispose();
                break;
        }
    }
}
