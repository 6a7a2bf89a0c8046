namespace ServicePing.Runtime.ReadyMade;

/// <summary>An operating system and its version as GitLab writes them: <c>ubuntu-24.04</c>, <c>windows-10.0.20348</c>, <c>macos-14.5.0</c>.</summary>
internal static class OperatingSystemName
{
    /// <summary>Where distributions of Linux say who they are, see <c>os-release(5)</c>.</summary>
    internal const string ReleaseFile = "/etc/os-release";

    /// <param name="description">What .NET says of the system.</param>
    /// <param name="version">The version of the system, or of its kernel.</param>
    /// <param name="release">The text of <see cref="ReleaseFile"/>; empty where there is none.</param>
    internal static string Of(string description, OperatingSystem version, string release)
    {
        if (Field(release, "ID") is { } id)
        {
            return Field(release, "VERSION_ID") is { } number ? $"{id}-{number}" : id;
        }

        string name = version.Platform == PlatformID.Win32NT ? "windows"
            : description.StartsWith("Darwin", StringComparison.Ordinal) || description.StartsWith("macOS", StringComparison.Ordinal) ? "macos"
            : description.Split(' ')[0].ToLowerInvariant();
        return $"{name}-{version.Version.ToString(3)}";
    }

    /// <summary>A field, whose value may stand in quotes; null where it is absent or empty.</summary>
    private static string? Field(string release, string name)
    {
        foreach (string line in release.Split('\n'))
        {
            if (line.StartsWith(name + "=", StringComparison.Ordinal) && line[(name.Length + 1)..].Trim().Trim('"', '\'') is { Length: > 0 } value)
            {
                return value;
            }
        }

        return null;
    }
}
