using System.Reflection;

namespace ServicePing;

/// <summary>What an installation is called and how its ping is computed.</summary>
public sealed class ServicePingOptions
{
    /// <summary>The installation's identifier, which must not change; without it <c>uuid</c> is null.</summary>
    public string? Uuid { get; set; }

    /// <summary>The installation's host name; the machine's name by default.</summary>
    public string Hostname { get; set; } = Environment.MachineName;

    /// <summary>The product's version; by default the entry assembly's, without the commit after <c>+</c>.</summary>
    public string Version { get; set; } = EntryVersion();

    /// <summary>The product's edition; without it <c>edition</c> is null.</summary>
    public string? Edition { get; set; }

    /// <summary>How the product was installed, such as from a package; without it <c>installation_type</c> is null.</summary>
    public string? InstallationType { get; set; }

    /// <summary>How often tracked events are written to the counter store; 1 second by default.</summary>
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a SQL statement should take, towards which slices are widened and narrowed; 500 ms by default.</summary>
    public TimeSpan StatementTarget { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>After what time the server ends a SQL statement; 15 seconds by default.</summary>
    public TimeSpan StatementTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long to wait for a lock on a table before its metrics are given up; 2 seconds by default.</summary>
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long to wait for an answer of the counter store; 10 seconds by default.</summary>
    public TimeSpan CounterTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>After what time a fact written in C# is given up; 30 seconds by default.</summary>
    public TimeSpan FactTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The width of the first slice, and what no slice exceeds; in pages.</summary>
    internal (long First, long Ceiling) SlicePages { get; set; } = (512, long.MaxValue);

    private static string EntryVersion()
    {
        Assembly? entry = Assembly.GetEntryAssembly();
        string? informational = entry?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return informational?.Split('+')[0] ?? entry?.GetName().Version?.ToString() ?? "";
    }
}
