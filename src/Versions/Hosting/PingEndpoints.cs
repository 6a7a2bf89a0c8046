using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ServicePing.Versions;

/// <summary>Pings, sent or brought as a file.</summary>
internal sealed class PingEndpoints
{
    private readonly Exchanges _exchanges;
    private readonly ReceiverDatabase _database;
    private readonly Inbox _inbox;
    private readonly TimeProvider _clock;
    private readonly BodyLimits _limits;
    private readonly UsageReader _usage;

    public PingEndpoints(
        Exchanges exchanges, ReceiverDatabase database, Inbox inbox, IOptions<ServicePingReceiverOptions> options, TimeProvider clock)
    {
        _exchanges = exchanges;
        _database = database;
        _inbox = inbox;
        _clock = clock;
        _limits = options.Value.Limits;
        _usage = new UsageReader(options.Value.ActiveUsersKeyPath, options.Value.DevOpsKeyPaths.AsReadOnly());
    }

    internal Task UsageDataAsync(HttpContext context) => _exchanges.RunAsync(context, async exchange =>
    {
        using ReceivedBody body = await exchange.ReadBodyAsync(_limits).ConfigureAwait(false);
        PingHeaders headers = PingHeaders.Read(context.Request.Headers);
        await ReceiveAsync(exchange, headers, body, isOffline: false).ConfigureAwait(false);
    });

    internal Task OfflineAsync(HttpContext context) => _exchanges.RunAsync(context, async exchange =>
    {
        // Base64 makes the content a third larger.
        BodyLimits limits = _limits with { Sent = (_limits.Sent / 3 * 4) + 4096, Unpacked = (_limits.Unpacked / 3 * 4) + 4096 };
        using ReceivedBody sent = await exchange.ReadBodyAsync(limits).ConfigureAwait(false);
        OfflineFile file = OfflineFile.Read(sent.Content, _limits.Depth);
        using ReceivedBody body = ReceivedBody.Unpack(file.Content, file.IsGzip, _limits);
        await ReceiveAsync(exchange, file.Headers, body, isOffline: true).ConfigureAwait(false);
    });

    private async Task ReceiveAsync(Exchange exchange, PingHeaders headers, ReceivedBody body, bool isOffline)
    {
        Payload payload = Payload.Read(body.Content.Span, _usage.Tree, _limits.Depth);
        _exchanges.CountInstance(exchange, payload.Uuid);
        PingKey key = KeyOf(headers, payload);
        Digest digest = Digest.Of(body.Content.Span);
        if (headers.Digest is { } said && said != digest)
        {
            throw new RefusedInputException(422, $"The bytes before compression have the digest {digest}, and not {said} as was said.");
        }

        Receipt receipt = new(
            key, digest, await _database.NextNumberAsync(exchange.Aborted).ConfigureAwait(false), _clock.Now());
        ReceiverKey signer = await _database.KeyAsync(exchange.Aborted).ConfigureAwait(false);
        ArrivedPing ping = new(
            headers,
            payload,
            _usage.PerUser(payload.Figures),
            body.Sent,
            body.IsGzip,
            body.Content.Length,
            isOffline,
            receipt.SignWith(signer));
        switch (await _inbox.AddAsync(ping).ConfigureAwait(false))
        {
            case PingOutcome.Stored stored:
                await exchange.AnswerAsync(stored.IsNew ? 201 : 200, stored.Answer).ConfigureAwait(false);
                break;
            case PingOutcome.Refused refused:
                await _exchanges.RefuseAsync(exchange, refused.Status, refused.Reason).ConfigureAwait(false);
                break;
        }
    }

    private static PingKey KeyOf(PingHeaders headers, Payload payload)
    {
        if (headers.Key is not { } key)
        {
            return payload.RecordedAt is { } moment
                ? new PingKey(payload.Uuid, Moment.Write(moment))
                : throw new RefusedInputException(
                    422, "There is neither an Idempotency-Key nor a recorded_at in the payload: one of them must tell the ping from others.");
        }

        return key.Uuid == payload.Uuid
            ? key
            : throw new RefusedInputException(
                422, $"The key is of the instance '{key.Uuid}', and the payload of '{payload.Uuid}': they must be the same.");
    }
}
