namespace ServicePing.Runtime.Settings;

/// <summary>Where pings are sent.</summary>
internal static class ReceiverAddress
{
    /// <summary>What an address must be.</summary>
    internal const string Expected =
        "an address such as 'https://versions.example.com', without login, query and fragment; http is for this machine alone";

    /// <summary>Reads an address; null where it is none that anything is sent to.</summary>
    internal static Uri? Read(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address)
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        && address.UserInfo.Length == 0
        && address.Query.Length == 0
        && address.Fragment.Length == 0
            ? address
            : null;

    /// <summary>A path below the receiver's address, whatever slash that ends with.</summary>
    internal static Uri At(Uri receiver, string path) =>
        new UriBuilder(receiver) { Path = $"{receiver.AbsolutePath.TrimEnd('/')}/{path}" }.Uri;
}
