using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace ServicePing.Runtime.Configuration;

/// <summary>
/// The options as they are now. When the configuration is reloaded they are made anew; those that are wrong then are refused as a whole, and
/// those that only a start can change keep their value, which the log says.
/// </summary>
internal sealed partial class LiveOptions : IOptions<ServicePingOptions>, IDisposable
{
    private readonly IOptionsFactory<ServicePingOptions> _factory;
    private readonly ILogger _logger;
    private readonly List<IDisposable> _registrations = [];
    private readonly Lock _lock = new();
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);
    private ServicePingOptions _value;
    private Action<ServicePingOptions>? _changed;

    /// <exception cref="OptionsValidationException">Options are wrong.</exception>
    public LiveOptions(
        IOptionsFactory<ServicePingOptions> factory,
        IEnumerable<IOptionsChangeTokenSource<ServicePingOptions>> sources,
        ILogger<ServicePingOptions>? logger = null)
    {
        _factory = factory;
        _logger = logger ?? (ILogger)NullLogger.Instance;
        _value = factory.Create(Options.DefaultName);
        if (_value.Bound is { } bound)
        {
            SayWhatIsNotUsed(bound);
        }

        foreach (IOptionsChangeTokenSource<ServicePingOptions> source in sources)
        {
            if (string.IsNullOrEmpty(source.Name))
            {
                _registrations.Add(ChangeToken.OnChange(source.GetChangeToken, Reload));
            }
        }
    }

    public ServicePingOptions Value => Volatile.Read(ref _value);

    /// <summary>Tells the options now, and whenever they have changed.</summary>
    internal void OnChange(Action<ServicePingOptions> changed)
    {
        lock (_lock)
        {
            _changed += changed;
            changed(_value);
        }
    }

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    private void Reload()
    {
        try
        {
            lock (_lock)
            {
                ServicePingOptions next = _factory.Create(Options.DefaultName);
                if (next.Bound is { } bound)
                {
                    SayWhatIsNotUsed(bound);
                }

                KeepWhatOnlyAStartChanges(next);
                Volatile.Write(ref _value, next);
                _changed?.Invoke(next);
            }
        }
        catch (Exception exception)
        {
            // Whoever has changed the configuration is told in the log; out of a reload it would end the process.
            LogRefused(exception.Message);
        }
    }

    private void KeepWhatOnlyAStartChanges(ServicePingOptions next)
    {
        foreach (ConfigurationKey key in ConfigurationKeys.All)
        {
            if (!key.IsLive && key.Text(next) is var text && text != key.Text(_value))
            {
                if (_said.Add(key.Name))
                {
                    LogKept(key.Name, key.Text(_value), text);
                }

                key.Copy(_value, next);
            }
        }
    }

    private void SayWhatIsNotUsed(BoundConfiguration bound)
    {
        foreach (string warning in bound.Warnings)
        {
            if (_said.Add(warning))
            {
                LogNotUsed(warning);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "{Warning}")]
    private partial void LogNotUsed(string warning);

    [LoggerMessage(2, LogLevel.Warning, "ServicePingOptions.{Name} stays '{Kept}' until the program starts again; the configuration says '{Changed}' now.")]
    private partial void LogKept(string name, string kept, string changed);

    [LoggerMessage(3, LogLevel.Error, "The configuration that was reloaded is not used, and what was set before goes on to count: {Problems}")]
    private partial void LogRefused(string problems);
}
