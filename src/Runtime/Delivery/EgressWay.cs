namespace ServicePing.Runtime.Delivery;

/// <summary>What lies between the program and the other side.</summary>
/// <param name="peer">What the other side is called.</param>
internal sealed class EgressWay(string peer)
{
    /// <summary>What the other side is called.</summary>
    internal string Peer => peer;

    /// <summary>Whether a proxy is connected to instead of the other side.</summary>
    internal bool IsProxied { get; init; }

    /// <summary>What was found of the other side's certificate.</summary>
    internal EgressCertificate Certificate { get; } = new(peer);

    /// <summary>Whom the program connects to.</summary>
    internal string Next => IsProxied ? "The proxy" : $"The {peer}";
}
