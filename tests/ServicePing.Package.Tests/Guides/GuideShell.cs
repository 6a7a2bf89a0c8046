using ServicePing.Tests;

namespace ServicePing.Package.Tests.Guides;

/// <summary>What the shell of somebody who follows a page says before.</summary>
internal static class GuideShell
{
    /// <summary>Where the packages are, and where they are restored to.</summary>
    internal static async Task<Dictionary<string, string>> WithPackagesAsync()
    {
        Packages packages = await Packages.GetAsync();
        return new Dictionary<string, string>
        {
            ["PACKAGES"] = packages.Folder,
            ["NUGET_PACKAGES"] = Packages.RestoreFolder,
            ["NUGET_FALLBACK_PACKAGES"] = string.Join(';', Packages.RestoredByRepository),
        };
    }
}
