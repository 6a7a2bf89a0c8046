using System.Collections.Frozen;
using System.Text.Json;
using ServicePing.Dictionary;

namespace ServicePing;

/// <summary>
/// The files of a dictionary without what may not be shown and with the values of this installation. They are made anew where the
/// permissions, the payload that has the values, or the day, by which statements have their windows, differ from those of the last time, as
/// each page takes the whole dictionary.
/// </summary>
internal sealed class ShownDictionary(Func<MetricsDictionary> read)
{
    private readonly Lazy<MetricsDictionary> _whole = new(read);
    private volatile Made? _made;

    /// <summary>The files by their path.</summary>
    internal FrozenDictionary<string, SiteFile> Files(ShownMetrics metrics, ServicePingPayload? preview, KeptReport? kept, DateTimeOffset now, CountedDictionary counted)
    {
        Made made = new(metrics.Permissions, preview, preview is null ? kept?.Sha256 : null, DateOnly.FromDateTime(now.UtcDateTime));
        if (_made is { } last && last == made)
        {
            return last.Files;
        }

        ReadOnlyMemory<byte>? json = preview?.Json ?? kept?.Content.Json;
        using JsonDocument? payload = json is { } bytes ? JsonDocument.Parse(bytes) : null;
        PermittedDictionary permitted = new(keyPath => metrics.Find(keyPath) is not null, keyPath => PayloadValue.Find(payload?.RootElement, keyPath));
        made = made with
        {
            Files = DictionarySite.Files(permitted.Of(counted.Of(_whole.Value))).ToFrozenDictionary(file => file.Path, StringComparer.Ordinal),
        };
        _made = made;
        return made.Files;
    }

    /// <summary>What the files were made from; a kept ping is known by its hash.</summary>
    private sealed record Made(PingPermissions Permissions, ServicePingPayload? Preview, string? Kept, DateOnly Day)
    {
        internal FrozenDictionary<string, SiteFile> Files { get; init; } = FrozenDictionary<string, SiteFile>.Empty;

        public bool Equals(Made? other) =>
            other is not null && Permissions == other.Permissions && ReferenceEquals(Preview, other.Preview) && Kept == other.Kept && Day == other.Day;

        public override int GetHashCode() => HashCode.Combine(Permissions, Kept, Day);
    }
}
