namespace ServicePing.Runtime.Storage;

/// <summary>The store of pings cannot do what it was asked for: where, why, and what helps. Nothing was changed.</summary>
internal sealed class PingStoreException(string message, Exception? cause = null) : Exception(message, cause);
