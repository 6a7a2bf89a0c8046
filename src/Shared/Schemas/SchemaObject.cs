namespace ServicePing.Shared.Schemas;

/// <summary>Something that a schema has by name, in words that are the same however it was written.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Table">The table that has it, or is it; empty for a sequence. Of the schema <c>public</c> the name alone.</param>
/// <param name="Name">Its name in the table; empty for the table itself, and for an index that the file leaves without a name.</param>
/// <param name="Definition">What it is made of; empty where the reader cannot tell, or there is nothing to say.</param>
internal sealed record SchemaObject(SchemaObjectKind Kind, string Table, string Name, string Definition)
{
    /// <summary>The name as messages and GitLab's shape have it.</summary>
    internal string Shown => Kind switch
    {
        SchemaObjectKind.Table => Table,
        SchemaObjectKind.Column or SchemaObjectKind.Trigger => $"{Table}.{Name}",
        SchemaObjectKind.ForeignKey => $"{Table}{Name}",
        SchemaObjectKind.Index when Name.Length == 0 => $"{Table}{Definition.Substring(Definition.IndexOf('('))}",
        _ => Name,
    };
}

/// <summary>What a schema has, in the order in which differences are told.</summary>
internal enum SchemaObjectKind
{
    /// <summary>A table or view.</summary>
    Table,

    /// <summary>A column.</summary>
    Column,

    /// <summary>A foreign key.</summary>
    ForeignKey,

    /// <summary>An index that is no constraint's.</summary>
    Index,

    /// <summary>A trigger.</summary>
    Trigger,

    /// <summary>A sequence that was made by name, and no column's identity.</summary>
    Sequence,
}
