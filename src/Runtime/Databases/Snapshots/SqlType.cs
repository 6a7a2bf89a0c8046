namespace ServicePing.Runtime.Databases.Snapshots;

/// <summary>A type of the server, as its catalogue has it.</summary>
/// <param name="Name">Its name, as the SQL standard calls it; with its schema where it is none of the server's own.</param>
/// <param name="FullName">The name by which a cast calls it.</param>
/// <param name="Kind">What it is made of.</param>
/// <param name="Parts">The types that it is made of: of an array's elements, a domain's base, a row's columns, a range's bounds.</param>
internal sealed record SqlType(string Name, string FullName, SqlTypeKind Kind, IReadOnlyList<SqlType> Parts)
{
    /// <summary>A type that is made of no other.</summary>
    internal static SqlType Base(string name) => new(name, name, SqlTypeKind.Base, []);
}

/// <summary>What a type is made of.</summary>
internal enum SqlTypeKind
{
    /// <summary>Nothing else.</summary>
    Base,

    /// <summary>Labels.</summary>
    Enumeration,

    /// <summary>Another type, under conditions.</summary>
    Domain,

    /// <summary>Elements.</summary>
    Array,

    /// <summary>Columns.</summary>
    Composite,

    /// <summary>Two bounds.</summary>
    Range,

    /// <summary>Ranges.</summary>
    Multirange,
}
