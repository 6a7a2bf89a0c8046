using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Embedding;

/// <summary>What the definitions of one file say, as rows of an embedded catalogue.</summary>
/// <param name="SourceFile">The file, relative to the definitions root, with forward slashes.</param>
/// <param name="Rows">A row a definition.</param>
public sealed record CatalogueRows(string SourceFile, EquatableArray<CatalogueRow> Rows);

/// <summary>A definition as a row: the value of each column of its kind, in the notation of <see cref="CatalogueText"/>.</summary>
/// <param name="Kind">What is defined.</param>
/// <param name="Cells">A value a column, empty where the definition does not have it.</param>
public sealed record CatalogueRow(DefinitionKind Kind, EquatableArray<string> Cells);
