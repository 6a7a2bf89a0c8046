using System.Reflection.Metadata;

namespace ServicePing.Generators.Inputs;

/// <summary>Recognises the attributes of the runtime in the metadata of an assembly.</summary>
internal static class AssemblyAttributes
{
    /// <summary>The namespace of the attributes that generated code bears.</summary>
    public const string Namespace = "ServicePing.Runtime.Plans";

    private const string Runtime = "ServicePing.Runtime";

    /// <summary>Whether an assembly refers to the runtime; in all others nothing has to be looked for.</summary>
    public static bool RefersToRuntime(this MetadataReader metadata) => metadata.RefersTo(Runtime);

    /// <summary>Whether an assembly refers to another one by its name.</summary>
    public static bool RefersTo(this MetadataReader metadata, string assembly)
    {
        foreach (AssemblyReferenceHandle handle in metadata.AssemblyReferences)
        {
            if (metadata.StringComparer.Equals(metadata.GetAssemblyReference(handle).Name, assembly))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The values of the attributes of a type that classes of an assembly bear, each behind its prolog, with the class.</summary>
    public static IEnumerable<(TypeDefinition Class, BlobReader Value)> OfClasses(this MetadataReader metadata, string attribute)
    {
        foreach (CustomAttributeHandle handle in metadata.CustomAttributes)
        {
            CustomAttribute one = metadata.GetCustomAttribute(handle);
            if (one.Parent.Kind == HandleKind.TypeDefinition && metadata.IsOf(one, attribute))
            {
                BlobReader value = metadata.GetBlobReader(one.Value);
                _ = value.ReadUInt16();
                yield return (metadata.GetTypeDefinition((TypeDefinitionHandle)one.Parent), value);
            }
        }
    }

    /// <summary>Whether an attribute is of a type of the runtime.</summary>
    public static bool IsOf(this MetadataReader metadata, CustomAttribute attribute, string typeName)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference)
        {
            return false;
        }

        EntityHandle parent = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
        if (parent.Kind != HandleKind.TypeReference)
        {
            return false;
        }

        TypeReference type = metadata.GetTypeReference((TypeReferenceHandle)parent);
        return metadata.StringComparer.Equals(type.Name, typeName) && metadata.StringComparer.Equals(type.Namespace, Namespace);
    }
}
