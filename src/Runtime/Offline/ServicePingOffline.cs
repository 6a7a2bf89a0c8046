using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using ServicePing.Runtime.Delivery;
using ServicePing.Runtime.Offline;
using ServicePing.Runtime.Programs;
using ServicePing.Runtime.Reports;
using ServicePing.Runtime.Storage;
using ServicePing.Runtime.Wire;

namespace ServicePing;

/// <summary>The ping of an installation without internet: a signed file leaves by hand, and the receiver's receipt comes back.</summary>
/// <remarks>Registered by <c>AddServicePing</c>; docs/offline.md shows the way. Nothing here opens a connection to a receiver.</remarks>
public sealed class ServicePingOffline
{
    private readonly IPingStore _store;
    private readonly ServicePingSettings _settings;
    private readonly IOptions<ServicePingOptions> _options;
    private readonly PingProgram _program;
    private readonly ServicePingCatalogue _catalogue;

    internal ServicePingOffline(
        IPingStore store,
        ServicePingSettings settings,
        IOptions<ServicePingOptions> options,
        PingProgram program,
        ServicePingCatalogue catalogue)
    {
        _store = store;
        _settings = settings;
        _options = options;
        _program = program;
        _catalogue = catalogue;
    }

    /// <summary>
    /// Writes the ping of a cycle that was kept as a file that the receiver takes, signed with the key of the installation. It may be
    /// exported while the ping is off, since somebody asks for it, but holds nothing that is not permitted now.
    /// </summary>
    /// <param name="cycle">The cycle, such as <c>2026-W48</c>; null for the latest ping.</param>
    /// <param name="destination">Where the file goes; written once all of it is there.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OfflineException">There is no such ping, it may not leave, or the store cannot be used.</exception>
    /// <exception cref="FormatException">Owners are left out, and an assembly carries a catalogue of a later version.</exception>
    public async Task<OfflineExport> ExportAsync(string? cycle, Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        (OfflineExport export, ReadOnlyMemory<byte> file) = await InStoreAsync(
            () => FileAsync(cycle, cancellationToken), "Nothing was exported.").ConfigureAwait(false);
        await destination.WriteAsync(file, cancellationToken).ConfigureAwait(false);
        return export;
    }

    /// <summary>
    /// Takes the receiver's answer to an exported file: verifies its receipt, and notes that the ping was delivered. Twice is as once. A
    /// receiver is known by its key from the first receipt on.
    /// </summary>
    /// <param name="answer">The answer's body, as it has come.</param>
    /// <param name="who">Who brings it, as the history is to show.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArgumentException">It is not said who brings it.</exception>
    /// <exception cref="OfflineException">It is no receipt of a ping of this installation, was changed, or the store cannot be used.</exception>
    public Task<ImportedReceipt> ImportReceiptAsync(
        ReadOnlyMemory<byte> answer, string who, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(who);
        return InStoreAsync(() => ImportAsync(ReceiptFile.Read(answer), who, cancellationToken), "Nothing was imported.");
    }

    private async Task<(OfflineExport Export, ReadOnlyMemory<byte> File)> FileAsync(string? cycle, CancellationToken cancellationToken)
    {
        PingSettings settings = await _settings.RefreshAsync(cancellationToken).ConfigureAwait(false);
        if (!settings.IsConfirmed)
        {
            throw new OfflineException($"Nothing was exported, since nobody can say what is permitted. {settings.Problems[0]}");
        }

        InstanceIdentity identity = new(_store);
        if (await identity.EnvironmentAsync(_options.Value.Uuid, cancellationToken).ConfigureAwait(false) == EnvironmentState.Changed)
        {
            throw new OfflineException(identity.Elsewhere);
        }

        KeptPing ping = await FindAsync(cycle, cancellationToken).ConfigureAwait(false);
        if (KeptPermission.Violation(_program, _catalogue, settings.Permissions, ping.Bytes) is { } violation)
        {
            throw new OfflineException($"{violation} Export the ping of a later cycle, or permit it again.");
        }

        PingClaim claim = PingClaim.Of(ping);
        if (claim.Obstacle is { } obstacle)
        {
            throw new OfflineException(
                $"The ping of '{ping.Record.Cycle}' was not exported. {obstacle} Export the ping of a later cycle then.");
        }

        string uuid = claim.Uuid!;
        using ECDsa key = await identity.KeyAsync(cancellationToken).ConfigureAwait(false);
        DateTimeOffset now = await _store.NowAsync(cancellationToken).ConfigureAwait(false);
        ReadOnlyMemory<byte> file = ExportFile.Write(ping, uuid, PingOrigin.Of(_catalogue, claim), key, now);
        return (new OfflineExport(ping.Record.Cycle, uuid, file.Length), file);
    }

    private async Task<KeptPing> FindAsync(string? cycle, CancellationToken cancellationToken)
    {
        if (cycle is null)
        {
            IReadOnlyList<PingRecord> latest = await _store.PingsAsync(PingKind.AllValues, 1, cancellationToken).ConfigureAwait(false);
            cycle = latest is [var last, ..]
                ? last.Cycle
                : throw new OfflineException("No ping was kept yet. Wait for the first cycle, or begin one by hand.");
        }

        return await _store.FindPingAsync(PingKind.AllValues, cycle, cancellationToken).ConfigureAwait(false)
            ?? throw new OfflineException($"No ping of the cycle '{EgressText.Line(cycle)}' is kept: it never was, or was removed for its age.");
    }

    private async Task<ImportedReceipt> ImportAsync(ReceiverReceipt receipt, string who, CancellationToken cancellationToken)
    {
        KeptPing ping = await _store.FindPingAsync(PingKind.AllValues, receipt.Cycle, cancellationToken).ConfigureAwait(false)
            ?? throw new OfflineException(
                $"It is the receipt of a cycle '{EgressText.Line(receipt.Cycle)}', of which no ping is kept here: it is that of another "
                + "installation, or the ping was removed for its age.");
        PingSettings settings = await _settings.RefreshAsync(cancellationToken).ConfigureAwait(false);
        if (await new ReceiptCheck(_store, _options.Value)
            .ProblemAsync(receipt, PingClaim.Of(ping), settings.Receiver, cancellationToken).ConfigureAwait(false) is { } problem)
        {
            throw new OfflineException(problem);
        }

        KeptReceipts receipts = new(_store);
        bool isNew = await receipts.KeepAsync(receipt, cancellationToken).ConfigureAwait(false);
        if (await _store.FindCycleAsync(receipt.Cycle, cancellationToken).ConfigureAwait(false) is { } cycle)
        {
            await receipts.EndAsync(cycle, receipt, who, cancellationToken).ConfigureAwait(false);
        }

        return new ImportedReceipt(
            receipt.Cycle,
            receipt.UsageDataId,
            DateTimeOffset.TryParse(
                receipt.ReceivedAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at) ? at : null,
            isNew);
    }

    private static async Task<T> InStoreAsync<T>(Func<Task<T>> work, string consequence)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (PingStoreException exception)
        {
            throw new OfflineException($"{consequence} {exception.Message}", exception);
        }
    }
}

/// <summary>A receipt that is kept.</summary>
/// <param name="Cycle">The cycle whose ping the receiver holds.</param>
/// <param name="UsageDataId">How the receiver calls the ping.</param>
/// <param name="ReceivedAt">Since when the receiver holds it, UTC; null where it does not say it in its way.</param>
/// <param name="IsNew">Whether no receipt of this cycle was imported before.</param>
public sealed record ImportedReceipt(string Cycle, long UsageDataId, DateTimeOffset? ReceivedAt, bool IsNew);
