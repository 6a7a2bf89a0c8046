using System.Globalization;
using System.Runtime.InteropServices;

namespace ServicePing.Runtime.Storage;

/// <summary>
/// When a file began to be where it is: a file that is copied or restored begins anew, whatever times are carried over.
/// </summary>
internal static unsafe partial class FileOrigin
{
    private const int CurrentFolder = -100;
    private const uint Inode = 0x100;
    private const uint BirthTime = 0x800;

    internal static string Of(string path) =>
        (OperatingSystem.IsLinux() ? OnLinux(path) : null) ?? File.GetCreationTimeUtc(path).ToString("O", CultureInfo.InvariantCulture);

    /// <summary>On Linux .NET gives the last change for the creation.</summary>
    private static string? OnLinux(string path)
    {
        // struct statx: a mask of what is known, the inode at 32, the time of birth at 80.
        Span<byte> status = stackalloc byte[256];
        try
        {
            fixed (byte* buffer = status)
            {
                if (Statx(CurrentFolder, path, 0, Inode | BirthTime, buffer) != 0)
                {
                    return null;
                }
            }
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }

        return (MemoryMarshal.Read<uint>(status) & BirthTime) != 0
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{MemoryMarshal.Read<long>(status[80..])}.{MemoryMarshal.Read<uint>(status[88..])}")
            : string.Create(CultureInfo.InvariantCulture, $"{MemoryMarshal.Read<ulong>(status[32..])}");
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, byte* buffer);
}
