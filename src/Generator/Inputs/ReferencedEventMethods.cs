using Microsoft.CodeAnalysis;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Naming;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Inputs;

/// <summary>The event methods of a project's references, with their parameters as they were generated there.</summary>
internal static class ReferencedEventMethods
{
    private const string Global = "global::";

    private static readonly SymbolDisplayFormat TypeFormat = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>Those of all sets but the ones that only an alias reaches.</summary>
    public static IEnumerable<TestedEvent> Of(Compilation compilation, EquatableArray<ReferencedAssembly> references)
    {
        foreach (ReferencedAssembly reference in references)
        {
            foreach (string set in reference.Sets.Where(static set => set.StartsWith(Global, StringComparison.Ordinal) && SetNames.IsClass(set)))
            {
                string events = SetNames.EventsClass(SetNames.OfClass(set));
                if (compilation.GetTypeByMetadataName(events.Substring(Global.Length).Replace("@", "")) is { } type)
                {
                    foreach (TestedEvent one in Of(type, set, events, reference.Events))
                    {
                        yield return one;
                    }
                }
            }
        }
    }

    private static IEnumerable<TestedEvent> Of(INamedTypeSymbol type, string set, string events, EquatableArray<CallableEvent> callable) =>
        from method in type.GetMembers().OfType<IMethodSymbol>()
        where method is { DeclaredAccessibility: Accessibility.Public, IsStatic: false, MethodKind: MethodKind.Ordinary, ReturnsVoid: true }
        let action = callable.FirstOrDefault(one => one.Method == method.Name)?.Action
        where action is not null
        select new TestedEvent(action, set, events, method.Name, method.Parameters
            .Select(static one => new TestedParameter(one.Name, one.Type.ToDisplayString(TypeFormat)))
            .ToEquatableArray());
}
