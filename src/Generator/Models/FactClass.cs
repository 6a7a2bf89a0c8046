using ServicePing.Definitions.Collections;

namespace ServicePing.Generators.Models;

/// <summary>A class of the program that is marked <c>[InstrumentationClass]</c>.</summary>
/// <param name="Name">Its simple name, which definitions carry.</param>
/// <param name="Type">The class, with <c>global::</c>.</param>
/// <param name="Value">What it computes: the <c>T</c> of <c>IFact&lt;T&gt;</c>; null where no metric can carry that.</param>
/// <param name="Parameters">The types that its constructor takes, with <c>global::</c>.</param>
internal sealed record FactClass(string Name, string Type, FactValue? Value, EquatableArray<string> Parameters);

/// <summary>What a fact computes.</summary>
/// <param name="Type">The C# type.</param>
/// <param name="ValueType">The JSON type.</param>
internal sealed record FactValue(string Type, ServicePing.Definitions.Model.ValueType ValueType);
