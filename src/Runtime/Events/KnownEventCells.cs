using System.Collections.Frozen;

namespace ServicePing.Runtime.Events;

/// <summary>Where a known event is counted: without a context, and in each of them.</summary>
internal sealed class KnownEventCells(int plain, FrozenDictionary<string, int> byContext)
{
    /// <summary>The position of the cell; null where the context is not one of the program's.</summary>
    internal int? Of(string? context) => context is null ? plain
        : byContext.TryGetValue(context, out int cell) ? cell
        : null;
}
