namespace ServicePing.Runtime.Events.Spooling;

/// <summary>
/// A file of records that one process at a time has open, by a lock that the system gives up when the process ends in whatever way: its
/// number may belong to another process by then, or mean nothing outside its container.
/// </summary>
internal sealed class SpoolFile : IDisposable
{
    private readonly FileStream _stream;
    private readonly bool _isToDisk;

    private SpoolFile(string path, Guid writer, FileStream stream, bool isToDisk)
    {
        Path = path;
        Writer = writer;
        _stream = stream;
        _isToDisk = isToDisk;
    }

    internal string Path { get; }

    /// <summary>The process that has written it.</summary>
    internal Guid Writer { get; }

    internal long Length => _stream.Length;

    /// <summary>Writes a file anew, in place of one that may be there. It is the old one or the new one, whenever the process ends.</summary>
    internal static SpoolFile Create(string path, Guid writer, IEnumerable<SpoolRecord> records, bool isToDisk)
    {
        FileStream stream = Open(path + ".new", FileMode.Create);
        try
        {
            stream.Write([.. SpoolFormat.Header(writer), .. records.SelectMany(SpoolFormat.Encode)]);
            stream.Flush(isToDisk);
            File.Move(path + ".new", path, overwrite: true);
            return new SpoolFile(path, writer, stream, isToDisk);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Takes over a file whose process has ended; null where it has not, or the file is gone.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isToDisk">Whether what is written to it reaches the disk.</param>
    /// <param name="records">What is whole of it; null where it is no spool that this version can read.</param>
    /// <param name="torn">How many bytes at its end are not.</param>
    internal static SpoolFile? TryAdopt(string path, bool isToDisk, out IReadOnlyList<SpoolRecord>? records, out long torn)
    {
        records = null;
        torn = 0;
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
            Guid? writer = SpoolFormat.WriterOf(content);
            if (writer is not null)
            {
                (records, int length) = SpoolFormat.Decode(content);
                torn = content.Length - length;
                stream.SetLength(length);
                stream.Position = length;
            }
            else if (content.Length == 0)
            {
                // Another process took it over, and deletes it now.
                records = [];
            }

            return new SpoolFile(path, writer ?? default, stream, isToDisk);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Adds a record, all of it or nothing.</summary>
    internal void Append(SpoolRecord record)
    {
        long length = _stream.Length;
        try
        {
            _stream.Write(SpoolFormat.Encode(record));
            _stream.Flush(_isToDisk);
        }
        catch
        {
            _stream.SetLength(length);
            _stream.Position = length;
            throw;
        }
    }

    /// <summary>Leaves nothing but the name of the writer.</summary>
    internal void Clear()
    {
        _stream.SetLength(SpoolFormat.HeaderLength);
        _stream.Position = SpoolFormat.HeaderLength;
        _stream.Flush(_isToDisk);
    }

    /// <summary>Deletes the file; a process that has opened it just before finds nothing in it.</summary>
    internal void Delete()
    {
        _stream.SetLength(0);
        File.Delete(Path);
        Dispose();
    }

    /// <summary>Renames the file, so that somebody may look at it and no process takes it over, and gives its new name.</summary>
    internal string SetAside()
    {
        string aside = Path + ".aside";
        File.Move(Path, aside, overwrite: true);
        Dispose();
        return aside;
    }

    public void Dispose() => _stream.Dispose();

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
            // Labels are in it, which are texts of users.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
}
