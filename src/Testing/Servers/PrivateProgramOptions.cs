namespace ServicePing.Testing;

/// <summary>Which program is run, and how it is told its port.</summary>
public sealed record PrivateProgramOptions
{
    /// <summary>The program: its path, or its name where it is on PATH. It serves itself, and starts no other process that does.</summary>
    public required string Program { get; init; }

    /// <summary>
    /// Its arguments, from its port on 127.0.0.1 and a folder of its own, which is removed with it. Asked at each start, so that it may run otherwise
    /// after a restart.
    /// </summary>
    public required Func<int, string, IEnumerable<string>> Arguments { get; init; }

    /// <summary>The path that is asked by HTTP until an answer is good (2xx); <c>/</c> by default.</summary>
    public string ReadyPath { get; init; } = "/";

    /// <summary>How long the program may take until it answers; one minute by default.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long an orderly shutdown may take before the program is killed; ten seconds by default.</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(10);

    internal Func<int> NextPort { get; init; } = LoopbackPort.Free;
}
