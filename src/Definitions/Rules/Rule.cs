namespace ServicePing.Definitions.Rules;

/// <summary>Something that definitions must or should keep to.</summary>
/// <param name="Id">The id, <c>SP####</c>, never used again for another rule.</param>
/// <param name="Level">How bad it is to break the rule, unless the project says otherwise.</param>
/// <param name="Group">The group that the rule belongs to.</param>
/// <param name="Title">The rule in one line.</param>
public sealed record Rule(string Id, RuleLevel Level, string Group, string Title)
{
    /// <summary>Whether the rule looks at the whole C# of a program, so that it is checked when a build ends.</summary>
    public bool NeedsProgram { get; init; }
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
