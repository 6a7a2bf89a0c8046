using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Embedding;

namespace ServicePing.Generators.Models;

/// <summary>A part of the embedded catalogue: the definitions of files whose paths follow one another.</summary>
/// <param name="Set">The metric set.</param>
/// <param name="Number">The number of the part, from 0.</param>
/// <param name="Files">What the files say.</param>
internal sealed record CataloguePart(MetricSetName Set, int Number, EquatableArray<CatalogueRows> Files);
