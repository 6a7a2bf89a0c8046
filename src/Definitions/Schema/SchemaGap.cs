using ServicePing.Definitions.Problems;

namespace ServicePing.Definitions.Schema;

/// <summary>A place of a schema file that could not be followed, so that the database may have what nobody has read.</summary>
/// <param name="Start">The offset of the place, in UTF-16 units.</param>
/// <param name="Length">Its length.</param>
/// <param name="Subject">What stands there, in few words.</param>
public sealed record SchemaGap(int Start, int Length, string Subject)
{
    /// <summary>The same place in lines and columns.</summary>
    public SourceSpan Span { get; init; }

    /// <summary>What is wrong there and the way out; null where it is sound, and only says things that no reader can foresee.</summary>
    public string? Mistake { get; init; }

    /// <summary>The schema that may have more tables; null for any.</summary>
    public string? Schema { get; init; }

    /// <summary>Whether tables that were read may look otherwise as well.</summary>
    public bool MayAlter { get; init; } = true;
}
