using Microsoft.CodeAnalysis;
using ServicePing.Definitions.Collections;
using ServicePing.Generators.Models;
using ValueType = ServicePing.Definitions.Model.ValueType;

namespace ServicePing.Generators.Inputs;

/// <summary>Finds out what the generator must know of a class marked <c>[InstrumentationClass]</c>.</summary>
internal static class InstrumentationClasses
{
    public const string Attribute = "ServicePing.InstrumentationClassAttribute";

    /// <summary>Describes a class; null for one that generated code cannot construct.</summary>
    public static FactClass? Describe(INamedTypeSymbol type)
    {
        IMethodSymbol? constructor = type.InstanceConstructors
            .Where(candidate => IsReachable(candidate))
            .OrderByDescending(candidate => candidate.Parameters.Length)
            .FirstOrDefault();
        if (constructor is null || type.IsAbstract || type.IsGenericType || type.IsFileLocal || !IsReachableType(type))
        {
            return null;
        }

        return new FactClass(
            type.Name,
            Name(type),
            type.AllInterfaces.Select(ValueOf).FirstOrDefault(value => value is not null),
            constructor.Parameters.Select(parameter => Name(parameter.Type)).ToEquatableArray());
    }

    public static bool IsMarked(INamedTypeSymbol type) =>
        type.GetAttributes().Any(attribute => attribute.AttributeClass?.ToDisplayString() == Attribute);

    private static FactValue? ValueOf(INamedTypeSymbol contract)
    {
        if (contract is not { Name: "IFact", Arity: 1 } || contract.ContainingNamespace.ToDisplayString() != "ServicePing")
        {
            return null;
        }

        ITypeSymbol value = contract.TypeArguments[0];
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

    private static bool IsReachable(ISymbol symbol) =>
        symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal;

    private static bool IsReachableType(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
        {
            if (!IsReachable(current) || current.IsGenericType)
            {
                return false;
            }
        }

        return true;
    }
}
