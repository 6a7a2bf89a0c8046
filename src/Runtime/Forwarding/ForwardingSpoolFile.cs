using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ServicePing.Runtime.Forwarding;

/// <summary>
/// A file of events that wait for one forwarder, a line each, which one process at a time has open, by a lock that the system gives up when the
/// process ends in whatever way.
/// </summary>
/// <remarks>A line is a checksum and JSON. What the process wrote last may be torn: a line that is not whole is left out.</remarks>
internal sealed class ForwardingSpoolFile : IDisposable
{
    internal const string Extension = ".events";

    private const int ChecksumLength = 16;

    private readonly FileStream _stream;
    private readonly bool _isToDisk;

    private ForwardingSpoolFile(string path, FileStream stream, bool isToDisk) => (Path, _stream, _isToDisk) = (path, stream, isToDisk);

    internal string Path { get; }

    internal long Length => _stream.Length;

    /// <summary>Writes a file anew, in place of one that may be there. It is the old one or the new one, whenever the process ends.</summary>
    internal static ForwardingSpoolFile Create(string path, IEnumerable<string> lines, bool isToDisk)
    {
        string folder = System.IO.Path.GetDirectoryName(path)!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        FileStream stream = Open(path + ".new", FileMode.Create);
        try
        {
            stream.Write(Encode(lines));
            stream.Flush(isToDisk);
            File.Move(path + ".new", path, overwrite: true);
            return new ForwardingSpoolFile(path, stream, isToDisk);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Takes over a file whose process has ended; null where it has not, or the file is gone.</summary>
    internal static ForwardingSpoolFile? TryAdopt(string path, out IReadOnlyList<string> lines, out int torn)
    {
        (lines, torn) = ([], 0);
        FileStream stream;
        try
        {
            stream = Open(path, FileMode.Open);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        try
        {
            byte[] content = new byte[stream.Length];
            stream.ReadExactly(content);
            string[] all = Encoding.UTF8.GetString(content).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            lines = [.. all.Where(IsWhole).Select(line => line[(ChecksumLength + 1)..])];
            torn = all.Length - lines.Count;
            return new ForwardingSpoolFile(path, stream, isToDisk: false);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Adds lines, all of them or none.</summary>
    internal void Append(IEnumerable<string> lines)
    {
        long length = _stream.Length;
        try
        {
            _stream.Write(Encode(lines));
            _stream.Flush(_isToDisk);
        }
        catch
        {
            _stream.SetLength(length);
            _stream.Position = length;
            throw;
        }
    }

    /// <summary>Deletes the file; a process that has opened it just before finds nothing in it.</summary>
    internal void Delete()
    {
        _stream.SetLength(0);
        File.Delete(Path);
        Dispose();
    }

    public void Dispose() => _stream.Dispose();

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

    private static FileStream Open(string path, FileMode mode)
    {
        FileStreamOptions options = new()
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (mode == FileMode.Create && !OperatingSystem.IsWindows())
        {
            // Texts of users are in it.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
}
