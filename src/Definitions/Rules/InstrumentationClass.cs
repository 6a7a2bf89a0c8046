using ServicePing.Definitions.Problems;

namespace ServicePing.Definitions.Rules;

/// <summary>A class of the consuming program that computes a metric.</summary>
/// <param name="Name">The class's simple name, which definitions carry.</param>
/// <param name="ValueType">The JSON type of what it returns; null where it implements no <c>IFact</c>.</param>
public sealed record InstrumentationClass(string Name, Model.ValueType? ValueType)
{
    /// <summary>Why generated code cannot call it, after the name of the class; null where it can.</summary>
    public string? Fault { get; init; }

    /// <summary>Where it is declared; null where nobody knows.</summary>
    public RelatedPlace? Place { get; init; }
}
