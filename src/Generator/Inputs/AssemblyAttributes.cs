using System.Reflection.Metadata;

namespace ServicePing.Generators.Inputs;

/// <summary>Recognises attributes in the metadata of an assembly.</summary>
internal static class AssemblyAttributes
{
    /// <summary>Whether an attribute is of a type that another assembly defines.</summary>
    public static bool IsOf(this MetadataReader metadata, CustomAttribute attribute, string typeNamespace, string typeName)
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
        return metadata.StringComparer.Equals(type.Name, typeName) && metadata.StringComparer.Equals(type.Namespace, typeNamespace);
    }
}
