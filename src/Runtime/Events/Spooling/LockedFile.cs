namespace ServicePing.Runtime.Events.Spooling;

/// <summary>
/// A file that one process at a time has open, by a lock that the system gives up when the process ends in whatever way: its number may
/// belong to another process by then, or mean nothing outside its container.
/// </summary>
internal sealed class LockedFile : IDisposable
{
    private readonly FileStream _stream;
    private readonly bool _isToDisk;

    private LockedFile(string path, FileStream stream, bool isToDisk) => (Path, _stream, _isToDisk) = (path, stream, isToDisk);

    internal string Path { get; }

    internal long Length => _stream.Length;

    /// <summary>Writes a file anew, in place of one that may be there. It is the old one or the new one, whenever the process ends.</summary>
    internal static LockedFile Create(string path, ReadOnlySpan<byte> content, bool isToDisk)
    {
        CreateFolder(System.IO.Path.GetDirectoryName(path)!);
        FileStream stream = Open(path + ".new", FileMode.Create);
        try
        {
            stream.Write(content);
            stream.Flush(isToDisk);
            File.Move(path + ".new", path, overwrite: true);
            return new LockedFile(path, stream, isToDisk);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Takes over a file whose process has ended, with what is in it; null where it has not, or the file is gone.</summary>
    internal static LockedFile? TryAdopt(string path, bool isToDisk, out byte[] content)
    {
        content = [];
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
            content = new byte[stream.Length];
            stream.ReadExactly(content);
            return new LockedFile(path, stream, isToDisk);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Adds bytes, all of them or none.</summary>
    internal void Append(ReadOnlySpan<byte> content)
    {
        long length = _stream.Length;
        try
        {
            _stream.Write(content);
            Flush();
        }
        catch
        {
            Cut(length);
            throw;
        }
    }

    /// <summary>Takes what is behind a length away; what is added comes there.</summary>
    internal void Cut(long length)
    {
        _stream.SetLength(length);
        _stream.Position = length;
    }

    internal void Flush() => _stream.Flush(_isToDisk);

    /// <summary>Deletes the file; a process that has opened it just before finds nothing in it.</summary>
    internal void Delete()
    {
        _stream.SetLength(0);
        File.Delete(Path);
        Dispose();
    }

    public void Dispose() => _stream.Dispose();

    private static void CreateFolder(string folder)
    {
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        else
        {
            Directory.CreateDirectory(folder);
        }
    }

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
            // Labels and properties are in it, which are texts of users.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
}
