using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Problems;

namespace ServicePing.Generators.Models;

/// <summary>A class of the program that is marked <c>[InstrumentationClass]</c>.</summary>
/// <param name="Name">Its simple name, which definitions carry.</param>
/// <param name="Type">The class, with <c>global::</c>.</param>
/// <param name="Value">What it computes: the <c>T</c> of <c>IFact&lt;T&gt;</c>; null where no metric can carry that.</param>
/// <param name="Parameters">The types that its constructor takes, with <c>global::</c>.</param>
internal sealed record FactClass(string Name, string Type, FactValue? Value, EquatableArray<string> Parameters)
{
    /// <summary>Why generated code cannot call it, after its name; null where it can.</summary>
    public string? Fault { get; init; }

    /// <summary>The ids of what is experimental about it, which the program has accepted.</summary>
    public EquatableArray<string> Experimental { get; init; }
}

/// <summary>What a fact computes.</summary>
/// <param name="Type">The C# type.</param>
/// <param name="ValueType">The JSON type.</param>
internal sealed record FactValue(string Type, ServicePing.Definitions.Model.ValueType ValueType);

/// <summary>An instrumentation class and the place of its name, for those who report.</summary>
/// <param name="Class">The class.</param>
/// <param name="Place">The place.</param>
internal sealed record PlacedClass(FactClass Class, RelatedPlace Place);
