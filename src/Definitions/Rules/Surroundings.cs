using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Locking;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Schema;

namespace ServicePing.Definitions.Rules;

/// <summary>What is known of a project besides its definitions. What is null is unknown, which silences the rules that need it.</summary>
public sealed record Surroundings
{
    /// <summary>Nothing is known.</summary>
    public static Surroundings Unknown { get; } = new();

    /// <summary>The instrumentation classes of the program.</summary>
    public IReadOnlyList<InstrumentationClass>? Classes { get; init; }

    /// <summary>The schema of the database.</summary>
    public DatabaseSchema? Schema { get; init; }

    /// <summary>What <c>servicepings.lock</c> has recorded.</summary>
    public ReadLockfile? Lockfile { get; init; }

    /// <summary>The version of the product that is being built.</summary>
    public ProductVersion? ProductVersion { get; init; }

    /// <summary>The metric sets of the libraries that the project refers to.</summary>
    public IReadOnlyList<ReferencedSet>? References { get; init; }

    /// <summary>Looks for a file that a definition names by its path in the repository; gives null where it may be there and cannot be looked at.</summary>
    public Func<string, NamedFile?>? FindFile { get; init; }

    /// <summary>What the C# of the program does with definitions; null where the project does not build the program.</summary>
    public ProgramUse? Use { get; init; }

    /// <summary>Whether something that rules look at is known.</summary>
    internal bool Knows(RuleInput input) => input switch
    {
        RuleInput.Classes => Classes is not null,
        RuleInput.Schema => Schema is not null,
        RuleInput.Lockfile => Lockfile is not null,
        RuleInput.ProductVersion => ProductVersion is not null,
        RuleInput.References => References is not null,
        RuleInput.NamedFiles => FindFile is not null,
        RuleInput.Program => Use is not null,
        _ => true,
    };
}
