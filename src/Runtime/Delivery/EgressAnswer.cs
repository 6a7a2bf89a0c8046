namespace ServicePing.Runtime.Delivery;

/// <summary>What leaves, and why.</summary>
internal enum EgressPurpose
{
    /// <summary>A ping.</summary>
    Ping,

    /// <summary>What the metrics of a ping have cost.</summary>
    Metadata,

    /// <summary>That a ping could not be made or sent.</summary>
    Error,

    /// <summary>Single events, to a collector.</summary>
    Events,

    /// <summary>What a secondary site has computed, to the primary.</summary>
    Site,

    /// <summary>An administrator's word that the receiver is to hold nothing any more; it leaves also where the ping is off.</summary>
    Erase,
}

/// <summary>What the other side of a purpose is called in messages.</summary>
internal static class EgressPeers
{
    internal static string PeerOf(this EgressPurpose purpose) => purpose switch
    {
        EgressPurpose.Events => "collector",
        EgressPurpose.Site => "primary",
        _ => "receiver",
    };
}

/// <summary>What became of something that was to leave.</summary>
/// <param name="Outcome">One of <see cref="EgressOutcomes"/>.</param>
/// <param name="Message">The same in a sentence, without logins.</param>
internal sealed record EgressAnswer(string Outcome, string Message)
{
    /// <summary>Why nothing was resolved, connected or sent; null where it was tried.</summary>
    internal string? Refusal { get; init; }

    /// <summary>The answer's status; null where there was none.</summary>
    internal int? StatusCode { get; init; }

    /// <summary>The answer's body where all of it has come; otherwise nothing.</summary>
    internal ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>What the receiver asks to wait for.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>How many bytes of bodies have left, redirects counted.</summary>
    internal long SentBytes { get; init; }

    internal TimeSpan Elapsed { get; init; }

    /// <summary>Whether the receiver has taken it and its answer has come as a whole.</summary>
    internal bool IsSuccess => Outcome == EgressOutcomes.Answered && StatusCode is >= 200 and <= 299;
}

/// <summary>The words for what became of it.</summary>
internal static class EgressOutcomes
{
    /// <summary>An answer has come as a whole, whatever it says.</summary>
    internal const string Answered = "answered";

    /// <summary>It was not to leave.</summary>
    internal const string NotPermitted = "not_permitted";

    /// <summary>The certificates of the option cannot be read.</summary>
    internal const string NoCertificates = "no_certificates";

    /// <summary>The name is not known, or nobody listens.</summary>
    internal const string NoConnection = "no_connection";

    /// <summary>The certificate does not fit.</summary>
    internal const string Untrusted = "untrusted";

    /// <summary>The proxy does not let it pass.</summary>
    internal const string Proxy = "proxy";

    /// <summary>A limit has passed.</summary>
    internal const string TimedOut = "timed_out";

    /// <summary>The connection has ended before the answer had.</summary>
    internal const string CutOff = "cut_off";

    /// <summary>What has come is no HTTP.</summary>
    internal const string Garbage = "garbage";

    /// <summary>The answer is larger than any.</summary>
    internal const string TooLarge = "too_large";

    /// <summary>The answer points to where nothing is sent.</summary>
    internal const string Redirected = "redirected";
}
