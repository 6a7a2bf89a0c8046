using ServicePing.Definitions.Collections;

namespace ServicePing.Definitions.Model;

/// <summary>What one event definition says: its meaning, without its place in the file.</summary>
public sealed record EventDefinition
{
    /// <summary>The event's name.</summary>
    public required string Action { get; init; }

    /// <summary>What happened when the event is tracked, in a sentence.</summary>
    public string Description { get; init; } = "";

    /// <summary>The group that owns the event.</summary>
    public string ProductGroup { get; init; } = "";

    /// <summary>The categories of the product that the event tells of.</summary>
    public EquatableArray<string> ProductCategories { get; init; }

    /// <summary>Whether the program may track the event; others are records of an older kind.</summary>
    public bool InternalEvents { get; init; }

    /// <summary>The category of an event of the older kind.</summary>
    public string? Category { get; init; }

    /// <summary>Whether the event is kept as a record only.</summary>
    public bool IsRemoved { get; init; }

    /// <summary>The version that brought the event.</summary>
    public string? Milestone { get; init; }

    /// <summary>The version that removed the event.</summary>
    public string? MilestoneRemoved { get; init; }

    /// <summary>The change that brought the event.</summary>
    public string? IntroducedByUrl { get; init; }

    /// <summary>The change that removed the event.</summary>
    public string? RemovedByUrl { get; init; }

    /// <summary>The tiers of the product that have the event.</summary>
    public EquatableArray<string> Tiers { get; init; }

    /// <summary>Who and where: <c>user</c>, <c>project</c>, <c>namespace</c>, in the order of the file.</summary>
    public EquatableArray<string> Identifiers { get; init; }

    /// <summary>What else the program tells, in the order of the file.</summary>
    public EquatableArray<AdditionalProperty> AdditionalProperties { get; init; }

    /// <summary>Why and since when the event is to be tracked no more, though it is counted.</summary>
    public Deprecation? Deprecated { get; init; }

    /// <summary>Whether each occurrence is handed on by itself, where the program forwards events; what is not is counted only.</summary>
    public bool IsForwarded { get; init; }

    /// <summary>The classification, such as <c>duo</c>.</summary>
    public string? Classification { get; init; }

    /// <summary>The definition's file, relative to the definitions root, with forward slashes.</summary>
    public string SourceFile { get; init; } = "";
}

/// <summary>A further value that an event carries.</summary>
/// <param name="Name">The property's name.</param>
/// <param name="Description">What it says.</param>
/// <param name="Type">The type that the caller may pass; <see cref="PropertyType.Any"/> when the definition leaves it open.</param>
/// <param name="Values">The only values allowed, or none for any.</param>
public sealed record AdditionalProperty(string Name, string Description, PropertyType Type, EquatableArray<string> Values);

/// <summary>The type of an additional property.</summary>
public enum PropertyType
{
    /// <summary>A string, a number or a boolean.</summary>
    Any,

    /// <summary><c>string</c>.</summary>
    String,

    /// <summary><c>integer</c>.</summary>
    Integer,

    /// <summary><c>number</c>.</summary>
    Number,

    /// <summary><c>boolean</c>.</summary>
    Boolean,
}
