using System.Reflection.Metadata;
using Microsoft.CodeAnalysis;
using ServicePing.Definitions.Collections;
using ServicePing.Generators.CSharp;

namespace ServicePing.Generators.Inputs;

/// <summary>What the attributes of generated code say in a reference.</summary>
/// <param name="Library">The name of its assembly; empty for a file that is none.</param>
/// <param name="SetClasses">The classes of its metric sets, with their namespaces, as C# spells them.</param>
/// <param name="Catalogues">The texts of its catalogues, each with the name of the class that bears it.</param>
/// <param name="Calls">The names of event methods that its C# calls, whosever they are; null where nobody has looked for them.</param>
/// <remarks>
/// References are looked at one by one, in their metadata: nothing is looked at again when C# is edited. The assembly of the
/// attributes is left out: the runtime adds its own set, and a program may redefine the standard metrics.
/// </remarks>
internal sealed record ReferencedAttributes(
    string Library, IReadOnlyList<string> SetClasses, IReadOnlyList<(string SetClass, string Text)> Catalogues, EquatableArray<string>? Calls)
{
    private const string Runtime = "ServicePing.Runtime";
    private const string Namespace = "ServicePing.Runtime.Plans";
    private const string SetAttribute = "MetricSetAttribute";
    private const string CatalogueAttribute = "MetricCatalogueAttribute";
    private const string CallsAttribute = "EventCallsAttribute";

    /// <summary>Those of a reference, from its metadata or, in an editor, from another project of the solution.</summary>
    public static ReferencedAttributes Of(MetadataReference reference) =>
        Read(reference, OfSource, OfMetadata) ?? new ReferencedAttributes("", [], [], null);

    /// <summary>Whether a reference refers to an assembly.</summary>
    public static bool RefersTo(MetadataReference reference, string library) => Read(
        reference,
        project => project.ReferencedAssemblyNames.Any(name => name.Name == library),
        metadata => RefersTo(metadata, library));

    private static T? Read<T>(MetadataReference reference, Func<Compilation, T> ofSource, Func<MetadataReader, T> ofMetadata)
    {
        try
        {
            return reference switch
            {
                CompilationReference project => ofSource(project.Compilation),
                PortableExecutableReference file when file.GetMetadata() is AssemblyMetadata assembly =>
                    ofMetadata(assembly.GetModules()[0].GetMetadataReader()),
                _ => default,
            };
        }
        catch (Exception exception) when (exception is BadImageFormatException or IOException)
        {
            // A file that is no assembly: the compiler says so itself.
            return default;
        }
    }

    private static ReferencedAttributes OfSource(Compilation project)
    {
        IAssemblySymbol assembly = project.Assembly;
        INamedTypeSymbol[] sets =
        [
            .. assembly.GetAttributes()
                .Where(one => one.AttributeClass is { Name: SetAttribute } type
                    && type.ContainingNamespace.ToDisplayString() == Namespace
                    && !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, assembly))
                .Select(static one => one.ConstructorArguments.FirstOrDefault().Value)
                .OfType<INamedTypeSymbol>(),
        ];
        return new ReferencedAttributes(
            assembly.Name,
            [.. sets.Select(static set => set.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat).Substring("global::".Length))],
            [
                .. from set in sets
                   from one in set.GetAttributes()
                   where one.AttributeClass?.Name == CatalogueAttribute && one.ConstructorArguments.Length == 1
                   let text = one.ConstructorArguments[0].Value as string
                   where text is not null
                   select (set.Name, text),
            ],
            CallsOf(assembly));
    }

    private static EquatableArray<string>? CallsOf(IAssemblySymbol assembly)
    {
        INamespaceSymbol? plans = assembly.GlobalNamespace;
        foreach (string segment in Namespace.Split('.'))
        {
            plans = plans?.GetNamespaceMembers().FirstOrDefault(one => one.Name == segment);
        }

        return plans?.GetNamespaceMembers()
            .SelectMany(static tables => tables.GetTypeMembers())
            .SelectMany(static type => type.GetAttributes())
            .FirstOrDefault(static one => one.AttributeClass?.Name == CallsAttribute && one.ConstructorArguments.Length == 1)
            ?.ConstructorArguments[0].Values.Select(static value => (string)value.Value!).ToEquatableArray();
    }

    private static ReferencedAttributes OfMetadata(MetadataReader metadata)
    {
        string library = metadata.GetString(metadata.GetAssemblyDefinition().Name);
        if (!RefersTo(metadata, Runtime))
        {
            return new ReferencedAttributes(library, [], [], null);
        }

        List<string> sets = [];
        List<(string SetClass, string Text)> catalogues = [];
        EquatableArray<string>? calls = null;
        foreach (CustomAttributeHandle handle in metadata.CustomAttributes)
        {
            CustomAttribute attribute = metadata.GetCustomAttribute(handle);
            BlobReader value = metadata.GetBlobReader(attribute.Value);
            switch (NameOf(attribute, metadata), attribute.Parent.Kind)
            {
                case (SetAttribute, HandleKind.AssemblyDefinition):
                    _ = value.ReadUInt16();
                    sets.Add(string.Join(".", value.ReadSerializedString()!.Split('.').Select(Identifiers.Escape)));
                    break;
                case (CatalogueAttribute, HandleKind.TypeDefinition):
                    _ = value.ReadUInt16();
                    TypeDefinition set = metadata.GetTypeDefinition((TypeDefinitionHandle)attribute.Parent);
                    catalogues.Add((metadata.GetString(set.Name), value.ReadSerializedString()!));
                    break;
                case (CallsAttribute, HandleKind.TypeDefinition):
                    _ = value.ReadUInt16();
                    calls ??= Texts(ref value);
                    break;
            }
        }

        return new ReferencedAttributes(library, sets, catalogues, calls);
    }

    private static EquatableArray<string> Texts(ref BlobReader value)
    {
        string[] texts = new string[value.ReadInt32()];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = value.ReadSerializedString()!;
        }

        return texts.ToEquatableArray();
    }

    private static bool RefersTo(MetadataReader metadata, string assembly)
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

    /// <summary>The name of an attribute's type, where that is one of those that generated code bears.</summary>
    private static string? NameOf(CustomAttribute attribute, MetadataReader metadata)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference
            || metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is not { Kind: HandleKind.TypeReference } parent)
        {
            return null;
        }

        TypeReference type = metadata.GetTypeReference((TypeReferenceHandle)parent);
        return metadata.StringComparer.Equals(type.Namespace, Namespace) ? metadata.GetString(type.Name) : null;
    }
}
