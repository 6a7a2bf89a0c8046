using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ServicePing.Runtime.Events.Spooling;

namespace ServicePing.Runtime.Forwarding;

/// <summary>A file of events that wait for one forwarder, a line each.</summary>
/// <remarks>A line is a checksum and JSON. What the process wrote last may be torn: a line that is not whole is left out.</remarks>
internal sealed class ForwardingSpoolFile : IDisposable
{
    internal const string Extension = ".events";

    private const int ChecksumLength = 16;

    private readonly LockedFile _file;

    private ForwardingSpoolFile(LockedFile file) => _file = file;

    internal string Path => _file.Path;

    internal long Length => _file.Length;

    /// <summary>Writes a file anew, in place of one that may be there. It is the old one or the new one, whenever the process ends.</summary>
    internal static ForwardingSpoolFile Create(string path, IEnumerable<string> lines, bool isToDisk) =>
        new(LockedFile.Create(path, Encode(lines), isToDisk));

    /// <summary>Takes over a file whose process has ended; null where it has not, or the file is gone.</summary>
    internal static ForwardingSpoolFile? TryAdopt(string path, out IReadOnlyList<string> lines, out int torn)
    {
        (lines, torn) = ([], 0);
        if (LockedFile.TryAdopt(path, isToDisk: false, out byte[] content) is not { } file)
        {
            return null;
        }

        string[] all = Encoding.UTF8.GetString(content).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines = [.. all.Where(IsWhole).Select(line => line[(ChecksumLength + 1)..])];
        torn = all.Length - lines.Count;
        return new ForwardingSpoolFile(file);
    }

    /// <summary>Adds lines, all of them or none.</summary>
    internal void Append(IEnumerable<string> lines) => _file.Append(Encode(lines));

    /// <summary>Deletes the file; a process that has opened it just before finds nothing in it.</summary>
    internal void Delete() => _file.Delete();

    public void Dispose() => _file.Dispose();

    private static byte[] Encode(IEnumerable<string> lines)
    {
        StringBuilder text = new();
        foreach (string line in lines)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Checksum(line)} {line}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static bool IsWhole(string line) => line.Length > ChecksumLength + 1 && line[..ChecksumLength] == Checksum(line[(ChecksumLength + 1)..]);

    private static string Checksum(string line) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line)))[..ChecksumLength];
}
