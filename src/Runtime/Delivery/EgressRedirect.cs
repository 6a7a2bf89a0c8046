using System.Globalization;

namespace ServicePing.Runtime.Delivery;

/// <summary>Where an answer points to, and whether that is followed: never to another host, port or scheme.</summary>
internal static class EgressRedirect
{
    /// <summary>Where the answer points to; null where it does not, or wants another method than that of what is sent.</summary>
    internal static Uri? Target(Uri address, HttpResponseMessage response) =>
        (int)response.StatusCode is 301 or 302 or 307 or 308 && response.Headers.Location is { } location
        && Uri.TryCreate(address, location, out Uri? target)
            ? target
            : null;

    internal static bool IsSameHost(Uri one, Uri other) =>
        one.Scheme == other.Scheme && one.IdnHost == other.IdnHost && one.Port == other.Port;

    /// <summary>Why it is not followed, in a sentence; null where it is.</summary>
    internal static string? Problem(string peer, Uri from, Uri to, int followed, int most) =>
        !IsSameHost(from, to)
            ? $"The {peer} at {EgressDestination.Shown(from)} points to {EgressDestination.Shown(to)}, and nothing is sent to another host, "
                + $"port or scheme by itself; if that is right, change the {peer}."
            : followed >= most
                ? string.Create(CultureInfo.InvariantCulture, $"The {peer} at {EgressDestination.Shown(from)} redirects more than {most} times.")
                : null;
}
