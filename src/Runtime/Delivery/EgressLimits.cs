namespace ServicePing.Runtime.Delivery;

/// <summary>What a request may take, and how large an answer may be.</summary>
internal sealed record EgressLimits
{
    /// <summary>Until the connection stands, with the lookup of the name, the proxy and TLS.</summary>
    internal TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Until all of the body has left.</summary>
    internal TimeSpan Write { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Until the answer begins, and between two of its pieces.</summary>
    internal TimeSpan Read { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>For all of the answer's body.</summary>
    internal TimeSpan Body { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The size of an answer in bytes.</summary>
    internal int AnswerSize { get; init; } = 1 << 20;

    /// <summary>How many redirects are followed.</summary>
    internal int Redirects { get; init; } = 3;
}
