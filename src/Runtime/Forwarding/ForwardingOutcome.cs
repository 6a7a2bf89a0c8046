namespace ServicePing.Runtime.Forwarding;

/// <summary>What has become of a batch, in a word.</summary>
internal enum ForwardingOutcome
{
    /// <summary>The other side has it.</summary>
    Forwarded,

    /// <summary>It is to be tried again.</summary>
    Again,

    /// <summary>The same would be refused again.</summary>
    Refused,

    /// <summary>A part of it might be taken.</summary>
    TooLarge,

    /// <summary>Nothing may leave.</summary>
    NotPermitted,
}
