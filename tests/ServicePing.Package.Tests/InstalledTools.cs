namespace ServicePing.Package.Tests;

/// <summary>
/// The SDK remembers for a user, by name and version alone, from which folder a tool of a manifest is started. Tests that install the same
/// version into folders of their own come one after the other, or one would start the other's tool, or find it gone.
/// </summary>
internal static class InstalledTools
{
    /// <summary>The collection of such tests.</summary>
    public const string OfOneUser = "installed tools of one user";
}
