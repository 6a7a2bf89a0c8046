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
    private const string AttributeNamespace = "ServicePing.Runtime.Plans";
    public const string AttributeName = "MetricSetAttribute";

    /// <summary>The set classes of a reference, with <c>global::</c>.</summary>
    public static EquatableArray<string> Of(MetadataReference reference)
    {
        try
        {
            return reference switch
            {
                CompilationReference project => OfSource(project.Compilation.Assembly),
                PortableExecutableReference file => OfMetadata(file),
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
    private static EquatableArray<string> OfSource(IAssemblySymbol assembly)
    {
        List<string> sets = [];
        foreach (AttributeData attribute in assembly.GetAttributes())
        {
            if (attribute.AttributeClass is { Name: AttributeName } type
                && type.ContainingNamespace.ToDisplayString() == AttributeNamespace
                && !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, assembly)
                && attribute.ConstructorArguments.FirstOrDefault().Value is INamedTypeSymbol set)
            {
                sets.Add(set.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat));
            }
        }

        return sets.ToEquatableArray();
    }

    private static EquatableArray<string> OfMetadata(PortableExecutableReference reference)
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
            if (metadata.IsOf(attribute, AttributeNamespace, AttributeName))
            {
                BlobReader value = metadata.GetBlobReader(attribute.Value);
                _ = value.ReadUInt16();
                string[] names = value.ReadSerializedString()!.Split('.');
                sets.Add("global::" + string.Join(".", names.Select(Identifiers.Escape)));
            }
        }

        return sets.ToEquatableArray();
    }
}
