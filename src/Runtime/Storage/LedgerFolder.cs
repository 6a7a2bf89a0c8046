using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace ServicePing.Runtime.Storage;

/// <summary>
/// The files of a folder that several processes keep pings in. A file is replaced as a whole and reaches the disk before it
/// counts.
/// </summary>
internal sealed partial class LedgerFolder(string path)
{
    // Whoever waits longer for another process does without.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private string LedgerPath => Path.Combine(path, "ledger.json");

    private string Pings => Path.Combine(path, "pings");

    private string Marker => Path.Combine(path, "place");

    /// <summary>When the ledger was written last.</summary>
    internal DateTime ChangedAt => File.GetLastWriteTimeUtc(LedgerPath);

    /// <summary>What the file system says of a file that is written once; a copy of the folder has another.</summary>
    internal string Origin
    {
        get
        {
            if (!File.Exists(Marker))
            {
                Replace(Marker, "This folder keeps the service ping of one installation. A copy of it is another one.\n"u8);
            }

            return FileOrigin.Of(Marker);
        }
    }

    /// <summary>
    /// Waits until no other process has the folder, and has it until the result is disposed of; a process that is killed gives it
    /// up.
    /// </summary>
    /// <exception cref="IOException">Another process does not give it up, or the folder cannot be written.</exception>
    internal async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        Create(path);
        Create(Pings);
        string guard = Path.Combine(path, "lock");
        long started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(guard, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException exception) when (IsHeld(exception))
            {
                if (TimeProvider.System.GetElapsedTime(started) > Patience)
                {
                    throw new IOException("another process has it, and does not give it up; see whether one is stopped", exception);
                }
            }

            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <exception cref="JsonException">It is damaged.</exception>
    internal Ledger Load()
    {
        Ledger ledger = File.Exists(LedgerPath)
            ? JsonSerializer.Deserialize(File.ReadAllBytes(LedgerPath), LedgerJson.Default.Ledger)
                ?? throw new JsonException("It is null.")
            : new Ledger();
        return ledger.Form == Ledger.CurrentForm
            ? ledger
            : throw new JsonException(
                $"Its form is {ledger.Form}, which a later version of ServicePing has written; this one knows {Ledger.CurrentForm}.");
    }

    internal void Save(Ledger ledger) =>
        Replace(LedgerPath, JsonSerializer.SerializeToUtf8Bytes(ledger, LedgerJson.Default.Ledger));

    internal byte[] ReadPing(LedgerPing ping) => File.ReadAllBytes(PathOf(ping));

    internal ReadOnlyMemory<byte>? ReadMetadata(LedgerPing ping) =>
        ping.HasMetadata ? File.ReadAllBytes(MetadataPathOf(ping)) : (ReadOnlyMemory<byte>?)null;

    /// <summary>Writes the bytes of a ping, which count once the ledger names it.</summary>
    internal void WritePing(LedgerPing ping, PingDraft draft)
    {
        Replace(PathOf(ping), draft.Bytes.Span);
        if (draft.Metadata is { } metadata)
        {
            Replace(MetadataPathOf(ping), metadata.Span);
        }
    }

    /// <summary>Removes files that the ledger does not name.</summary>
    internal void Sweep(Ledger ledger)
    {
        HashSet<string> named = [.. ledger.Pings.Select(PathOf), .. ledger.Pings.Select(MetadataPathOf)];
        foreach (string file in Directory.GetFiles(Pings))
        {
            if (!named.Contains(file))
            {
                File.Delete(file);
            }
        }
    }

    private string PathOf(LedgerPing ping) => Path.Combine(Pings, $"{ping.Kind}-{ping.Number:000000}.json");

    private string MetadataPathOf(LedgerPing ping) => Path.Combine(Pings, $"{ping.Kind}-{ping.Number:000000}.metadata.json");

    private static void Create(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            // A key that signs is among what is kept.
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static void Replace(string file, ReadOnlySpan<byte> content)
    {
        string fresh = file + ".new";
        try
        {
            using (SafeFileHandle handle = File.OpenHandle(fresh, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                RandomAccess.Write(handle, content, 0);
                RandomAccess.FlushToDisk(handle);
            }
        }
        catch
        {
            File.Delete(fresh);
            throw;
        }

        File.Move(fresh, file, overwrite: true);
        FlushFolder(Path.GetDirectoryName(file)!);
    }

    /// <summary>A file's new name outlives a power cut once its folder is on the disk, which .NET has no call for.</summary>
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int descriptor = Open(folder, 0);
        if (descriptor >= 0)
        {
            _ = Flush(descriptor);
            _ = Close(descriptor);
        }
    }

    /// <summary>EWOULDBLOCK of Linux and macOS, ERROR_SHARING_VIOLATION of Windows.</summary>
    private static bool IsHeld(IOException exception) => exception.HResult is 11 or 35 or unchecked((int)0x80070020);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Flush(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
