namespace ServicePing.Runtime.Storage;

/// <summary>Under what names an installation keeps facts about itself; docs/storage.md lists them.</summary>
internal static class InstanceNames
{
    /// <summary>The private key of the installation.</summary>
    internal const string Key = "instance_key";

    /// <summary>The secret by which identifiers of forwarded events become pseudonyms.</summary>
    internal const string ForwardingSecret = "forwarding_secret";

    /// <summary>When the notice was first given.</summary>
    internal const string Notice = "notice";

    /// <summary>Since when there is a loop.</summary>
    internal const string LoopSince = "loop_since";

    /// <summary>When its creation was first asked for.</summary>
    internal const string FirstSeen = "first_seen";

    /// <summary>The latest request to erase.</summary>
    internal const string EraseRequest = "erasure/request";

    /// <summary>How far its delivery is.</summary>
    internal const string EraseProgress = "erasure/progress";

    /// <summary>What the names of receipts that were imported begin with; the rest is the cycle.</summary>
    internal const string Receipts = "receipt/";

    /// <summary>What the names of tokens begin with; the rest names the token.</summary>
    internal const string Tokens = "token/";

    /// <summary>What a secondary site has computed last.</summary>
    internal const string SiteReport = "site_report";

    /// <summary>What the names of what secondary sites have reported begin with; the rest is the name of the site.</summary>
    internal const string Sites = "site/";

    private const string Fingerprints = "fingerprint/";
    private const string ReceiverKeys = "receiver_key/";

    /// <summary>All of them, with a word for what stands after a slash.</summary>
    internal static IReadOnlyList<string> All { get; } =
    [
        Key, ForwardingSecret, Fingerprints + "UUID", ReceiverKeys + "RECEIVER", Receipts + "CYCLE", EraseRequest, EraseProgress, Notice, LoopSince,
        FirstSeen, Tokens + "ID", SiteReport, Sites + "NAME",
    ];

    /// <summary>Where an identifier has begun to report.</summary>
    internal static string Fingerprint(string? uuid) => Fingerprints + uuid;

    /// <summary>The public key of a receiver.</summary>
    internal static string ReceiverKey(string receiver) => ReceiverKeys + receiver;

    /// <summary>What a secondary site has reported last.</summary>
    internal static string Site(string name) => Sites + name;

    /// <summary>A token.</summary>
    internal static string Token(string id) => Tokens + id;

    /// <summary>The receipt of a cycle that was imported.</summary>
    internal static string Receipt(string cycle) => Receipts + cycle;
}
