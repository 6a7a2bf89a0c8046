using ServicePing.Definitions.Language;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Yaml;

namespace ServicePing.Definitions.Reading;

/// <summary>Finds where a definition says its name.</summary>
public static class NamePlace
{
    /// <summary>The place of the name; the file is parsed again for it.</summary>
    /// <param name="file">The definition's file.</param>
    /// <param name="definition">The definition's position among those of its file.</param>
    public static SourceSpan Of(SourceFile file, int definition) =>
        new DefinitionPlaces(file).Find(definition, [Tables.Identity(file.Kind).ToString()]);
}
