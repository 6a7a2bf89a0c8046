namespace ServicePing.Definitions.Schema;

/// <summary>What was found about a query.</summary>
public enum FindingKind
{
    /// <summary>Nothing in the schema has the name of the table, or nothing in the query that of the alias.</summary>
    UnknownTable,

    /// <summary>No table of the query has the column.</summary>
    UnknownColumn,

    /// <summary>Two tables of the query have the column.</summary>
    AmbiguousColumn,

    /// <summary>The SQL could not be followed from here on. Nothing is known to be wrong.</summary>
    NotChecked,

    /// <summary>No table or column that was read has the name, but not all of the schema's file could be followed.</summary>
    Unread,

    /// <summary>A constant is none of the values that the column has with which it is compared.</summary>
    NotAmongValues,

    /// <summary>A parameter is compared with a column that has few values; whoever knows what it stands for has to look.</summary>
    ParameterValues,

    /// <summary>The operation cannot be applied to the column's type.</summary>
    UnsuitableType,

    /// <summary>The column that periods look at is neither a timestamp nor a date.</summary>
    NotATimestamp,

    /// <summary>No index serves the period.</summary>
    NoIndexForWindow,

    /// <summary>What has no pages names no key by which it could be read in parts.</summary>
    NoKeyRanges,

    /// <summary>No index holds the values of a column that are counted once, and they are too large to be held otherwise.</summary>
    NoIndexForDistinct,

    /// <summary>A join may give several rows for one, in an estimate of different values.</summary>
    MultiplyingJoin,

    /// <summary>A group may have any number of members.</summary>
    UnboundedGroup,

    /// <summary>The text does more than read, or is more than the part of a statement that it should be.</summary>
    NotARead,

    /// <summary>A function gives another value each time, or has effects.</summary>
    VolatileFunction,

    /// <summary>The clock of the server is read.</summary>
    Clock,

    /// <summary>A join keeps rows that belong to no slice of the walked table.</summary>
    OuterJoin,

    /// <summary>A text is more than one value of one row: an aggregate, a window function, several expressions.</summary>
    NotOneRow,

    /// <summary>What is said leaves open which rows are meant, or how they come, so that statements may differ.</summary>
    Unsteady,
}
