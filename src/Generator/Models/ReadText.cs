using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Embedding;
using ServicePing.Definitions.Locking;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Schema;

namespace ServicePing.Generators.Models;

/// <summary>The meaning of a file, as each of its readers needs it.</summary>
/// <param name="Plan">What planning reads.</param>
/// <param name="Words">What people read.</param>
/// <param name="Rows">Everything, for the embedded catalogue; null where the definitions say nothing.</param>
/// <param name="Failure">What went wrong inside the generator; null for nothing.</param>
internal sealed record ReadDefinition(DefinitionFile Plan, FileWords Words, CatalogueRows? Rows, StageFailure? Failure);

/// <summary>What the definitions of a file say to those who use their members and methods.</summary>
/// <param name="Metrics">Of each metric definition.</param>
/// <param name="Events">Of each event definition.</param>
internal sealed record FileWords(EquatableArray<MemberDocumentation> Metrics, EquatableArray<EventMethod> Events);

/// <summary>What was read of a file: its meaning, and apart from that, where everything stands.</summary>
/// <param name="Definition">The meaning; null where the file is no definition.</param>
/// <param name="Positions">The file with its positions and problems; null where the analyzer looks at them.</param>
internal sealed record ReadText(ReadDefinition? Definition, ReadFile? Positions)
{
    /// <summary>The database's schema, where the file is that and the generator reports problems.</summary>
    public DatabaseSchema? Schema { get; init; }

    /// <summary>What the database has by that schema, as one text, where the product compares them.</summary>
    public string? SchemaObjects { get; init; }

    /// <summary>The lockfile, where the file is that and the generator reports problems.</summary>
    public ReadLockfile? Lockfile { get; init; }

    /// <summary>The words of the file, where it is a view, in which events may be triggered.</summary>
    public ViewWords? View { get; init; }
}

/// <summary>Every word of a view, once and in ordinal order: what is C# in it, only its own compiler knows.</summary>
internal sealed record ViewWords(EquatableArray<string> Words);
