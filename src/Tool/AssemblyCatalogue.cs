using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Embedding;
using ServicePing.Definitions.Model;

namespace ServicePing.Tool;

/// <summary>The definitions that a compiled assembly carries, read without loading it.</summary>
internal static class AssemblyCatalogue
{
    private const string Attribute = "MetricCatalogueAttribute";

    /// <summary>The definition files of an assembly.</summary>
    /// <exception cref="UsageException">The file is no assembly, or one without definitions or with those of a later version.</exception>
    internal static IReadOnlyList<DefinitionFile> Read(FileInfo file)
    {
        CarriedSet set = Find(file) ?? throw new UsageException($"'{file}' is no .NET assembly.");
        return set.Files.Count > 0 ? set.Files : throw new UsageException($"'{file}' carries no definitions.");
    }

    /// <summary>The references of a build that carry definitions, without the metrics of every instance.</summary>
    /// <param name="list">A text file with the path of an assembly a line; null for no references.</param>
    /// <exception cref="UsageException">The definitions are of a later version.</exception>
    internal static CarriedSet[] References(FileInfo? list) => list is null ? [] :
    [
        .. File.ReadLines(list.FullName).Where(File.Exists).Select(path => Find(new FileInfo(path))).OfType<CarriedSet>()
            .Where(set => set.Files.Count > 0 && set.Name != Plans.CompiledProgram.Standard),
    ];

    /// <summary>What an assembly carries, and to which it refers; null where the file is no assembly.</summary>
    /// <exception cref="UsageException">The definitions are of a later version.</exception>
    internal static CarriedSet? Find(FileInfo file)
    {
        try
        {
            using PEReader image = new(file.OpenRead());
            MetadataReader metadata = image.GetMetadataReader();
            (string Class, string Text)[] parts = [.. PartsIn(metadata)];
            return new CarriedSet(
                file,
                metadata.GetString(metadata.GetAssemblyDefinition().Name),
                parts.Select(part => part.Class).FirstOrDefault(""),
                [.. parts.SelectMany(part => CatalogueDecoder.Decode(part.Text))],
                [.. metadata.AssemblyReferences.Select(reference => metadata.GetString(metadata.GetAssemblyReference(reference).Name))]);
        }
        catch (Exception exception) when (exception is BadImageFormatException or InvalidOperationException)
        {
            return null;
        }
        catch (CatalogueFormatException exception)
        {
            throw new UsageException($"'{file}': {exception.Message}", exception);
        }
    }

    /// <summary>The metric sets of assemblies, as the build of a project that refers to them knows them.</summary>
    internal static EquatableArray<ReferencedSet> ReadSets(IEnumerable<FileInfo> files) => files
        .Select(file => (Name: Path.GetFileNameWithoutExtension(file.Name), File: file))
        .Select(one => ReferencedSet.Of(one.Name, one.Name, Read(one.File)))
        .ToEquatableArray();

    /// <summary>The parts of the catalogue, each with the class that bears it.</summary>
    private static IEnumerable<(string Class, string Text)> PartsIn(MetadataReader metadata)
    {
        foreach (CustomAttributeHandle handle in metadata.CustomAttributes)
        {
            CustomAttribute attribute = metadata.GetCustomAttribute(handle);
            if (attribute.Parent.Kind == HandleKind.TypeDefinition && metadata.StringComparer.Equals(TypeOf(attribute, metadata), Attribute))
            {
                BlobReader value = metadata.GetBlobReader(attribute.Value);
                _ = value.ReadUInt16();
                TypeDefinition set = metadata.GetTypeDefinition((TypeDefinitionHandle)attribute.Parent);
                string space = metadata.GetString(set.Namespace);
                yield return ((space.Length == 0 ? "" : space + ".") + metadata.GetString(set.Name), value.ReadSerializedString()!);
            }
        }
    }

    /// <summary>The name of an attribute's type; in the assembly that has the attribute itself, its constructor is a definition.</summary>
    private static StringHandle TypeOf(CustomAttribute attribute, MetadataReader metadata) => attribute.Constructor.Kind switch
    {
        HandleKind.MethodDefinition =>
            metadata.GetTypeDefinition(metadata.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType()).Name,
        _ when metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } parent =>
            metadata.GetTypeReference((TypeReferenceHandle)parent).Name,
        _ => default,
    };
}

/// <summary>What an assembly carries.</summary>
/// <param name="File">The assembly.</param>
/// <param name="Name">The assembly's name.</param>
/// <param name="SetClass">The class of its metric set, with its namespace; empty where it carries no definitions.</param>
/// <param name="Files">The definition files; none where it carries none.</param>
/// <param name="References">The assemblies that it refers to, by name.</param>
internal sealed record CarriedSet(FileInfo File, string Name, string SetClass, IReadOnlyList<DefinitionFile> Files, IReadOnlyList<string> References);
