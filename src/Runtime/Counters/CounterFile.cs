using System.Security.Cryptography;
using ServicePing.Runtime.Sketches;

namespace ServicePing.Runtime.Counters;

/// <summary>A file that holds all counters. It is replaced as a whole, so that it is always either the old one or the new one.</summary>
/// <remarks>Format: a name, a version, the number of counters, the counters, the same of writers, and the SHA-256 of it all. While it is open, no other program can open it.</remarks>
internal sealed class CounterFile : IDisposable
{
    private const string Name = "ServicePing counters";
    private const int Version = 2;
    private const int WithoutWriters = 1;

    private readonly string _path;
    private readonly FileStream _guard;

    private CounterFile(string path, FileStream guard)
    {
        _path = path;
        _guard = guard;
    }

    private enum Kind : byte
    {
        Whole,
        Amount,
        Set,
        Fields,
    }

    /// <summary>Opens the file; its folder is created where it is missing.</summary>
    /// <exception cref="IOException">Another program has opened it, or the folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    internal static CounterFile Open(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        return new CounterFile(path, new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
    }

    /// <summary>Reads the counters; none where there is no file.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or of a version that is not known; nothing is read then.</exception>
    internal void Load(StoredCounters into)
    {
        if (!File.Exists(_path))
        {
            return;
        }

        byte[] content = File.ReadAllBytes(_path);
        int length = content.Length - SHA256.HashSizeInBytes;
        if (length < 0 || !SHA256.HashData(content.AsSpan(0, length)).AsSpan().SequenceEqual(content.AsSpan(length)))
        {
            throw new InvalidDataException("The checksum is wrong.");
        }

        using BinaryReader reader = new(new MemoryStream(content, 0, length));
        bool isOurs = reader.ReadString() == Name;
        int version = isOurs ? reader.ReadInt32() : 0;
        if (version is not (Version or WithoutWriters))
        {
            throw new InvalidDataException($"It is not of format {Version}.");
        }

        List<KeyValuePair<string, StoredCounter>> counters = [];
        for (int remaining = reader.ReadInt32(); remaining > 0; remaining--)
        {
            string key = reader.ReadString();
            long expires = reader.ReadInt64();
            StoredCounter counter = ReadCounter(reader);
            counter.Expires = expires == 0 ? null : new DateTimeOffset(expires, TimeSpan.Zero);
            counters.Add(KeyValuePair.Create(key, counter));
        }

        List<KeyValuePair<Guid, AppliedFlush>> writers = [];
        for (int remaining = version == WithoutWriters ? 0 : reader.ReadInt32(); remaining > 0; remaining--)
        {
            Guid writer = new(reader.ReadBytes(16));
            writers.Add(KeyValuePair.Create(writer, new AppliedFlush(reader.ReadInt64(), new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero))));
        }

        into.Add(counters, writers);
    }

    /// <summary>What <see cref="Save"/> writes for the counters of this moment.</summary>
    internal static byte[] Serialize(StoredCounters counters)
    {
        KeyValuePair<string, StoredCounter>[] living = [.. counters.Living];
        using MemoryStream content = new();
        using BinaryWriter writer = new(content);
        writer.Write(Name);
        writer.Write(Version);
        writer.Write(living.Length);
        foreach ((string key, StoredCounter counter) in living)
        {
            writer.Write(key);
            writer.Write(counter.Expires?.UtcTicks ?? 0);
            WriteCounter(writer, counter);
        }

        writer.Write(counters.Writers.Count);
        foreach ((Guid id, AppliedFlush last) in counters.Writers)
        {
            writer.Write(id.ToByteArray());
            writer.Write(last.Number);
            writer.Write(last.At.UtcTicks);
        }

        writer.Flush();
        writer.Write(SHA256.HashData(content.GetBuffer().AsSpan(0, (int)content.Length)));
        return content.ToArray();
    }

    /// <summary>Replaces the file.</summary>
    internal void Save(byte[] content)
    {
        string fresh = _path + ".new";
        using (FileStream stream = new(fresh, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(fresh, _path, overwrite: true);
    }

    /// <summary>Renames the file, so that somebody may look at it, and gives its new name.</summary>
    internal string SetAside(DateTimeOffset now)
    {
        string aside = $"{_path}.damaged-{now:yyyyMMdd'T'HHmmss'Z'}";
        File.Move(_path, aside, overwrite: true);
        return aside;
    }

    public void Dispose() => _guard.Dispose();

    private static void WriteCounter(BinaryWriter writer, StoredCounter counter)
    {
        switch (counter)
        {
            case StoredCounter.Number { Whole: { } whole }:
                writer.Write((byte)Kind.Whole);
                writer.Write(whole);
                break;
            case StoredCounter.Number number:
                writer.Write((byte)Kind.Amount);
                writer.Write(number.Amount);
                break;
            case StoredCounter.Set set:
                byte[] sketch = RedisSketch.ToShortest(set.Sketch);
                writer.Write((byte)Kind.Set);
                writer.Write(sketch.Length);
                writer.Write(sketch);
                break;
            case StoredCounter.Fields fields:
                writer.Write((byte)Kind.Fields);
                writer.Write(fields.Counts.Count);
                foreach ((string field, long count) in fields.Counts)
                {
                    writer.Write(field);
                    writer.Write(count);
                }

                break;
        }
    }

    private static StoredCounter ReadCounter(BinaryReader reader)
    {
        switch ((Kind)reader.ReadByte())
        {
            case Kind.Whole:
                long whole = reader.ReadInt64();
                return new StoredCounter.Number { Whole = whole, Amount = whole };
            case Kind.Amount:
                return new StoredCounter.Number { Whole = null, Amount = reader.ReadDouble() };
            case Kind.Set:
                return RedisSketch.TryRead(reader.ReadBytes(reader.ReadInt32()), out HyperLogLog? sketch)
                    ? new StoredCounter.Set { Sketch = sketch }
                    : throw new InvalidDataException("A set is damaged.");
            case Kind.Fields:
                StoredCounter.Fields fields = new();
                for (int remaining = reader.ReadInt32(); remaining > 0; remaining--)
                {
                    // Texts that are no valid UTF-16 were different in memory and may be the same in the file.
                    string field = reader.ReadString();
                    fields.Counts[field] = fields.Counts.GetValueOrDefault(field) + reader.ReadInt64();
                }

                return fields;
            case var kind:
                throw new InvalidDataException($"It has a counter of an unknown kind, {(byte)kind}.");
        }
    }
}
