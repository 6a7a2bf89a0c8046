using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Export;

/// <summary>What a shared calculation says.</summary>
internal static class CalculationFields
{
    public static EquatableArray<Option> Of(SharedCalculation shared) => new Fields()
        .Add(CalculationKeys.InstrumentationClass, shared.InstrumentationClass)
        .Add(CalculationKeys.Parameters, shared.Parameters.Select(static parameter => new Option(parameter.Name, Values(parameter))).ToEquatableArray())
        .Add(CalculationKeys.Query, Fields.Map(QueryFields.Of(shared.Query)))
        .Entries;

    private static OptionValue Values(CalculationParameter parameter) => parameter.Values.IsEmpty
        ? new OptionValue { Kind = OptionKind.Null }
        : Fields.Map(
        [
            new Option(ParameterKeys.Values, Fields.Map(parameter.Values
                .Select(static value => new Option(value.Option, value.Literal))
                .ToEquatableArray())),
        ]);
}
