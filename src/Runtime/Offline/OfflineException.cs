namespace ServicePing;

/// <summary>A ping cannot be exported, or a receipt not imported: why, and what helps. Nothing was changed.</summary>
public sealed class OfflineException : Exception
{
    internal OfflineException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
