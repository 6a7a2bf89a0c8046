using Microsoft.CodeAnalysis;
using ServicePing.Definitions.Collections;
using ServicePing.Generators.Models;
using ValueType = ServicePing.Definitions.Model.ValueType;

namespace ServicePing.Generators.Inputs;

/// <summary>Finds out what the generator must know of a class marked <c>[InstrumentationClass]</c>.</summary>
internal static class InstrumentationClasses
{
    public const string Attribute = "ServicePing.InstrumentationClassAttribute";

    /// <summary>A class, and where its name stands.</summary>
    public static PlacedClass Place(INamedTypeSymbol type, Compilation compilation) =>
        new(Describe(type, compilation), SourcePlace.Of(type.Locations[0]));

    /// <summary>Describes a class, and why generated code cannot call it where that is so.</summary>
    public static FactClass Describe(INamedTypeSymbol type, Compilation compilation)
    {
        IMethodSymbol[] constructors =
        [
            .. type.InstanceConstructors
                .Where(one => compilation.IsSymbolAccessibleWithin(one, compilation.Assembly))
                .OrderByDescending(static one => one.Parameters.Length),
        ];
        ITypeSymbol[] values = [.. ValuesOf(type)];
        return new FactClass(
            type.Name,
            Name(type),
            values.Length == 1 ? ValueOf(values[0]) : null,
            constructors.Length == 0 ? [] : constructors[0].Parameters.Select(static parameter => Name(parameter.Type)).ToEquatableArray())
        {
            Fault = FactFaults.OfType(type, compilation)
                ?? FactFaults.OfConstructors(type, constructors, compilation)
                ?? FactFaults.OfValues(values, values.Length == 1 && ValueOf(values[0]) is not null),
            Experimental = Experimental(type, constructors.FirstOrDefault()),
        };
    }

    public static bool IsMarked(INamedTypeSymbol type) =>
        type.GetAttributes().Any(static attribute => attribute.AttributeClass?.ToDisplayString() == Attribute);

    /// <summary>The types of the <c>IFact&lt;T&gt;</c> that a class implements.</summary>
    private static IEnumerable<ITypeSymbol> ValuesOf(INamedTypeSymbol type) => type.AllInterfaces
        .Where(static contract => contract is { Name: "IFact", Arity: 1 } && contract.ContainingNamespace.ToDisplayString() == "ServicePing")
        .Select(static contract => contract.TypeArguments[0])
        .Distinct<ITypeSymbol>(SymbolEqualityComparer.Default);

    private static FactValue? ValueOf(ITypeSymbol value)
    {
        ValueType? valueType = value.SpecialType switch
        {
            SpecialType.System_String => ValueType.String,
            SpecialType.System_Boolean => ValueType.Boolean,
            SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_Double or SpecialType.System_Decimal =>
                ValueType.Number,
            _ => value.ToDisplayString() switch
            {
                "System.DateTimeOffset" => ValueType.String,
                "System.Text.Json.JsonElement" => ValueType.Object,
                _ => null,
            },
        };
        return valueType is { } known ? new FactValue(Name(value), known) : null;
    }

    private static string Name(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    private static EquatableArray<string> Experimental(INamedTypeSymbol type, IMethodSymbol? constructor)
    {
        List<ISymbol> symbols = constructor is null ? [] : [constructor, .. constructor.Parameters.Select(static parameter => parameter.Type)];
        for (INamedTypeSymbol? one = type; one is not null; one = one.ContainingType)
        {
            symbols.Add(one);
        }

        return symbols.SelectMany(static symbol => symbol.GetAttributes())
            .Where(static attribute => attribute.AttributeClass?.Name == "ExperimentalAttribute" && attribute.ConstructorArguments.Length > 0)
            .Select(static attribute => attribute.ConstructorArguments[0].Value as string)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .ToEquatableArray();
    }
}
