namespace ServicePing.Generators.Models;

/// <summary>The schema that the runtime compares with the live database.</summary>
/// <param name="Set">The set that carries it.</param>
/// <param name="Objects">What the database has by it, as one text.</param>
internal sealed record ComparedSchema(MetricSetName Set, string Objects);
