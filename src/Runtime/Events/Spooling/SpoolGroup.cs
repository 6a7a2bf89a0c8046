namespace ServicePing.Runtime.Events.Spooling;

/// <summary>What of a process that has ended belongs to one flush, of which nobody knows whether the store has it.</summary>
/// <param name="Flush">The number of the flush.</param>
/// <param name="Records">What was tracked, in order.</param>
internal sealed record SpoolGroup(long Flush, IReadOnlyList<SpoolRecord.Tracked> Records)
{
    /// <summary>The groups of flushes that are not known to be settled, in their order.</summary>
    internal static IReadOnlyList<SpoolGroup> Open(IReadOnlyList<SpoolRecord> records)
    {
        HashSet<long> settled = [.. records.OfType<SpoolRecord.Settled>().Select(record => record.Flush)];
        return
        [
            .. from record in records.OfType<SpoolRecord.Tracked>()
               where !settled.Contains(record.Flush)
               group record by record.Flush into flush
               orderby flush.Key
               select new SpoolGroup(flush.Key, [.. flush]),
        ];
    }
}
