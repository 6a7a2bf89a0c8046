using System.Security.Cryptography;

namespace ServicePing.Runtime.Storage;

/// <summary>A ping that is to be kept to the byte.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="RecordedAt">The moment from which every period was computed.</param>
/// <param name="Bytes">The JSON, as it is shown, sent and exported.</param>
internal sealed record PingDraft(PingKind Kind, DateTimeOffset RecordedAt, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>What the metrics have cost, as it is sent; null where nobody asks.</summary>
    internal ReadOnlyMemory<byte>? Metadata { get; init; }
}

/// <summary>A ping that is kept, without its bytes.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Number">Its position among all pings of its kind, from 1.</param>
/// <param name="Cycle">The cycle that has made it.</param>
internal sealed record PingRecord(PingKind Kind, long Number, string Cycle)
{
    internal required DateTimeOffset RecordedAt { get; init; }

    internal required DateTimeOffset KeptAt { get; init; }

    /// <summary>The number of its bytes.</summary>
    internal required int Size { get; init; }

    /// <summary>The hash of its bytes, in small hexadecimal digits.</summary>
    internal required string Sha256 { get; init; }

    /// <summary>The hash of the ping before of the same kind; null for the first.</summary>
    internal string? PreviousSha256 { get; init; }
}

/// <summary>A ping that is kept.</summary>
internal sealed record KeptPing(PingRecord Record, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>What the metrics have cost, as it is sent; null where it was not kept.</summary>
    internal ReadOnlyMemory<byte>? Metadata { get; init; }
}

/// <summary>What became of a ping that was to be kept.</summary>
internal enum KeepOutcome
{
    /// <summary>It is kept.</summary>
    Kept,

    /// <summary>The cycle has one of this kind already, which stays: a cycle has one ping.</summary>
    AlreadyKept,

    /// <summary>Nothing was kept: another has taken the cycle since, or it has ended.</summary>
    Lost,
}

/// <summary>What a look at the hashes of all pings of a kind has found.</summary>
/// <param name="Pings">How many were looked at.</param>
/// <param name="Problem">The first gap or change, in words; null where there is none.</param>
internal sealed record ChainVerdict(long Pings, string? Problem);

/// <summary>Follows the pings of a kind from the oldest to the latest.</summary>
/// <param name="removed">How many were removed for their age.</param>
/// <param name="removedSha256">The hash of the last of them.</param>
internal sealed class ChainCheck(long removed, string? removedSha256)
{
    private long _number = removed;
    private string? _sha256 = removedSha256;
    private long _pings;

    internal string? Problem { get; private set; }

    /// <summary>Looks at the next one.</summary>
    internal void Add(PingRecord ping, ReadOnlySpan<byte> bytes)
    {
        _pings++;
        _number++;
        Problem ??= ping.Number != _number ? Missing(_number, ping.Number - 1)
            : ping.PreviousSha256 != _sha256
                ? $"Ping {ping.Number} ({ping.Cycle}) does not follow the ping before it: one of them was changed."
            : bytes.Length != ping.Size || PingWords.Hash(bytes) != ping.Sha256
                ? $"Ping {ping.Number} ({ping.Cycle}) was changed after it was kept."
            : null;
        _sha256 = ping.Sha256;
        _number = ping.Number;
    }

    /// <summary>Looks at what comes after the latest.</summary>
    /// <param name="length">How many pings there have ever been.</param>
    /// <param name="lastSha256">The hash of the last of them.</param>
    internal ChainVerdict End(long length, string? lastSha256)
    {
        Problem ??= _number != length ? Missing(_number + 1, length)
            : _sha256 != lastSha256 ? $"Ping {_number} is not the one that was kept last: it was changed."
            : null;
        return new ChainVerdict(_pings, Problem);
    }

    private static string Missing(long first, long last) => first >= last
        ? $"Ping {first} is missing."
        : $"Pings {first} to {last} are missing.";
}

internal static class PingWords
{
    private static readonly string[] Kinds = ["all_values", "queries", "non_sql"];

    internal static string Word(this PingKind kind) => Kinds[(int)kind];

    /// <exception cref="PingStoreException">A later version has written it.</exception>
    internal static PingKind KindOf(string word) => (PingKind)CycleWords.IndexOf(Kinds, word);

    /// <summary>The bytes, if they are those that were kept.</summary>
    /// <exception cref="PingStoreException">They are not.</exception>
    internal static byte[] Unchanged(string place, PingRecord ping, byte[] bytes) =>
        bytes.Length == ping.Size && Hash(bytes) == ping.Sha256
            ? bytes
            : throw new PingStoreException(
                $"{place}: ping {ping.Number} '{ping.Kind.Word()}' ({ping.Cycle}) was changed after it was kept, and is not used. "
                + "Restore it from a backup, or let the next cycle make another.");

    internal static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
