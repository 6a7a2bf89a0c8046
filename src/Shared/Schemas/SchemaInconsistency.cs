namespace ServicePing.Shared.Schemas;

/// <summary>Something that a database has, lacks, or has otherwise than its schema says, in GitLab's words.</summary>
/// <param name="ObjectName">Its name: a table, <c>table.column</c>, an index, <c>table(columns) to table(columns)</c>, <c>table.trigger</c>, a sequence.</param>
/// <param name="Type">What is wrong, such as <c>MissingIndexes</c>, <c>ExtraTableColumns</c> or <c>DifferentDefinitionTables</c>.</param>
/// <param name="ObjectType"><c>Table</c>, <c>Column</c>, <c>Index</c>, <c>ForeignKey</c>, <c>Trigger</c> or <c>Sequence</c>.</param>
/// <param name="Said">What the schema says; null where it does not have it.</param>
/// <param name="Live">What the database has; null where it does not have it.</param>
internal sealed record SchemaInconsistency(string ObjectName, string Type, string ObjectType, SchemaObject? Said, SchemaObject? Live);
