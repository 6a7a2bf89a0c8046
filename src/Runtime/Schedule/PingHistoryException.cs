using ServicePing.Runtime.Storage;

namespace ServicePing;

/// <summary>What is kept of pings cannot be read or written; the message has the cause and the way out.</summary>
public sealed class PingHistoryException : Exception
{
    internal PingHistoryException(PingStoreException cause)
        : base(cause.Message, cause)
    {
    }
}
