namespace ServicePing;

/// <summary>Which Snowplow collector is sent the events that are forwarded, and as whose.</summary>
/// <remarks>The section <c>Snowplow</c> of the configuration; without a collector nothing is sent.</remarks>
public sealed class SnowplowOptions
{
    /// <summary>
    /// The collector: an https address, or an http address of this machine, without login, query and fragment; null, the default, for none.
    /// </summary>
    public string? Collector { get; set; }

    /// <summary>The application's identifier, by which analysts tell it from others (<c>aid</c>); needed where there is a collector.</summary>
    public string? AppId { get; set; }

    /// <summary>The tracker's name (<c>tna</c>); <c>service_ping</c> by default.</summary>
    public string Namespace { get; set; } = "service_ping";

    /// <summary>
    /// The vendor under which the product publishes the schemas of the contexts, such as <c>com.example</c>: letters, digits, <c>_</c>, <c>.</c>
    /// and <c>-</c>; needed where there is a collector.
    /// </summary>
    public string? Vendor { get; set; }

    /// <summary>What kind of installation it is, in a word of the product's; <c>production</c> by default.</summary>
    public string Environment { get; set; } = "production";

    /// <summary>Which part of the product sends; by default <see cref="AppId"/>.</summary>
    public string? Source { get; set; }

    /// <summary>Whether events bear <see cref="ServicePingOptions.Uuid"/>, so that they can be brought together with pings; false by default.</summary>
    public bool IncludeInstanceId { get; set; }

    /// <summary>Whether events bear <see cref="ServicePingOptions.Hostname"/>; false by default.</summary>
    public bool IncludeHostname { get; set; }
}
