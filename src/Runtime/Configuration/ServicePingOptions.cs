using System.Net;
using System.Reflection;
using ServicePing.Runtime.Configuration;

namespace ServicePing;

/// <summary>What an installation is called and how its ping is computed.</summary>
/// <remarks>
/// Set in code by <see cref="ServicePingBuilder.Configure"/>, or by a section of the configuration that is given to <c>AddServicePing</c>.
/// They are checked when the program starts: an <see cref="Microsoft.Extensions.Options.OptionsValidationException"/> names all that is wrong.
/// </remarks>
public sealed class ServicePingOptions
{
    /// <summary>The installation's identifier, which must not change; without it <c>uuid</c> is null.</summary>
    public string? Uuid { get; set; }

    /// <summary>The installation's host name; the machine's name by default.</summary>
    public string Hostname { get; set; } = Environment.MachineName;

    /// <summary>The product's version; by default the entry assembly's, without the commit after <c>+</c>.</summary>
    public string Version { get => field ??= EntryVersion(); set; }

    /// <summary>The product's edition; without it <c>edition</c> is null.</summary>
    public string? Edition { get; set; }

    /// <summary>How the product was installed, such as from a package; without it <c>installation_type</c> is null.</summary>
    public string? InstallationType { get; set; }

    /// <summary>
    /// How often tracked events are written to the counter store, at least a millisecond; 1 second by default.
    /// <see cref="Timeout.InfiniteTimeSpan"/> writes them when the program stops.
    /// </summary>
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long the program's end waits for tracked events to be written, once all other services have stopped; 5 seconds by default,
    /// zero does not wait. It counts also where the host's own limit is shorter.
    /// </summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How much memory tracked events may take until they are written, in bytes, at least 1,024; 256 MiB by default. A unique counter takes half a
    /// KiB, or 18 KiB once it has seen some hundred values. What finds no room is counted in <see cref="TrackingStatistics.Dropped"/>.
    /// </summary>
    public long TrackingMemory { get; set; } = 256 << 20;

    /// <summary>
    /// How many labels a counter that counts events a label tells apart (of all time, or of a week), how many of them and how many
    /// groups of a database metric the payload shows, at least 1; 10,000 by default. Further ones are counted together under
    /// <c>other</c>, those of fewest events in a payload; the log, <see cref="TrackingStatistics.Other"/> and the reading's message tell.
    /// </summary>
    public int MaxLabels { get; set; } = 10_000;

    /// <summary>
    /// How long a label, and a key of a group in the payload, may be: in UTF-16 code units, as <see cref="string.Length"/> counts, at
    /// least 1; 255 by default. A longer one is counted under <c>other</c> and never cut; it is reported as those beyond
    /// <see cref="MaxLabels"/> are.
    /// </summary>
    public int MaxLabelLength { get; set; } = 255;

    /// <summary>
    /// Whether events are counted at all; true by default. While it is false, nothing is counted, and metrics of counters are not read:
    /// their keys are not in the payload, and their status is <see cref="ReadingStatus.SwitchedOff"/>, also where counters hold values from
    /// before. It may change while the program runs; what was tracked before is written all the same.
    /// </summary>
    public bool TrackEvents { get; set; } = true;

    /// <summary>
    /// Asked at each event, on the caller's thread: true leaves the event uncounted, for example because the browser of the current
    /// request sends <c>DNT: 1</c>. None by default. Must be quick; where it throws, the event is dropped and that is reported.
    /// </summary>
    public Func<bool>? DoNotTrack { get; set; }

    /// <summary>
    /// Asked at each event with its name, on the caller's thread: false leaves the event uncounted, for example because a feature
    /// flag is off. None by default. Must be quick; where it throws, the event is dropped and that is reported.
    /// </summary>
    public Func<string, bool>? IsEventEnabled { get; set; }

    /// <summary>
    /// Asked with the name of the feature flag that a known event or an aggregate names: false leaves the event uncounted, and the
    /// aggregate out of the payload. None by default, and all are on then. Asked at each such event, on the caller's thread, so that it
    /// must be quick; where it throws, the event is dropped and that is reported.
    /// </summary>
    public Func<string, bool>? IsFeatureEnabled { get; set; }

    /// <summary>
    /// Whether each event begins a flush at once, instead of waiting for the interval; false by default. Then no more is lost when
    /// the process is killed than what came since the flush under way began, and tracking costs some hundred nanoseconds.
    /// </summary>
    public bool WriteThrough { get; set; }

    /// <summary>
    /// A folder of the local disk in which what was tracked is kept until the counter store has it, so that a process that is killed, also
    /// while the store cannot be reached, loses <see cref="SpoolInterval"/> at most; null, the default, keeps it in memory alone. A process
    /// has a file of its own there, and takes over those of processes that have ended; several may share the folder.
    /// </summary>
    public string? SpoolFolder { get; set; }

    /// <summary>How often what was tracked is written to <see cref="SpoolFolder"/>, at least a millisecond; a second by default.</summary>
    public TimeSpan SpoolInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Whether what is written to <see cref="SpoolFolder"/> has to reach the disk, so that it outlives a power cut as well as the process;
    /// false by default.
    /// </summary>
    public bool SpoolToDisk { get; set; }

    /// <summary>How long a SQL statement should take, towards which slices are widened and narrowed, at most <see cref="StatementTimeout"/>; 500 ms by default.</summary>
    public TimeSpan StatementTarget { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>After what time the server ends a SQL statement, at least a millisecond; 15 seconds by default.</summary>
    public TimeSpan StatementTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long to wait for a lock on a table before its metrics are given up, and never longer than <see cref="StatementTimeout"/>; 2 seconds by default.</summary>
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How many connections to one database work at once, 1 to 1,000; 2 by default.</summary>
    public int MaxConnections { get; set; } = 2;

    /// <summary>
    /// How long to go on trying to connect to a database that was lost or cannot be reached, longer and longer apart; 10 seconds by
    /// default. Wrong passwords and the like are not tried again.
    /// </summary>
    public TimeSpan ReconnectFor { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a database rests from SQL statements, as a share of the time that they took: 0 for full speed on all connections, 1 for as
    /// long again, 1,000 at most. By default (null) 1 on a primary and 0 on a standby. Above 0 connections take turns, and none works during a
    /// rest. At 40 the transactions of a busy host hardly notice a collection, which takes 41 times as long as its statements do; tables that
    /// take longer than <see cref="SnapshotLimit"/> by that are read by ranges of their keys.
    /// </summary>
    public double? PauseRatio { get; set; }

    /// <summary>
    /// After what time, pauses included, no further relation is begun in the snapshot of a database, because old row versions
    /// cannot be vacuumed while it is held; the relations that are left are read in another. A relation that is not expected to end
    /// within it is read by ranges of its primary key, each of its own moment; without a primary key, in a snapshot of its own
    /// however long it takes. 30 seconds by default.
    /// </summary>
    public TimeSpan SnapshotLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long the SQL statements of one collection may take together, on all connections; null, the default, for no limit. The smallest
    /// tables are read first. A table that no time is left for, or whose walk tells that it would take more than is left, is given up:
    /// its metrics are <see cref="ReadingStatus.TimedOut"/>, with a message that names this option.
    /// </summary>
    public TimeSpan? StatementBudget { get; set; }

    /// <summary>
    /// How much memory the different values and the groups of one metric may take while it is collected, in bytes, at least 1,024; 256 MiB by
    /// default. A different value takes up to 32 bytes, a group some 200, and connections hold a slice more each. A metric that needs more
    /// fails, with a message that names this option.
    /// </summary>
    public long MetricMemory { get; set; } = 256 << 20;

    /// <summary>
    /// How old a collection may be that was begun and not finished, because its process was killed or it was cancelled, so that the
    /// next one goes on with it: with its <c>recorded_at</c>, and without walking again the relations that it had finished. What it
    /// has found is kept in the schema <c>service_ping</c> of a database, on the primary, for as long. 6 hours by default; zero
    /// keeps nothing.
    /// </summary>
    public TimeSpan ResumeWithin { get; set; } = TimeSpan.FromHours(6);

    /// <summary>How long to wait for an answer of the counter store; 10 seconds by default.</summary>
    public TimeSpan CounterTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>After what time a fact written in C# is given up; 30 seconds by default.</summary>
    public TimeSpan FactTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Which Prometheus is asked, and within which limits; none by default.</summary>
    public PrometheusOptions Prometheus { get; } = new();

    /// <summary>The contexts, such as plans, in which known events may be tracked and read; <c>default</c> by default.</summary>
    public ISet<string> EventContexts { get; } = new HashSet<string>(StringComparer.Ordinal) { "default" };

    /// <summary>The keys of hashes that <see cref="NamedCounters.IncrementField"/> counts; none by default.</summary>
    public ISet<string> HashCounters { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>
    /// Whether a ping is sent; null, the default, leaves it to administrators, who have it on. False wins over what they have set and over
    /// anything else, and they cannot change it; true does too, also over the variable <c>DO_NOT_TRACK</c> of the environment.
    /// </summary>
    public bool? Enabled { get; set; }

    /// <summary>
    /// Whether pings are computed and kept although none is sent; null, the default, leaves it to administrators, who have it on. False
    /// while the ping is on is a contradiction, and nothing is computed or sent.
    /// </summary>
    public bool? GenerationEnabled { get; set; }

    /// <summary>Whether metrics of the category standard are computed; null, the default, leaves it to administrators, who have it on.</summary>
    public bool? IncludeStandardMetrics { get; set; }

    /// <summary>Whether metrics of the category subscription are computed; null, the default, leaves it to administrators, who have it on.</summary>
    public bool? IncludeSubscriptionMetrics { get; set; }

    /// <summary>Whether metrics of the category operational are computed; null, the default, leaves it to administrators, who have it on.</summary>
    public bool? IncludeOperationalMetrics { get; set; }

    /// <summary>
    /// Whether metrics of the category optional, and those without a category, are computed; null, the default, leaves it to administrators,
    /// who have it on.
    /// </summary>
    public bool? IncludeOptionalMetrics { get; set; }

    /// <summary>The key paths of metrics that are left out; none, the default, leaves it to administrators.</summary>
    public ISet<string> LeftOutMetrics { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The owners whose metrics are left out; none, the default, leaves it to administrators.</summary>
    public ISet<string> LeftOutOwners { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>
    /// Whether registration features are wanted in return for the ping; null, the default, leaves it to administrators, who have it off.
    /// </summary>
    public bool? RegistrationFeaturesEnabled { get; set; }

    /// <summary>The names of registration features, which <see cref="IRegistrationFeatures"/> knows; none by default.</summary>
    public ISet<string> RegistrationFeatures { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>
    /// Where pings are sent: an https address, or an http address of this machine; null, the default, leaves it to administrators, and
    /// without one nothing is sent.
    /// </summary>
    public string? Receiver { get; set; }

    /// <summary>
    /// When the weekly ping is due, such as <c>friday 13:17</c>, UTC; null, the default, leaves it to administrators, and then to a minute
    /// that is computed from <see cref="Uuid"/>.
    /// </summary>
    public string? Schedule { get; set; }

    /// <summary>
    /// How long nothing is sent once the ping is on and has a receiver for the first time, so that people can see it before; 24 hours by
    /// default.
    /// </summary>
    public TimeSpan NoticePeriod { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// The proxy through which pings are sent, such as <c>http://proxy.example.com:3128</c>, with a login where it wants one; null, the
    /// default, takes that of the environment (<c>HTTPS_PROXY</c>, <c>ALL_PROXY</c>, <c>NO_PROXY</c>). A receiver of this machine is never
    /// reached by one.
    /// </summary>
    public string? Proxy { get; set; }

    /// <summary>
    /// A PEM file with the certificates of the authorities that the receiver's certificate must come from, instead of those that the machine
    /// trusts; null, the default, for the machine's. It is read before each sending.
    /// </summary>
    public string? CertificateAuthorities { get; set; }

    /// <summary>
    /// The public keys of receivers, as their receipts name them under <c>key</c>: only a receipt of one of them counts. None, the default,
    /// trusts the key of a receiver's first receipt. Where a vendor changes its key, both the old and the new one go here.
    /// </summary>
    public ISet<string> ReceiverKeys { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>How events whose definitions have <c>forward: true</c> wait and go together.</summary>
    public ForwardingOptions Forwarding { get; } = new();

    /// <summary>The Snowplow collector that is sent those events; none by default.</summary>
    public SnowplowOptions Snowplow { get; } = new();

    /// <summary>Which of several sites of one product this is; the primary, and the only one, by default.</summary>
    public SitesOptions Sites { get; } = new();

    /// <summary>Gives the proxy of the environment.</summary>
    internal Func<IWebProxy> EnvironmentProxy { get; set; } = () => HttpClient.DefaultProxy;

    /// <summary>
    /// How many weeks pings, cycles, deliveries and changes of settings are kept, 1 to 1,000; 52 by default. What a cycle that has not ended
    /// needs stays.
    /// </summary>
    public int RetentionWeeks { get; set; } = 52;

    /// <summary>How long the weekly loop holds, waits and looks.</summary>
    internal LoopTiming Timing { get; set; } = new();

    /// <summary>Told each step of a cycle when it is done: taken, computed, kept, posted, answered.</summary>
    internal Action<string>? AfterStep { get; set; }

    /// <summary>Reads a variable of the environment.</summary>
    internal Func<string, string?> Variable { get; set; } = Environment.GetEnvironmentVariable;

    /// <summary>The name of the database that keeps the schema <c>service_ping</c>; null for <c>main</c> or the first.</summary>
    internal string? StorageDatabase { get; set; }

    /// <summary>The width of the first slice, and what no slice exceeds; in pages.</summary>
    internal (long First, long Ceiling) SlicePages { get; set; } = (2048, long.MaxValue);

    /// <summary>How many rows lie between two steps of a walk by keys.</summary>
    internal int RowsOfKeyStep { get; set; } = 20_000;

    /// <summary>How long a connection may wait between two ways to the server, which ends one that waits for four times as long.</summary>
    internal TimeSpan LongestPause { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>From how many conditions that would be asked again on, rows are grouped by the answers: with fewer, filters cost less than a mask.</summary>
    internal int FewestRepeatedConditions { get; set; } = 16;

    /// <summary>What the configuration has said, and what was wrong with it; null where no section is bound.</summary>
    internal BoundConfiguration? Bound { get; set; }

    private static string EntryVersion()
    {
        Assembly? entry = Assembly.GetEntryAssembly();
        string? informational = entry?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return informational?.Split('+')[0] ?? entry?.GetName().Version?.ToString() ?? "";
    }
}
