namespace ServicePing.Dictionary;

/// <summary>What the page of a metric says.</summary>
internal sealed record MetricEntry
{
    /// <summary>The path of the value in the payload.</summary>
    public required string KeyPath { get; init; }

    /// <summary>What the definition says of it.</summary>
    public string Description { get; init; } = "";

    /// <summary>How the number is made, in a sentence that is made from the calculation.</summary>
    public required string PlainWords { get; init; }

    /// <summary><c>active</c>, <c>broken</c>, <c>deprecated</c> or <c>removed</c>.</summary>
    public required string Status { get; init; }

    public required string TimeFrame { get; init; }

    public required string ValueType { get; init; }

    /// <summary>What the number counts, such as bytes; null where nobody says.</summary>
    public string? Unit { get; init; }

    public required string DataSource { get; init; }

    public required string DataCategory { get; init; }

    public string Owner { get; init; } = "";

    public string? OwnerContact { get; init; }

    public IReadOnlyList<string> Tiers { get; init; } = [];

    public IReadOnlyList<string> Categories { get; init; } = [];

    public IReadOnlyList<string> Indicators { get; init; } = [];

    /// <summary>What a query computes; null where there is none.</summary>
    public string? Operation { get; init; }

    /// <summary>The class or shared calculation that the definition names.</summary>
    public string? InstrumentationClass { get; init; }

    public string Milestone { get; init; } = "";

    public string? MilestoneRemoved { get; init; }

    public string? IntroducedByUrl { get; init; }

    public string? RemovedByUrl { get; init; }

    public string? RepairIssueUrl { get; init; }

    public string? ReplacedBy { get; init; }

    public string? Expires { get; init; }

    /// <summary>That it is to be used no more; null where it may be.</summary>
    public DeprecationEntry? Deprecated { get; init; }

    public string? AvailableWhen { get; init; }

    /// <summary>The key path as the definition has it, where a period's suffix follows; null where that is the whole key path.</summary>
    public string? DefinedAs { get; init; }

    /// <summary>Key paths that the same definition has for other periods.</summary>
    public IReadOnlyList<string> OtherFrames { get; init; } = [];

    public required CalculationEntry Calculation { get; init; }

    /// <summary>What the value is made from.</summary>
    public IReadOnlyList<LineageEntry> Before { get; init; } = [];

    /// <summary>What is made from the value.</summary>
    public IReadOnlyList<LineageEntry> Behind { get; init; } = [];

    /// <summary>Where the program tracks the events that the value is made from; null where no program was given.</summary>
    public IReadOnlyList<TrackedEntry>? Tracked { get; init; }

    /// <summary>The columns that the calculation names.</summary>
    public IReadOnlyList<ReadEntry> Reads { get; init; } = [];

    public required PrivacyEntry Privacy { get; init; }

    /// <summary>An example of the value as JSON.</summary>
    public required string Sample { get; init; }

    /// <summary>Whether <see cref="Sample"/> is of a payload, and not made up.</summary>
    public bool IsSampleReal { get; init; }

    /// <summary>What it has cost in a collection; null where no report of one was given.</summary>
    public CostEntry? Cost { get; init; }

    /// <summary>What lockfiles of releases tell, the newest first.</summary>
    public IReadOnlyList<HistoryEntry> History { get; init; } = [];

    /// <summary>The file of the definition, relative to the definitions root.</summary>
    public string SourceFile { get; init; } = "";

    /// <summary>The definition as YAML, with defaults and all; empty for a metric without a definition of its own.</summary>
    public string Definition { get; init; } = "";

    internal bool IsRemoved => Status == "removed";

    /// <summary>The status, where that what is deprecated is told from what may be used.</summary>
    internal string ShownStatus => Status == "active" && Deprecated is not null ? "deprecated" : Status;
}

/// <summary>How a value comes about.</summary>
internal sealed record CalculationEntry
{
    /// <summary>Where it comes from, such as <c>SQL</c>, <c>counters</c>, <c>program</c>, <c>sum</c>, <c>constant</c>, <c>none</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>How precise it is, in a sentence.</summary>
    public required string Precision { get; init; }

    /// <summary>Which days it covers, in a sentence.</summary>
    public required string Days { get; init; }

    /// <summary>Statements, keys, options: whatever is exact.</summary>
    public IReadOnlyList<CodeEntry> Texts { get; init; } = [];

    /// <summary>The counters that it is read from; null where it is not read from counters.</summary>
    public ReadCountersEntry? Counters { get; init; }

    /// <summary>Why nothing computes it; null where something does.</summary>
    public string? Hindrance { get; init; }
}

/// <summary>A text that is exact.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Note">How to read it.</param>
/// <param name="Text">The text.</param>
internal sealed record CodeEntry(string Title, string Note, string Text);

/// <summary>What a metric has cost in a collection.</summary>
/// <param name="RecordedAt">The moment of the collection, as its report has it.</param>
/// <param name="Status">What became of the metric.</param>
/// <param name="Milliseconds">How long it took; its share where metrics share statements.</param>
internal sealed record CostEntry(string RecordedAt, string Status, double Milliseconds);

/// <summary>How private a metric is, and how it is switched off.</summary>
/// <param name="Category">The category.</param>
/// <param name="Contents">What is in the category.</param>
/// <param name="Reason">Why this value belongs there, or what it does not hold.</param>
/// <param name="Setting">The setting that switches the whole category off.</param>
internal sealed record PrivacyEntry(string Category, string Contents, string Reason, string Setting);

/// <summary>A place on the way of a value.</summary>
/// <param name="Kind"><c>table</c>, <c>series</c>, <c>event</c>, <c>known_event</c>, <c>counter</c>, <c>sketch</c>, <c>metric</c>, <c>indicator</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Further">What comes before or behind it in turn.</param>
internal sealed record LineageEntry(string Kind, string Name, IReadOnlyList<LineageEntry> Further);

/// <summary>A column that a calculation names.</summary>
/// <param name="Table">The table.</param>
/// <param name="Column">The column.</param>
/// <param name="Keys">The keys of the query that name it.</param>
internal sealed record ReadEntry(string Table, string Column, IReadOnlyList<string> Keys);

/// <summary>What became of a metric or event in a release.</summary>
/// <param name="Version">The release.</param>
/// <param name="Change"><c>added</c>, <c>removed</c> or <c>changed</c>.</param>
/// <param name="Fields">What differs.</param>
internal sealed record HistoryEntry(string Version, string Change, IReadOnlyList<FieldEntry> Fields);

/// <summary>A field that differs.</summary>
/// <param name="Name">The field.</param>
/// <param name="Old">The value before; null where there was none.</param>
/// <param name="New">The value since; null where there is none.</param>
internal sealed record FieldEntry(string Name, string? Old, string? New);
