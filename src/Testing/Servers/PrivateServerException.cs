namespace ServicePing.Testing;

/// <summary>A private server cannot be found, started or stopped. The message holds the last lines that it wrote.</summary>
public sealed class PrivateServerException : Exception
{
    /// <summary>Says what failed.</summary>
    public PrivateServerException(string message)
        : base(message)
    {
    }

    internal PrivateServerException(string message, string output)
        : base(output.Length == 0 ? message : $"{message} Its last lines:\n{output}") =>
        PortTaken = output.Contains("address already in use", StringComparison.OrdinalIgnoreCase);

    internal bool PortTaken { get; }
}
