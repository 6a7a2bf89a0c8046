using System.Runtime.InteropServices;

namespace ServicePing.Testing;

/// <summary>The signals that a private server gets, by their numbers on Linux.</summary>
internal enum Signal
{
    Interrupt = 2,
    Kill = 9,
    Continue = 18,
    Stop = 19,
}

internal static class Signals
{
    /// <summary>Sends a signal; a process that has already gone is no error.</summary>
    public static void SendTo(this Signal signal, int processId) => _ = Kill(processId, (int)signal);

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int processId, int signal);
}
