using Microsoft.Extensions.DependencyInjection;

namespace ServicePing.Runtime.Hosting;

/// <summary>
/// Flushes while the container is disposed, before what the store needs: a container disposes of its services in the reverse of the
/// order in which it has made them, and this one is asked for just after a connection that belongs to the program.
/// </summary>
internal sealed class LastFlush(EventTracker tracker) : IAsyncDisposable, IDisposable
{
    /// <summary>Sees to it that the last flush comes before the container disposes of a service that it has just made.</summary>
    internal static T Before<T>(IServiceProvider services, T service)
    {
        try
        {
            _ = services.GetService<LastFlush>();
        }
        catch (ObjectDisposedException)
        {
            // The last flush is under way, and has come too late to be ordered.
        }

        return service;
    }

    public async ValueTask DisposeAsync() => await tracker.FlushLastAsync(CancellationToken.None).ConfigureAwait(false);

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();
}
