namespace ServicePing.Testing;

/// <summary>Folders for the data of private servers.</summary>
internal static class ServerFolder
{
    /// <summary>Creates a folder that only we can enter.</summary>
    public static string Create(string server) => Directory.CreateTempSubdirectory($"serviceping-{server}-").FullName;

    /// <summary>
    /// The name of a folder to be created in the one for temporary files, or, when <paramref name="byOther"/> user, where that
    /// user can.
    /// </summary>
    public static string Name(string server, bool byOther, string temporary)
    {
        string[] places = [Path.TrimEndingDirectorySeparator(Path.GetFullPath(temporary)), "/tmp", "/var/tmp"];
        string place = byOther ? places.FirstOrDefault(IsOpenToAll) ?? throw new PrivateServerException(
            $"PostgreSQL refuses to run as root, and another user can write in none of {string.Join(", ", places)}.") : places[0];
        return Path.Combine(place, $"serviceping-{server}-{Guid.NewGuid():N}");
    }

    private static bool IsOpenToAll(string place) =>
        new DirectoryInfo(place) is { Exists: true } folder
        && folder.UnixFileMode.HasFlag(UnixFileMode.OtherWrite) && CanBeEnteredByAll(folder);

    private static bool CanBeEnteredByAll(DirectoryInfo? folder) =>
        folder is null || (folder.UnixFileMode.HasFlag(UnixFileMode.OtherExecute) && CanBeEnteredByAll(folder.Parent));
}
