namespace ServicePing.Tool;

/// <summary>An argument that cannot be used as it is; the message says why, and is all that the user is shown.</summary>
internal sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner);
