namespace ServicePing.Runtime.Delivery;

/// <summary>The file of certificates cannot be used.</summary>
internal sealed class EgressTrustException(string message, Exception? inner = null) : Exception(message, inner);
