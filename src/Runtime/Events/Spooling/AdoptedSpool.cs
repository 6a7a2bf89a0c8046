namespace ServicePing.Runtime.Events.Spooling;

/// <summary>The spool of a process that has ended.</summary>
/// <param name="File">The file, which is ours now.</param>
/// <param name="Groups">What is left to write of it.</param>
internal sealed record AdoptedSpool(SpoolFile File, Queue<SpoolGroup> Groups)
{
    /// <summary>How many movements of counters were written.</summary>
    internal long Moves { get; set; }
}
