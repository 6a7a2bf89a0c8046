using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using ServicePing.Runtime.Delivery;
using ServicePing.Runtime.Forwarding;
using ServicePing.Runtime.Offline;
using ServicePing.Runtime.Settings;
using ServicePing.Runtime.Storage;
using ServicePing.Runtime.Values;
using ServicePing.Runtime.Wire;

namespace ServicePing;

/// <summary>Asks the receiver to erase what it holds of this installation, where somebody says so, and never otherwise.</summary>
/// <remarks>
/// Registered by <c>AddServicePing</c>. A request is kept and delivered until the receiver has answered, also while the ping is off;
/// docs/offline.md says more.
/// </remarks>
public sealed class ServicePingErasure
{
    private const string Audited = "erasure";

    private readonly IPingStore _store;
    private readonly ServicePingSettings _settings;
    private readonly IOptions<ServicePingOptions> _options;
    private readonly EgressGate _gate;
    private readonly InstanceSecret _secret;

    internal ServicePingErasure(
        IPingStore store, ServicePingSettings settings, IOptions<ServicePingOptions> options, EgressGate gate, InstanceSecret secret)
    {
        _store = store;
        _settings = settings;
        _options = options;
        _gate = gate;
        _secret = secret;
    }

    /// <summary>What spreads repeated attempts.</summary>
    internal Random Random { get; set; } = Random.Shared;

    /// <summary>
    /// Keeps the request for delivery to the present receiver, in place of an earlier one. What is kept here stays; the ping goes on
    /// unless it is switched off. The secret of pseudonyms is drawn anew, so that single events that are forwarded later bear others.
    /// </summary>
    /// <param name="reason">Why, as the vendor is to see it; at most 1,000 characters without line breaks. Null for none.</param>
    /// <param name="refuseLater">Whether the receiver is to refuse whatever comes later under this identifier, for good.</param>
    /// <param name="who">Who asks for it, as the history is to show.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArgumentException">It is not said who asks, or the reason is too long or has line breaks.</exception>
    /// <exception cref="ErasureException">There is no receiver or identifier, this is a copy, or the store cannot be used.</exception>
    public async Task<ErasureStatus> RequestAsync(
        string? reason, bool refuseLater, string who, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(who);
        if (reason is not null && (reason.Length > EraseRequest.MaxReason || reason.Any(char.IsControl)))
        {
            throw new ArgumentException($"A reason has {EraseRequest.MaxReason} characters at most and no line breaks.", nameof(reason));
        }

        try
        {
            EraseRequest request = await RequestOfAsync(reason is "" ? null : reason, refuseLater, who, cancellationToken).ConfigureAwait(false);
            await _store.SetAsync(Audited, request.RequestedAt, who, cancellationToken).ConfigureAwait(false);
            await _secret.RenewAsync(cancellationToken).ConfigureAwait(false);
            await _store.ReplaceAsync(InstanceNames.EraseRequest, request.ToKept(), cancellationToken).ConfigureAwait(false);
            return StatusOf(request, ErasureProgress.Begun(request));
        }
        catch (PingStoreException exception)
        {
            throw new ErasureException($"Nothing was requested. {exception.Message}", exception);
        }
    }

    /// <summary>How far the latest request is; null where there was none.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ErasureException">The store cannot be used.</exception>
    public async Task<ErasureStatus?> StatusAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await FindAsync(cancellationToken).ConfigureAwait(false) is var (request, progress) ? StatusOf(request, progress) : null;
        }
        catch (PingStoreException exception)
        {
            throw new ErasureException(exception.Message, exception);
        }
    }

    /// <summary>Delivers the request, where there is one that is due; otherwise no connection is opened but to the store.</summary>
    /// <remarks>Two processes may deliver at once: the receiver answers the same request the same.</remarks>
    /// <exception cref="PingStoreException">The store cannot be used.</exception>
    internal async Task DeliverDueAsync(CancellationToken cancellationToken)
    {
        if (await FindAsync(cancellationToken).ConfigureAwait(false) is not var (request, progress)
            || !progress.IsDue(await _store.NowAsync(cancellationToken).ConfigureAwait(false))
            || await IsCopyAsync(cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        Uri address = ReceiverAddress.At(request.Receiver, "erase");
        EgressAnswer answer =
            await _gate.PostAsync(EgressPurpose.Erase, address, request.Body, [], cancellationToken).ConfigureAwait(false);
        ErasureProgress next = await JudgeAsync(request, progress, answer, cancellationToken).ConfigureAwait(false);
        await _store.ReplaceAsync(InstanceNames.EraseProgress, next.ToKept(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Forgets a request that has ended and is older than so many weeks; one that waits stays until it is delivered.</summary>
    /// <exception cref="PingStoreException">The store cannot be used.</exception>
    internal async Task RemoveOldAsync(int weeks, CancellationToken cancellationToken)
    {
        if (await FindAsync(cancellationToken).ConfigureAwait(false) is var (request, progress)
            && progress.State != ErasureState.Waiting
            && request.Moment < await _store.NowAsync(cancellationToken).ConfigureAwait(false) - TimeSpan.FromDays(7L * weeks))
        {
            // In this order and these very bytes: what a later request has put in their place stays.
            await _store.ForgetAsync(InstanceNames.EraseRequest, request.ToKept(), cancellationToken).ConfigureAwait(false);
            await _store.ForgetAsync(InstanceNames.EraseProgress, progress.ToKept(), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<EraseRequest> RequestOfAsync(
        string? reason, bool refuseLater, string who, CancellationToken cancellationToken)
    {
        PingSettings settings = await _settings.RefreshAsync(cancellationToken).ConfigureAwait(false);
        Uri receiver = settings.Receiver ?? throw new ErasureException(
            $"There is no receiver that could erase anything; set {nameof(ServicePingOptions.Receiver)} to the one that was used.");
        if (await IsCopyAsync(cancellationToken).ConfigureAwait(false))
        {
            throw new ErasureException($"A copy erases nothing of the original. {new InstanceIdentity(_store).Elsewhere}");
        }

        string? uuid = _options.Value.Uuid;
        if (uuid is null || !WireName.IsValid(uuid))
        {
            throw new ErasureException(
                $"There is no {nameof(ServicePingOptions.Uuid)} of {WireName.Expected}, by which the receiver knows what to erase.");
        }

        using ECDsa key = await new InstanceIdentity(_store).KeyAsync(cancellationToken).ConfigureAwait(false);
        DateTimeOffset now = await _store.NowAsync(cancellationToken).ConfigureAwait(false);
        return EraseRequest.Of(uuid, now, refuseLater, reason, who, receiver, key);
    }

    private async Task<bool> IsCopyAsync(CancellationToken cancellationToken) =>
        await new InstanceIdentity(_store).EnvironmentAsync(_options.Value.Uuid, cancellationToken).ConfigureAwait(false)
        == EnvironmentState.Changed;

    private async Task<(EraseRequest Request, ErasureProgress Progress)?> FindAsync(CancellationToken cancellationToken)
    {
        if (await _store.FindKeptAsync(InstanceNames.EraseRequest, cancellationToken).ConfigureAwait(false) is not { } kept)
        {
            return null;
        }

        EraseRequest request = EraseRequest.FromKept(kept, _store.Place);
        return await _store.FindKeptAsync(InstanceNames.EraseProgress, cancellationToken).ConfigureAwait(false) is { } progress
            && ErasureProgress.FromKept(progress, _store.Place) is var read
            && read.Request == request.Hash
                ? (request, read)
                : (request, ErasureProgress.Begun(request));
    }

    private async Task<ErasureProgress> JudgeAsync(
        EraseRequest request, ErasureProgress before, EgressAnswer answer, CancellationToken cancellationToken)
    {
        ErasureProgress after = before with { Attempts = before.Attempts + 1, NextAttemptAt = null };
        if (answer.IsSuccess)
        {
            ErasureReceipt? receipt = ErasureReceipt.Read(answer.Body, request);
            ReceiptCheck check = new(_store, _options.Value);
            bool isReceiver = receipt is not null
                && await check.IsReceiverAsync(receipt.Key, request.Receiver, cancellationToken).ConfigureAwait(false);
            return isReceiver ? after with { State = ErasureState.Erased, Message = receipt!.Sentence, Receipt = receipt.Bytes }
                : await LaterAsync(receipt is null
                    ? "The receiver's answer is no signed receipt of this request."
                    : ReceiptCheck.OtherKey)
                    .ConfigureAwait(false);
        }

        // What these say would be said of the same request again.
        return answer.StatusCode is 400 or 403 or 409 or 410 or 413 or 415 or 422
            ? after with
            {
                State = ErasureState.Refused,
                Message = string.Create(CultureInfo.InvariantCulture, $"The receiver has refused it with {answer.StatusCode}. Ask the vendor, and request it anew."),
            }
            : await LaterAsync(answer.StatusCode is { } status
                ? string.Create(CultureInfo.InvariantCulture, $"The receiver has answered with {status}.")
                : answer.Message).ConfigureAwait(false);

        async Task<ErasureProgress> LaterAsync(string message)
        {
            DateTimeOffset now = await _store.NowAsync(cancellationToken).ConfigureAwait(false);
            DateTimeOffset next = now + RetryDelays.Of(before.Attempts, answer.RetryAfter, Random);
            return after with { Message = $"{message} It is tried again at {Timestamp.Format(next)}.", NextAttemptAt = next };
        }
    }

    private static ErasureStatus StatusOf(EraseRequest request, ErasureProgress progress) => new(progress.State, progress.Message)
    {
        Uuid = request.Uuid,
        RequestedAt = request.Moment,
        RequestedBy = request.RequestedBy,
        Reason = request.Reason,
        RefusesLater = request.RefusesLater,
        Receiver = request.Receiver,
        Attempts = progress.Attempts,
        NextAttemptAt = progress.NextAttemptAt,
        Receipt = progress.Receipt,
    };
}
