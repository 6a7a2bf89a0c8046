using ServicePing.Runtime.Storage;

namespace ServicePing.Runtime.Settings;

/// <summary>Follows what other processes change: told where the store tells of changes, and by a look from time to time.</summary>
/// <param name="store">Where settings are kept.</param>
/// <param name="clock">The clock of the program.</param>
/// <param name="look">Looks what is kept now.</param>
internal sealed class SettingsFollower(IPingStore store, TimeProvider clock, Func<CancellationToken, Task> look) : IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _told = new(0);
    private Task _following = Task.CompletedTask;

    internal void Begin() => _following = Task.WhenAll(Task.Run(ListenAsync), Task.Run(LookAsync));

    public void Dispose() => _end.Cancel();

    /// <summary>Ends, and waits until nothing of the store is used any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ListenAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await store.ListenAsync(() => _told.Release(), _end.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is PingStoreException or OperationCanceledException)
            {
                // Looking goes on meanwhile.
            }

            await Task.Delay(LookEvery, clock, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LookAsync()
    {
        try
        {
            while (true)
            {
                await look(_end.Token).ConfigureAwait(false);
                using CancellationTokenSource wait = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
                await Task.WhenAny(_told.WaitAsync(wait.Token), Task.Delay(LookEvery, clock, wait.Token)).ConfigureAwait(false);
                await wait.CancelAsync().ConfigureAwait(false);
                _end.Token.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException)
        {
            // The program ends.
        }
    }
}
