using System.Globalization;
using ServicePing.Testing;

namespace ServicePing.Tests;

/// <summary>What programs take for the time of day; their monotonic clock goes right. It can be set while they run.</summary>
internal sealed class FalseClock : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"clock-{Guid.NewGuid():N}");

    internal FalseClock(TimeSpan fastBy) => Set(fastBy);

    /// <summary>What is put before the command of a program.</summary>
    internal string[] Prefix =>
    [
        "env", $"LD_PRELOAD={Library()}", $"FAKETIME_TIMESTAMP_FILE={_file}", "FAKETIME_NO_CACHE=1", "FAKETIME_DONT_FAKE_MONOTONIC=1",
    ];

    /// <summary>Lets it jump.</summary>
    internal void Set(TimeSpan fastBy)
    {
        string next = _file + ".next";
        File.WriteAllText(next, fastBy.TotalSeconds.ToString("+0;-0;+0", CultureInfo.InvariantCulture));
        File.Move(next, _file, overwrite: true);
    }

    /// <summary>A folder of PostgreSQL's programs, of which the server lives by this clock.</summary>
    internal string PostgresFolder()
    {
        string real = ServerPrograms.PostgresFolder(null);
        DirectoryInfo folder = Directory.CreateDirectory(_file + ".programs");
        Write("initdb", $"exec {real}/initdb \"$@\"");
        Write("postgres", $"exec {string.Join(' ', Prefix)} {real}/postgres \"$@\"");
        return folder.FullName;

        void Write(string name, string command)
        {
            string file = Path.Combine(folder.FullName, name);
            File.WriteAllText(file, $"#!/bin/sh\n{command}\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file, (UnixFileMode)0b111_101_101);
            }
        }
    }

    /// <summary>Removes what the library leaves behind of a program that was killed.</summary>
    internal static void RemoveRestOf(int program)
    {
        File.Delete($"/dev/shm/faketime_shm_{program}");
        File.Delete($"/dev/shm/sem.faketime_sem_{program}");
    }

    public void Dispose()
    {
        File.Delete(_file);
        if (Directory.Exists(_file + ".programs"))
        {
            Directory.Delete(_file + ".programs", recursive: true);
        }
    }

    private static string Library() => Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu")
        .Append("/usr/lib")
        .Select(folder => Path.Combine(folder, "faketime/libfaketimeMT.so.1"))
        .FirstOrDefault(File.Exists) ?? throw new InvalidOperationException("libfaketimeMT.so.1 is not found: apt-get install faketime.");
}
