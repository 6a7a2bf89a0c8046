using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace ServicePing.Tests;

/// <summary>The meters of this process as a page for Prometheus, by the names that OpenTelemetry's exporter gives.</summary>
internal sealed class MeterPage : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, double> _values = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, double> _counted = new(StringComparer.Ordinal);

    internal MeterPage(params string[] meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (meters.Contains(instrument.Meter.Name))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    internal string Text()
    {
        _listener.RecordObservableInstruments();
        StringBuilder text = new();
        foreach ((string name, double value) in _values.Concat(_counted))
        {
            text.Append(CultureInfo.InvariantCulture, $"{name} {value}\n");
        }

        return text.ToString();
    }

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        List<string> labels = [];
        foreach ((string key, object? tag) in tags)
        {
            labels.Add($"{key.Replace('.', '_')}=\"{tag}\"");
        }

        string kind = instrument.GetType().Name;
        string total = kind.StartsWith("Counter", StringComparison.Ordinal) || kind.StartsWith("ObservableCounter", StringComparison.Ordinal) ? "_total" : "";
        string name = instrument.Name.Replace('.', '_') + unit + total;
        string of = $"{{{string.Join(',', labels.Order(StringComparer.Ordinal))}}}";
        if (kind.StartsWith("Histogram", StringComparison.Ordinal))
        {
            _counted.AddOrUpdate($"{name}_count{of}", 1, (_, before) => before + 1);
        }
        else if (instrument.IsObservable)
        {
            _values[$"{name}{of}"] = value;
        }
        else
        {
            _counted.AddOrUpdate($"{name}{of}", value, (_, before) => before + value);
        }
    }
}
