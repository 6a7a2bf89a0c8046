namespace ServicePing.Tool;

/// <summary>An argument that cannot be used as it is; the message says why, and is all that the user is shown.</summary>
internal sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What the program exits with, whatever the command; 1 is an answer that is no good news.</summary>
    internal const int ExitCode = 2;
}
