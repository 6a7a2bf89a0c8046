namespace ServicePing.Runtime.Delivery;

/// <summary>What lies between the program and the receiver.</summary>
internal sealed record EgressWay
{
    /// <summary>Whether a proxy is connected to instead of the receiver.</summary>
    internal bool IsProxied { get; init; }

    /// <summary>What was found of the receiver's certificate.</summary>
    internal EgressCertificate Certificate { get; } = new();

    /// <summary>Whom the program connects to.</summary>
    internal string Next => IsProxied ? "The proxy" : "The receiver";
}
