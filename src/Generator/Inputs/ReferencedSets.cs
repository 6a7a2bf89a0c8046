using System.Collections.Immutable;
using System.Reflection.Metadata;
using Microsoft.CodeAnalysis;
using ServicePing.Definitions.Collections;
using ServicePing.Generators.Emit;

namespace ServicePing.Generators.Inputs;

/// <summary>Finds the metric sets that a reference carries.</summary>
/// <remarks>
/// References are looked at one by one, in their metadata: nothing is looked at again when C# is edited. The assembly of the
/// attribute is left out: the runtime adds its own set.
/// </remarks>
internal static class ReferencedSets
{
    public const string AttributeName = "MetricSetAttribute";

    /// <summary>The set classes of a reference, with <c>global::</c> or the alias that the project gives the reference.</summary>
    public static EquatableArray<string> Of(MetadataReference reference)
    {
        try
        {
            string alias = AliasOf(reference.Properties.Aliases);
            return reference switch
            {
                CompilationReference project => OfSource(project.Compilation.Assembly)
                    .Select(set => alias + set.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat).Substring("global::".Length))
                    .ToEquatableArray(),
                PortableExecutableReference file => OfMetadata(file, alias),
                _ => [],
            };
        }
        catch (Exception exception) when (exception is BadImageFormatException or IOException)
        {
            // A file that is no assembly: the compiler says so itself.
            return [];
        }
    }

    /// <summary>In an editor, another project of the solution.</summary>
    public static IEnumerable<INamedTypeSymbol> OfSource(IAssemblySymbol assembly)
    {
        foreach (AttributeData attribute in assembly.GetAttributes())
        {
            if (attribute.AttributeClass is { Name: AttributeName } type
                && type.ContainingNamespace.ToDisplayString() == AssemblyAttributes.Namespace
                && !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, assembly)
                && attribute.ConstructorArguments.FirstOrDefault().Value is INamedTypeSymbol set)
            {
                yield return set;
            }
        }
    }

    private static EquatableArray<string> OfMetadata(PortableExecutableReference reference, string alias)
    {
        if (reference.GetMetadata() is not AssemblyMetadata assembly)
        {
            return [];
        }

        MetadataReader metadata = assembly.GetModules()[0].GetMetadataReader();
        List<string> sets = [];
        foreach (CustomAttributeHandle handle in metadata.GetAssemblyDefinition().GetCustomAttributes())
        {
            CustomAttribute attribute = metadata.GetCustomAttribute(handle);
            if (metadata.IsOf(attribute, AttributeName))
            {
                BlobReader value = metadata.GetBlobReader(attribute.Value);
                _ = value.ReadUInt16();
                string[] names = value.ReadSerializedString()!.Split('.');
                sets.Add(alias + string.Join(".", names.Select(Identifiers.Escape)));
            }
        }

        return sets.ToEquatableArray();
    }

    /// <summary>A reference with nothing but other aliases is out of reach for <c>global::</c>.</summary>
    private static string AliasOf(ImmutableArray<string> aliases) =>
        aliases.IsDefaultOrEmpty || aliases.Contains("global") ? "global::" : Identifiers.Escape(aliases[0]) + "::";
}
