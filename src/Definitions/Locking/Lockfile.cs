using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Locking;

/// <summary>What definitions have promised to those who read payloads: the content of <c>servicepings.lock</c>.</summary>
/// <param name="Metrics">Every key path that there ever was, in ordinal order.</param>
/// <param name="Events">Every event that there ever was, in ordinal order of the names.</param>
public sealed record Lockfile(EquatableArray<LockedMetric> Metrics, EquatableArray<LockedEvent> Events)
{
    /// <summary>The name of the file, which lies in the definitions root.</summary>
    public const string FileName = "servicepings.lock";

    /// <summary>Nothing is promised.</summary>
    public static Lockfile Empty { get; } = new([], []);
}

/// <summary>What is promised under one name.</summary>
public interface ILocked
{
    /// <summary>The key path of a metric, the name of an event.</summary>
    string Name { get; }

    /// <summary>Everything else, in the order of the file. What is empty is left out of the file.</summary>
    IReadOnlyList<LockedField> Fields { get; }
}

/// <summary>One thing that is promised, in the words of the definition language.</summary>
/// <param name="Name">The key of the definition, or <c>calculation</c>.</param>
/// <param name="Value">The value; lists are joined by commas.</param>
public readonly record struct LockedField(string Name, string Value);

/// <summary>What is promised under one key path.</summary>
public sealed record LockedMetric : ILocked
{
    /// <summary>The whole key path, with the suffix of a list of time frames.</summary>
    public required string KeyPath { get; init; }

    /// <summary>Where the metric is in its life.</summary>
    public MetricStatus Status { get; init; }

    /// <summary>The period that the value covers.</summary>
    public TimeFrame TimeFrame { get; init; }

    /// <summary>The JSON type of the value.</summary>
    public Model.ValueType ValueType { get; init; }

    /// <summary>What the number counts; empty where that is not promised.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Where the value comes from.</summary>
    public DataSource DataSource { get; init; }

    /// <summary>How private the metric is.</summary>
    public DataCategory DataCategory { get; init; }

    /// <summary>The hash of the calculation: 16 hexadecimal digits.</summary>
    public string Calculation { get; init; } = "";

    string ILocked.Name => KeyPath;

    /// <inheritdoc/>
    public IReadOnlyList<LockedField> Fields =>
    [
        new("status", LockedWords.Of(Status)),
        new("time_frame", Words.Of(Words.TimeFrames, TimeFrame)),
        new("value_type", Words.Of(Words.ValueTypes, ValueType)),
        new("unit", LockedWords.Escape(Unit)),
        new("data_source", Words.Of(Words.DataSources, DataSource)),
        new("data_category", Words.Of(Words.DataCategories, DataCategory)),
        new("calculation", Calculation),
    ];
}

/// <summary>What is promised of one event.</summary>
public sealed record LockedEvent : ILocked
{
    /// <summary>The event's name.</summary>
    public required string Action { get; init; }

    /// <summary>Whether the event is kept as a record only.</summary>
    public bool IsRemoved { get; init; }

    /// <summary>Whether each occurrence is handed on by itself.</summary>
    public bool IsForwarded { get; init; }

    /// <summary>Its identifiers, in ordinal order.</summary>
    public EquatableArray<string> Identifiers { get; init; }

    /// <summary>Those of them that have a type of the vocabulary's, in ordinal order.</summary>
    public EquatableArray<DeclaredIdentifier> IdentifierTypes { get; init; }

    /// <summary>Its additional properties, in ordinal order of the names.</summary>
    public EquatableArray<LockedProperty> Properties { get; init; }

    string ILocked.Name => Action;

    /// <inheritdoc/>
    public IReadOnlyList<LockedField> Fields =>
    [
        new("status", Words.Of(Words.EventIsRemoved, IsRemoved)),
        new("forward", IsForwarded ? "true" : ""),
        new("identifiers", string.Join(",", Identifiers.Select(name => LockedWords.Escape(name) + TypeOf(name)))),
        new("additional_properties", string.Join(",", Properties.Select(static property =>
            $"{LockedWords.Escape(property.Name)}:{LockedWords.Of(property.Type)}"
            + (property.Values.IsEmpty ? "" : $"={string.Join(";", property.Values.Select(LockedWords.Escape))}")))),
    ];

    private string TypeOf(string identifier) => IdentifierTypes.FirstOrDefault(one => one.Name == identifier) is { } typed
        ? ":" + Words.Of(Words.IdentifierTypes, typed.Type)
        : "";
}

/// <summary>An additional property of an event.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type that a caller may pass.</param>
public sealed record LockedProperty(string Name, PropertyType Type)
{
    /// <summary>The only values that it may have, in ordinal order; none for any.</summary>
    public EquatableArray<string> Values { get; init; }
}
