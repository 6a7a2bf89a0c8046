using ServicePing.Definitions.Collections;

namespace ServicePing.Definitions.Model;

/// <summary>An entry of a free-form map such as <c>options</c>.</summary>
/// <param name="Name">The key.</param>
/// <param name="Value">The value.</param>
public sealed record Option(string Name, OptionValue Value);

/// <summary>A value of a free-form map: a scalar, a list or a map.</summary>
public sealed record OptionValue
{
    /// <summary>What the value is.</summary>
    public required OptionKind Kind { get; init; }

    /// <summary>A scalar as written, without its quotes.</summary>
    public string Text { get; init; } = "";

    /// <summary>The elements of a list.</summary>
    public EquatableArray<OptionValue> Items { get; init; }

    /// <summary>The entries of a map, in the order of the file.</summary>
    public EquatableArray<Option> Members { get; init; }
}

/// <summary>What an <see cref="OptionValue"/> is.</summary>
public enum OptionKind
{
    /// <summary>An empty value, <c>~</c> or <c>null</c>.</summary>
    Null,

    /// <summary>Quoted text, or plain text that is nothing else.</summary>
    String,

    /// <summary>A plain number.</summary>
    Number,

    /// <summary>Plain <c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A list.</summary>
    List,

    /// <summary>A map.</summary>
    Map,
}
