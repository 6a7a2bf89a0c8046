namespace ServicePing.Definitions.Problems;

/// <summary>Something that definitions must or should keep to.</summary>
/// <param name="Id">The id, <c>SP####</c>, never used again for another rule.</param>
/// <param name="Level">How bad it is to break the rule, unless the project says otherwise.</param>
/// <param name="Group">The group that the rule belongs to.</param>
/// <param name="Title">The rule in one line.</param>
public sealed record Rule(string Id, RuleLevel Level, string Group, string Title)
{
    /// <summary>What the rule looks at besides definitions; where that is unknown, nobody can tell whether the rule is broken.</summary>
    public RuleInput Needs { get; init; }
}

/// <summary>What a rule looks at besides definitions.</summary>
public enum RuleInput
{
    /// <summary>Nothing.</summary>
    Definitions,

    /// <summary>The instrumentation classes of the program.</summary>
    Classes,

    /// <summary>The schema of the database.</summary>
    Schema,

    /// <summary>The lockfile.</summary>
    Lockfile,

    /// <summary>The version of the product.</summary>
    ProductVersion,

    /// <summary>The metric sets of the libraries that the project refers to.</summary>
    References,

    /// <summary>The files that definitions name.</summary>
    NamedFiles,

    /// <summary>The whole C# of the program, so that the rule is checked when a build ends.</summary>
    Program,
}

/// <summary>How bad a broken rule is.</summary>
public enum RuleLevel
{
    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>Probably wrong.</summary>
    Warning,

    /// <summary>The build stops.</summary>
    Error,
}
