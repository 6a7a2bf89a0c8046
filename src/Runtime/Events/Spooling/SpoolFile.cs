namespace ServicePing.Runtime.Events.Spooling;

/// <summary>A file of records of one process.</summary>
internal sealed class SpoolFile : IDisposable
{
    private readonly LockedFile _file;

    private SpoolFile(LockedFile file, Guid writer) => (_file, Writer) = (file, writer);

    internal string Path => _file.Path;

    /// <summary>The process that has written it.</summary>
    internal Guid Writer { get; }

    internal long Length => _file.Length;

    /// <summary>Writes a file anew, in place of one that may be there. It is the old one or the new one, whenever the process ends.</summary>
    internal static SpoolFile Create(string path, Guid writer, IEnumerable<SpoolRecord> records, bool isToDisk) =>
        new(LockedFile.Create(path, [.. SpoolFormat.Header(writer), .. records.SelectMany(SpoolFormat.Encode)], isToDisk), writer);

    /// <summary>Takes over a file whose process has ended; null where it has not, or the file is gone.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isToDisk">Whether what is written to it reaches the disk.</param>
    /// <param name="records">What is whole of it; null where it is no spool that this version can read.</param>
    /// <param name="torn">How many bytes at its end are not.</param>
    internal static SpoolFile? TryAdopt(string path, bool isToDisk, out IReadOnlyList<SpoolRecord>? records, out long torn)
    {
        records = null;
        torn = 0;
        if (LockedFile.TryAdopt(path, isToDisk, out byte[] content) is not { } file)
        {
            return null;
        }

        try
        {
            Guid? writer = SpoolFormat.WriterOf(content);
            if (writer is not null)
            {
                (records, int length) = SpoolFormat.Decode(content);
                torn = content.Length - length;
                file.Cut(length);
            }
            else if (content.Length == 0)
            {
                // Another process took it over, and deletes it now.
                records = [];
            }

            return new SpoolFile(file, writer ?? default);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Adds a record, all of it or nothing.</summary>
    internal void Append(SpoolRecord record) => _file.Append(SpoolFormat.Encode(record));

    /// <summary>Leaves nothing but the name of the writer.</summary>
    internal void Clear()
    {
        _file.Cut(SpoolFormat.HeaderLength);
        _file.Flush();
    }

    /// <summary>Deletes the file; a process that has opened it just before finds nothing in it.</summary>
    internal void Delete() => _file.Delete();

    /// <summary>Renames the file, so that somebody may look at it and no process takes it over, and gives its new name.</summary>
    internal string SetAside()
    {
        string aside = Path + ".aside";
        File.Move(Path, aside, overwrite: true);
        Dispose();
        return aside;
    }

    public void Dispose() => _file.Dispose();
}
