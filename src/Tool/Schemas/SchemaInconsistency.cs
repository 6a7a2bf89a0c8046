namespace ServicePing.Tool.Schemas;

/// <summary>Something that a live database has, lacks, or has otherwise than the schema says, in GitLab's words.</summary>
/// <param name="ObjectName">Its name: a table, <c>table.column</c>, an index, <c>table(columns)</c> of a foreign key, <c>table.trigger</c>, a sequence.</param>
/// <param name="InconsistencyType">What is wrong, such as <c>MissingIndexes</c>, <c>ExtraTableColumns</c> or <c>DifferentDefinitionTables</c>.</param>
/// <param name="ObjectType"><c>Table</c>, <c>Column</c>, <c>Index</c>, <c>ForeignKey</c>, <c>Trigger</c> or <c>Sequence</c>.</param>
internal sealed record SchemaInconsistency(string ObjectName, string InconsistencyType, string ObjectType);

/// <summary>An inconsistency, and what to know of it.</summary>
/// <param name="Shape">What machines are told.</param>
/// <param name="Says">What differs, in a sentence for people.</param>
internal sealed record FoundInconsistency(SchemaInconsistency Shape, string Says);
