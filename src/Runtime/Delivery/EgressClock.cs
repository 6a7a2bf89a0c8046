using System.Globalization;

namespace ServicePing.Runtime.Delivery;

/// <summary>Ends a request when the limit of the step that it is at has passed.</summary>
/// <remarks>In real time, whatever clock the program has: a receiver does not wait by that one.</remarks>
internal sealed class EgressClock : IDisposable
{
    private readonly CancellationTokenSource _limit = new();
    private readonly CancellationTokenSource _any;

    internal EgressClock(EgressLimits limits, string peer, params ReadOnlySpan<CancellationToken> others)
    {
        (Limits, Peer) = (limits, peer);
        _any = CancellationTokenSource.CreateLinkedTokenSource([_limit.Token, .. others]);
    }

    internal EgressLimits Limits { get; }

    /// <summary>What the other side is called.</summary>
    internal string Peer { get; }

    internal CancellationToken Token => _any.Token;

    /// <summary>Whether a limit has passed.</summary>
    internal bool HasPassed => _limit.IsCancellationRequested;

    /// <summary>What has taken too long, in a sentence.</summary>
    internal string Sentence { get; private set; } = "";

    /// <summary>The connection's own limit is the handler's, and this one does not come before it.</summary>
    internal void BeginConnect() => Begin(
        Limits.Connect + TimeSpan.FromSeconds(1),
        Limits.Connect,
        "There was no connection within",
        $" See whether a firewall drops it; where a proxy is needed, set {nameof(ServicePingOptions.Proxy)}.");

    internal void BeginWrite() => Begin(Limits.Write, Limits.Write, $"The {Peer} has not taken all within");

    internal void BeginAnswer() => Begin(Limits.Read, Limits.Read, $"The {Peer} has not answered within");

    /// <summary>Waits for the next piece of the answer's body.</summary>
    /// <param name="left">What is left for all of them.</param>
    internal void BeginPiece(TimeSpan left)
    {
        if (left < Limits.Read)
        {
            Begin(left, Limits.Body, "The answer has not ended within");
        }
        else
        {
            Begin(Limits.Read, Limits.Read, "The answer did not go on within");
        }
    }

    public void Dispose()
    {
        _any.Dispose();
        _limit.Dispose();
    }

    private void Begin(TimeSpan limit, TimeSpan said, string sentence, string wayOut = "")
    {
        Sentence = string.Create(CultureInfo.InvariantCulture, $"{sentence} {said.TotalSeconds:0.###} seconds.{wayOut}");
        _limit.CancelAfter(limit > TimeSpan.Zero ? limit : TimeSpan.Zero);
    }
}
