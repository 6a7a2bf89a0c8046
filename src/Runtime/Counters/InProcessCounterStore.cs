using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServicePing.Runtime.Costs;
using ServicePing.Runtime.Logging;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Counters;

/// <summary>Counters in the memory of the program, and in a file where a path is given.</summary>
/// <remarks>
/// The file is written a few seconds after something has changed and when the store is disposed: a program that is killed loses the
/// last seconds, except where it is told to write the file before it says that something is applied. Two programs cannot share it: the second one keeps what it counts until the first has ended.
/// </remarks>
internal sealed partial class InProcessCounterStore : ICounterStore, IDisposable
{
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Lock _saving = new();
    private readonly StoredCounters _counters;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly string? _path;
    private readonly bool _savesAtOnce;
    private ITimer? _timer;
    private CounterFile? _file;
    private bool _isOpen;
    private bool _hasChanged;
    private bool _isFailing;
    private bool _isDisposed;

    internal InProcessCounterStore(string? path, TimeProvider clock, ILogger logger, bool savesAtOnce = false)
    {
        _savesAtOnce = savesAtOnce && path is not null;
        _counters = new StoredCounters(clock);
        _clock = clock;
        _logger = logger;
        _path = path;
        _isOpen = path is null;
    }

    internal static InProcessCounterStore Create(string? path, IServiceProvider services) => new(
        path,
        services.GetRequiredService<TimeProvider>(),
        services.LoggerOf(LogCategory.InProcessCounterStore),
        savesAtOnce: services.GetRequiredService<IOptions<ServicePingOptions>>().Value.SpoolFolder is not null);

    public Task<IReadOnlyList<WriteOutcome>> WriteAsync(CounterFlush flush)
    {
        IReadOnlyList<WriteOutcome>? outcomes = Apply(flush);
        if (_savesAtOnce && outcomes is not null)
        {
            Save();
            lock (_lock)
            {
                outcomes = _hasChanged ? null : outcomes;
            }
        }

        return Task.FromResult(outcomes ?? [.. flush.Writes.Select(_ => WriteOutcome.Retry)]);
    }

    public Task<IReadOnlyList<CounterReply>> ReadAsync(
        IReadOnlyList<CounterRead> reads,
        CollectionMeter meter,
        CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            CounterReply? none = Open() is { } failure ? new CounterReply.None(failure) : null;
            return Task.FromResult<IReadOnlyList<CounterReply>>([.. reads.Select(read => none ?? _counters.Read(read))]);
        }
    }

    public void Dispose()
    {
        _timer?.Dispose();
        Save();
        lock (_lock)
        {
            if (_path is not null && _hasChanged && !_isDisposed)
            {
                LogLost(_path);
            }

            _isDisposed = true;
            _isOpen = false;
            _file?.Dispose();
        }
    }

    private IReadOnlyList<WriteOutcome>? Apply(CounterFlush flush)
    {
        lock (_lock)
        {
            if (Open() is not null)
            {
                return null;
            }

            _hasChanged = true;
            if (_path is not null && !_isDisposed)
            {
                _timer ??= _clock.CreateTimer(_ => Save(), null, SaveInterval, SaveInterval);
            }

            return _counters.Apply(flush);
        }
    }

    /// <summary>Opens the file where that has not succeeded yet, and tells why it does not succeed now.</summary>
    private Failure? Open()
    {
        if (_isOpen)
        {
            return null;
        }

        if (_isDisposed)
        {
            return new Failure(ReadingStatus.Unavailable, "The counter store is disposed.");
        }

        try
        {
            _file ??= CounterFile.Open(_path!);
            try
            {
                _file.Load(_counters);
            }
            catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
            {
                LogDamaged(_path!, _file.SetAside(_clock.GetUtcNow()), exception.Message);
            }

            _isOpen = true;
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Report(exception);
            return new Failure(ReadingStatus.Unavailable, exception.Message);
        }
    }

    private void Save()
    {
        lock (_saving)
        {
            byte[] content;
            lock (_lock)
            {
                if (!_isOpen || !_hasChanged || _file is null)
                {
                    return;
                }

                content = CounterFile.Serialize(_counters);
                _hasChanged = false;
            }

            try
            {
                _file.Save(content);
                _isFailing = false;
            }
            catch (Exception exception)
            {
                // On a timer's thread, whatever it is would end the process.
                Report(exception);
                lock (_lock)
                {
                    _hasChanged = true;
                }
            }
        }
    }

    /// <summary>Says once that the file fails, not at each attempt.</summary>
    private void Report(Exception exception)
    {
        if (!_isFailing)
        {
            _isFailing = true;
            LogFailing(_path!, exception.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The counter file '{Path}' cannot be used; counters are kept in memory until it can. {Reason}")]
    private partial void LogFailing(string path, string reason);

    [LoggerMessage(3, LogLevel.Error, "The program ends before the counter file '{Path}' could be written; what was counted since it was written last is lost.")]
    private partial void LogLost(string path);

    [LoggerMessage(2, LogLevel.Error, "The counter file '{Path}' cannot be read; counting begins anew, and the file is now '{Aside}'. {Reason}")]
    private partial void LogDamaged(string path, string aside, string reason);
}
