using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Catalogue;

/// <summary>A metric set of a library that the project refers to, as the library's assembly tells it.</summary>
/// <param name="Name">The set's name.</param>
/// <param name="Library">The library's assembly.</param>
/// <param name="Catalogue">What the library defines.</param>
public sealed record ReferencedSet(string Name, string Library, DefinitionCatalogue Catalogue)
{
    /// <summary>The set of definitions that were read from an assembly.</summary>
    public static ReferencedSet Of(string name, string library, IEnumerable<DefinitionFile> files) =>
        new(name, library, CatalogueBuilder.Build(files));
}
