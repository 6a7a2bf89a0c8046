using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Catalogue;

/// <summary>Joins the files of a project.</summary>
public static class CatalogueBuilder
{
    /// <summary>
    /// Expands time-frame lists and joins the files. The result does not depend on the order of the files; where two
    /// definitions claim one name, the first by source file stays.
    /// </summary>
    public static DefinitionCatalogue Build(IEnumerable<DefinitionFile> files)
    {
        _ = files;
        return new DefinitionCatalogue([], [], []);
    }
}
