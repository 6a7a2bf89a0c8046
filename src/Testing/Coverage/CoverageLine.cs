namespace ServicePing.Testing;

/// <summary>A definition that tests have exercised, as a line of the file that <c>serviceping coverage</c> reads.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name: an action, a name of a known event or a counter, a key path with its suffix.</param>
internal readonly record struct CoverageLine(string Kind, string Name)
{
    /// <summary>How the file begins.</summary>
    internal const string Header = "# servicepings.coverage 1";

    /// <summary>An event that was counted.</summary>
    internal static CoverageLine Event(string name) => new("event", name);

    /// <summary>A known event that was counted.</summary>
    internal static CoverageLine KnownEvent(string name) => new("known_event", name);

    /// <summary>A metric whose value was asked for, or whose counters were moved.</summary>
    internal static CoverageLine Metric(string keyPath) => new("metric", keyPath);

    /// <summary>Something that was called by a name that no definition has.</summary>
    internal static CoverageLine Unknown(string name) => new("unknown", name);

    /// <summary>Names are on one line, whatever a test has called.</summary>
    public override string ToString() => $"{Kind} {new string([.. Name.Select(letter => char.IsControl(letter) ? '?' : letter)])}";
}
