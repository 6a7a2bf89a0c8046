using ServicePing.Definitions.Collections;

namespace ServicePing.Definitions.Model;

/// <summary>A calculation that several metrics share, named by their <c>instrumentation_class</c>.</summary>
/// <param name="InstrumentationClass">The name that definitions carry.</param>
/// <param name="Parameters">The options it takes.</param>
/// <param name="Query">The calculation, with <c>:option</c> where a literal is filled in.</param>
/// <param name="SourceFile">The file, relative to the definitions root, with forward slashes.</param>
public sealed record SharedCalculation(
    string InstrumentationClass,
    EquatableArray<CalculationParameter> Parameters,
    QueryDefinition Query,
    string SourceFile);

/// <summary>An option that a shared calculation takes.</summary>
/// <param name="Name">The option's name.</param>
/// <param name="Values">The literal that each allowed value stands for; any other value is an error.</param>
public sealed record CalculationParameter(string Name, EquatableArray<ParameterValue> Values);

/// <summary>An allowed value of a parameter.</summary>
/// <param name="Option">The value as the definition writes it.</param>
/// <param name="Literal">
/// The SQL literal that it stands for: a number, a boolean or a string; nothing where the option then is as if it were not there.
/// </param>
public sealed record ParameterValue(string Option, OptionValue Literal);
