namespace ServicePing;

/// <summary>How far a request to erase is.</summary>
public enum ErasureState
{
    /// <summary>It is to be delivered, or is tried again.</summary>
    Waiting,

    /// <summary>The receiver has erased everything, and has signed that.</summary>
    Erased,

    /// <summary>The receiver has refused it, and would again.</summary>
    Refused,
}

/// <summary>The latest request to erase what the receiver holds of this installation.</summary>
/// <param name="State">How far it is.</param>
/// <param name="Message">Why, in words.</param>
public sealed record ErasureStatus(ErasureState State, string Message)
{
    /// <summary>The identifier under which the receiver erases.</summary>
    public required string Uuid { get; init; }

    /// <summary>When it was asked for, UTC.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>Who has asked for it.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>Why; null where nobody has said.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether the receiver is to refuse whatever comes later.</summary>
    public required bool RefusesLater { get; init; }

    /// <summary>Where it is delivered to: the receiver at the time of the request.</summary>
    public required Uri Receiver { get; init; }

    /// <summary>How many attempts there were.</summary>
    public int Attempts { get; init; }

    /// <summary>Before when it is not tried again, UTC; null where it is at the next look, or no more.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>The receiver's signed receipt, to the byte; null before there is one.</summary>
    public ReadOnlyMemory<byte>? Receipt { get; init; }
}
