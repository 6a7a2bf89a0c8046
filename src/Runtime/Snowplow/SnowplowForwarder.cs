using System.Globalization;
using ServicePing.Runtime.Configuration;
using ServicePing.Runtime.Delivery;
using ServicePing.Runtime.Forwarding;
using ServicePing.Runtime.Settings;

namespace ServicePing.Runtime.Snowplow;

/// <summary>Sends events to a Snowplow collector, through the one gate.</summary>
internal sealed class SnowplowForwarder(EgressGate gate, LiveOptions options, InstanceSecret secret, TimeProvider clock) : IEventForwarder, IBodyForwarder
{
    private const string Path = "com.snowplowanalytics.snowplow/tp2";

    public string Name => "snowplow";

    public ReadOnlyMemory<byte> LastBody { get; private set; }

    public async Task<ForwardingResult> ForwardAsync(IReadOnlyList<ForwardedEvent> events, CancellationToken cancellationToken)
    {
        ServicePingOptions now = options.Value;
        if (ReceiverAddress.Read(now.Snowplow.Collector) is not { } collector)
        {
            return ForwardingResult.NotPermitted("There is no collector any more.");
        }

        InstancePseudonyms pseudonyms = await secret.PseudonymsAsync(cancellationToken).ConfigureAwait(false);
        ReadOnlyMemory<byte> body = new SnowplowPayload(now, pseudonyms.Instance).Write(events, clock.GetUtcNow());
        LastBody = body;
        EgressAnswer answer = await gate
            .PostAsync(EgressPurpose.Events, ReceiverAddress.At(collector, Path), body, [], cancellationToken)
            .ConfigureAwait(false);
        return Judge(answer);
    }

    private static ForwardingResult Judge(EgressAnswer answer)
    {
        if (answer.Refusal is { } refusal)
        {
            return ForwardingResult.NotPermitted(refusal);
        }

        string said = answer.StatusCode is { } code
            ? string.Create(CultureInfo.InvariantCulture, $"The collector has answered with {code}.")
            : $"To the collector: {answer.Message}";
        return answer switch
        {
            // What it says besides is of no interest.
            { StatusCode: >= 200 and <= 299 } => ForwardingResult.Forwarded,
            { StatusCode: 413 } => ForwardingResult.TooLarge(said),
            { StatusCode: 408 or 425 or 429 or >= 500 } => ForwardingResult.Again(said, answer.RetryAfter),
            { StatusCode: not null } => ForwardingResult.Refused(
                answer.Outcome == EgressOutcomes.Redirected ? answer.Message : $"{said} See whether its address and the vendor's schemas are right."),
            _ => ForwardingResult.Again(said),
        };
    }
}
