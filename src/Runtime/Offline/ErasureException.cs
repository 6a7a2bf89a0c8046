namespace ServicePing;

/// <summary>A request to erase cannot be made: why, and what helps. Nothing was changed.</summary>
public sealed class ErasureException : Exception
{
    internal ErasureException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
