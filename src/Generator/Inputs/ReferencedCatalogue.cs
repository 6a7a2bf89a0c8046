using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Embedding;
using ServicePing.Definitions.Naming;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Inputs;

/// <summary>What a reference defines, from the catalogue that its assembly carries.</summary>
/// <param name="Library">The name of its assembly; empty for a file that is none.</param>
/// <param name="Sets">Its metric sets, ordered by name.</param>
/// <param name="Failure">Why a catalogue cannot be read, such as one of a later version; null for nothing.</param>
internal sealed record ReferencedCatalogue(string Library, EquatableArray<ReferencedSet> Sets, StageFailure? Failure)
{
    /// <summary>The catalogue that a reference carries.</summary>
    public static ReferencedCatalogue Of(ReferencedAttributes reference)
    {
        string library = reference.Library;
        try
        {
            return new ReferencedCatalogue(
                library,
                reference.Catalogues
                    .GroupBy(static one => one.SetClass, StringComparer.Ordinal)
                    .OrderBy(static set => set.Key, StringComparer.Ordinal)
                    .Select(set => ReferencedSet.Of(
                        SetNames.OfClass(set.Key), library, set.SelectMany(static one => CatalogueDecoder.Decode(one.Text))))
                    .ToEquatableArray(),
                null);
        }
        catch (CatalogueFormatException exception)
        {
            return new ReferencedCatalogue(library, [], new StageFailure(
                null, $"What '{library}' defines is unknown here, perhaps because it was built with a later version of ServicePing. {exception.Message}"));
        }
    }

    /// <summary>The sets of all references, ordered by library and name.</summary>
    public static EquatableArray<ReferencedSet> SetsOf(IEnumerable<ReferencedCatalogue> catalogues) => catalogues
        .SelectMany(static catalogue => catalogue.Sets)
        .OrderBy(static set => set.Library, StringComparer.Ordinal)
        .ThenBy(static set => set.Name, StringComparer.Ordinal)
        .ToEquatableArray();
}
