using ServicePing.Definitions.Collections;

namespace ServicePing.Generators.Models;

/// <summary>Words of the vocabulary that the set of a product passes on to the program.</summary>
/// <param name="Set">The set.</param>
/// <param name="Member">The member of the set that has them.</param>
/// <param name="Words">The words.</param>
internal sealed record WordList(MetricSetName Set, string Member, EquatableArray<string> Words);
