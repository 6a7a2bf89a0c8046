namespace ServicePing.Tests;

/// <summary>What a <see cref="LoopProgram"/> is told.</summary>
/// <param name="Place">The connection string of a database, or a folder.</param>
/// <param name="Receiver">Where pings go.</param>
/// <param name="Schedule">When they are due.</param>
internal sealed record LoopProgramOptions(string Place, string Receiver, string Schedule)
{
    /// <summary>
    /// What befalls the first process that comes to a step, such as <c>kill computed</c>, <c>stop posted</c>, <c>exit kept</c> or, as long as
    /// the marker is there, <c>hold kept</c>; nothing where empty.
    /// </summary>
    internal string Fault { get; init; } = "";

    /// <summary>A file that says that it has happened, and to which process.</summary>
    internal string Marker { get; init; } = "";

    /// <summary>How to connect to a Redis; none where null.</summary>
    internal string? Redis { get; init; }

    internal string Write() => string.Join('\n', Place, Receiver, Schedule, Fault, Marker, Redis);

    internal static LoopProgramOptions Read(string text)
    {
        string[] words = text.Split('\n');
        return new LoopProgramOptions(words[0], words[1], words[2])
        {
            Fault = words[3],
            Marker = words[4],
            Redis = words[5].Length > 0 ? words[5] : null,
        };
    }
}
