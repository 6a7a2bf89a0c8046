using Microsoft.CodeAnalysis;

namespace ServicePing.Generators.Inputs;

/// <summary>Says why generated code cannot call an instrumentation class, in words that follow its name.</summary>
internal static class FactFaults
{
    /// <summary>What is wrong with the class itself; null for nothing.</summary>
    public static string? OfType(INamedTypeSymbol type, Compilation compilation)
    {
        if (type.IsStatic)
        {
            return "it is static: an instance is needed";
        }

        if (type.IsAbstract)
        {
            return "it is abstract: mark the class that derives from it";
        }

        for (INamedTypeSymbol? one = type; one is not null; one = one.ContainingType)
        {
            if (one.IsGenericType)
            {
                return "it is generic, or stands in a generic type: write it for one type";
            }

            if (one.IsFileLocal)
            {
                return "it is visible in its file alone: take 'file' away";
            }

            if (IsObsoleteError(one))
            {
                return "it is marked [Obsolete] as an error: take the mark, or the class, away";
            }
        }

        if (!compilation.IsSymbolAccessibleWithin(type, compilation.Assembly))
        {
            return "it, or a type around it, is private or protected: make it internal";
        }

        return null;
    }

    /// <summary>What is wrong with its constructors; null for nothing.</summary>
    /// <param name="type">The class.</param>
    /// <param name="constructors">Those in reach, the longest first.</param>
    /// <param name="compilation">The program.</param>
    public static string? OfConstructors(INamedTypeSymbol type, IReadOnlyList<IMethodSymbol> constructors, Compilation compilation)
    {
        if (constructors.Count == 0)
        {
            return "it has no constructor that is public or internal: add one";
        }

        IMethodSymbol constructor = constructors[0];
        if (constructors.Count > 1 && constructors[1].Parameters.Length == constructor.Parameters.Length)
        {
            return $"two of its constructors take {constructor.Parameters.Length} services, and nothing says which is meant: keep one";
        }

        if (IsObsoleteError(constructor))
        {
            return "its constructor is marked [Obsolete] as an error: take the mark away";
        }

        return RequiredMember(type, constructor) is { } member
            ? $"it has the required member '{member}', which generated code does not set: take it as a service of the constructor"
            : constructor.Parameters.Select(parameter => OfParameter(parameter, compilation)).FirstOrDefault(static fault => fault is not null);
    }

    /// <summary>What is wrong with the values that it computes; null for nothing.</summary>
    /// <param name="values">The types of the <c>IFact&lt;T&gt;</c> that it implements.</param>
    /// <param name="isKnown">Whether a metric can hold the first.</param>
    public static string? OfValues(IReadOnlyList<ITypeSymbol> values, bool isKnown) => values.Count switch
    {
        0 => "it implements no IFact<T>: implement it for the type of the value",
        1 when isKnown => null,
        1 => $"no metric can hold what IFact<{values[0].ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}> gives: "
            + "choose string, bool, int, long, double, decimal, DateTimeOffset or JsonElement",
        _ => "it implements IFact<T> for "
            + string.Join(" and ", values.Select(static value => value.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)))
            + ", and nothing says which is the value: write a class for each",
    };

    /// <summary>Several classes of one name; definitions carry no more than that.</summary>
    public static string OfNamesakes(IEnumerable<string> types) =>
        $"{string.Join(" and ", types.Select(static type => type.Replace("global::", "")))} have the same name: rename all but one";

    private static string? OfParameter(IParameterSymbol parameter, Compilation compilation)
    {
        string name = $"the parameter '{parameter.Name}' of its constructor";
        if (parameter.RefKind is not (RefKind.None or RefKind.In))
        {
            return $"{name} is passed by reference: services are passed by value";
        }

        if (parameter.Type is { TypeKind: TypeKind.Pointer or TypeKind.FunctionPointer } or { IsRefLikeType: true })
        {
            return $"{name} is a pointer or a ref struct: no service can be";
        }

        if (parameter.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "FromKeyedServicesAttribute"))
        {
            return $"{name} is a service with a key: take it from FactContext.Services";
        }

        if (!compilation.IsSymbolAccessibleWithin(parameter.Type, compilation.Assembly))
        {
            return $"{name} has a type that is private or protected: make it internal";
        }

        return OutOfReach(parameter.Type, compilation) is { } type
            ? $"{name} has the type '{type.Name}', which only an extern alias reaches: take it from FactContext.Services"
            : IsObsoleteError(parameter.Type) ? $"{name} has a type that is marked [Obsolete] as an error: take the mark away" : null;
    }

    /// <summary>A required member that the constructor does not set; it may be one of a base class.</summary>
    private static string? RequiredMember(INamedTypeSymbol type, IMethodSymbol constructor)
    {
        if (constructor.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "SetsRequiredMembersAttribute"))
        {
            return null;
        }

        for (INamedTypeSymbol? one = type; one is not null; one = one.BaseType)
        {
            if (one.GetMembers().FirstOrDefault(static member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true })
                is { } member)
            {
                return member.Name;
            }
        }

        return null;
    }

    /// <summary>A part of a type whose assembly has other names than <c>global</c> in this project.</summary>
    private static ITypeSymbol? OutOfReach(ITypeSymbol type, Compilation compilation) => type switch
    {
        IArrayTypeSymbol array => OutOfReach(array.ElementType, compilation),
        _ when type.ContainingAssembly is { } assembly
            && compilation.GetMetadataReference(assembly)?.Properties.Aliases is { IsDefaultOrEmpty: false } aliases
            && !aliases.Contains("global") => type,
        INamedTypeSymbol named => named.TypeArguments.Select(argument => OutOfReach(argument, compilation)).FirstOrDefault(static one => one is not null),
        _ => null,
    };

    private static bool IsObsoleteError(ISymbol symbol) => symbol.GetAttributes().Any(static attribute =>
        attribute.AttributeClass?.ToDisplayString() == "System.ObsoleteAttribute"
        && attribute.ConstructorArguments.Length == 2
        && attribute.ConstructorArguments[1].Value is true);
}
