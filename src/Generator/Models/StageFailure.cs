using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Embedding;
using ServicePing.Definitions.Locking;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Rules;
using ServicePing.Definitions.Schema;

namespace ServicePing.Generators.Models;

/// <summary>A defect of the generator itself.</summary>
/// <param name="Path">The file at which it showed; null where no single one is to blame.</param>
/// <param name="Message">The exception's message.</param>
internal sealed record StageFailure(string? Path, string Message)
{
    /// <summary>The place in the file.</summary>
    public SourceSpan Span { get; init; }
}

/// <summary>A definition at which planning fails, and so is left out.</summary>
/// <param name="SourceFile">Its file, seen from the definitions root; empty where no single definition is to blame.</param>
/// <param name="Kind">What it defines.</param>
/// <param name="Position">Which of its file's definitions it is.</param>
/// <param name="Message">The exception's message.</param>
internal sealed record Culprit(string SourceFile, DefinitionKind Kind, int Position, string Message);

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

    /// <summary>The lockfile, where the file is that and the generator reports problems.</summary>
    public ReadLockfile? Lockfile { get; init; }
}
