using System.Diagnostics;
using System.Globalization;

namespace ServicePing.Testing;

/// <summary>
/// A server of our own on a free loopback port, with its data in a folder of its own; both go when it is disposed.
/// </summary>
/// <remarks>
/// Nothing is left behind either when the program that started the server ends without disposing it, also by <c>kill -9</c>: the
/// server is then stopped and its folder removed within seconds. Linux only. Members may be called from one thread at a time.
/// </remarks>
public abstract class PrivateServer : IAsyncDisposable
{
    private const int PortsTried = 10;

    private readonly Watchdog watchdog;
    private readonly TimeSpan startLimit;
    private readonly TimeSpan stopLimit;
    private ChildProcess? process;
    private bool left;
    private bool disposed;

    private protected PrivateServer(string dataDirectory, TimeSpan startLimit, TimeSpan stopLimit)
    {
        DataDirectory = dataDirectory;
        this.startLimit = startLimit;
        this.stopLimit = stopLimit;
        watchdog = new Watchdog(dataDirectory);
    }

    /// <summary>The port on 127.0.0.1; it stays the same when the server is restarted.</summary>
    public int Port { get; private set; }

    /// <summary>The server's data folder, below the folder for temporary files.</summary>
    public string DataDirectory { get; }

    /// <summary>The id of the server's main process; it changes when the server is restarted.</summary>
    /// <exception cref="InvalidOperationException">The server is not running.</exception>
    public int ProcessId => Running.Id;

    /// <summary>Whether the server's main process is there, be it paused.</summary>
    public bool IsRunning => process is { HasExited: false };

    private ChildProcess Running => IsRunning ? process! : throw new InvalidOperationException($"{Name} is not running.");

    private protected abstract string Name { get; }

    private protected abstract string Program { get; }

    private protected virtual string? User => null;

    /// <summary>The server's arguments; the port is known by now.</summary>
    private protected abstract IEnumerable<string> Arguments { get; }

    /// <summary>
    /// Whether a server answers, and the one that answers is ours and no other program that took the port first.
    /// </summary>
    private protected abstract Task<bool> AnswersAsync(int processId, CancellationToken cancellationToken);

    /// <summary>Starts the server again on the same port with the same data, after stopping it if it runs.</summary>
    /// <param name="cancellationToken">Gives up; the server may then run or not.</param>
    /// <exception cref="PrivateServerException">The server does not start.</exception>
    public async Task RestartAsync(CancellationToken cancellationToken = default)
    {
        await StopAsync(cancellationToken).ConfigureAwait(false);
        await LaunchAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Shuts the server down in order, ending its connections; kills it when that takes longer than the limit. Does nothing when
    /// it is down.
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        if (!IsRunning)
        {
            return;
        }

        process!.Send(Signal.Interrupt);
        process.SendToFamily(Signal.Continue);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(stopLimit);
        try
        {
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            watchdog.Watch(null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await KillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Ends the server and all its processes at once, without a chance to write or to tell anybody.
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task KillAsync(CancellationToken cancellationToken = default)
    {
        if (!IsRunning)
        {
            return;
        }

        await process!.FreezeAsync(cancellationToken).ConfigureAwait(false);
        process.SendToFamily(Signal.Kill);
        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        watchdog.Watch(null);
    }

    /// <summary>
    /// Freezes the server with its connections open: it accepts, reads and answers nothing until <see cref="ResumeAsync"/>.
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="InvalidOperationException">The server is not running.</exception>
    public Task PauseAsync(CancellationToken cancellationToken = default) => Running.FreezeAsync(cancellationToken);

    /// <summary>Lets a paused server go on with whatever has reached it meanwhile.</summary>
    /// <exception cref="InvalidOperationException">The server is not running.</exception>
    public Task ResumeAsync()
    {
        Running.SendToFamily(Signal.Continue);
        return Task.CompletedTask;
    }

    /// <summary>
    /// Leaves the server running with its folder after this program ends; whoever gets it stops process <see cref="ProcessId"/>.
    /// </summary>
    public void LeaveRunning()
    {
        left = true;
        watchdog.Leave();
    }

    /// <summary>Stops the server and removes its folder, unless <see cref="LeaveRunning"/> was called.</summary>
    public async ValueTask DisposeAsync()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        if (!left)
        {
            await StopAsync().ConfigureAwait(false);
        }

        await watchdog.DisposeAsync().ConfigureAwait(false);
        process?.Dispose();
        process = null;
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs a program that prepares the data folder, under the same guard as the server.</summary>
    private protected async Task PrepareAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using ChildProcess preparation = Start(program, arguments);
        await preparation.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        watchdog.Watch(null);
        if (preparation.ExitCode != 0)
        {
            throw new PrivateServerException($"{program} failed with exit code {preparation.ExitCode}.", preparation.Output);
        }
    }

    /// <summary>Starts the server on a free port; when another program is quicker to take it, on another one.</summary>
    private protected async Task LaunchOnFreePortAsync(Func<int> nextPort, CancellationToken cancellationToken)
    {
        for (int tried = 1; ; tried++)
        {
            Port = nextPort();
            try
            {
                await LaunchAsync(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (PrivateServerException exception) when (exception.PortTaken && tried < PortsTried)
            {
                // Drawn again above.
            }
        }
    }

    private async Task LaunchAsync(CancellationToken cancellationToken)
    {
        process?.Dispose();
        process = Start(Program, Arguments);
        Stopwatch elapsed = Stopwatch.StartNew();
        while (!await AnswersInTimeAsync(cancellationToken).ConfigureAwait(false))
        {
            if (process.HasExited)
            {
                await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
                watchdog.Watch(null);
                throw new PrivateServerException(Failure($"ended with exit code {process.ExitCode}"), process.Output);
            }

            if (elapsed.Elapsed > startLimit)
            {
                await KillAsync(cancellationToken).ConfigureAwait(false);
                throw new PrivateServerException(Failure($"did not answer within {startLimit.TotalSeconds} s"), process.Output);
            }

            await Task.Delay(20, cancellationToken).ConfigureAwait(false);
        }
    }

    private string Failure(FormattableString what) =>
        $"{Name} on 127.0.0.1:{Port} {what.ToString(CultureInfo.InvariantCulture)}.";

    /// <summary>One attempt never hangs: the port may be another program's that says nothing.</summary>
    private async Task<bool> AnswersInTimeAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            return await AnswersAsync(process!.Id, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private ChildProcess Start(string program, IEnumerable<string> arguments)
    {
        ChildProcess child = ChildProcess.Start(program, arguments, Path.GetDirectoryName(DataDirectory)!, User);
        watchdog.Watch(child.Id);
        return child;
    }
}
