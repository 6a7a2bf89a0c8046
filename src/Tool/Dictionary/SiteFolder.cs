using System.Text;
using ServicePing.Dictionary;

namespace ServicePing.Tool.Dictionary;

/// <summary>The folder that a site is written to: afterwards it holds the site and nothing of an earlier one.</summary>
internal sealed class SiteFolder(DirectoryInfo folder)
{
    // What was written, so that the next time what is left over can be told from what somebody has put there.
    private const string Contents = "assets/contents.txt";

    /// <summary>Writes the site; files that are the same already are left alone.</summary>
    /// <exception cref="UsageException">The folder holds something else.</exception>
    internal int Write(IReadOnlyCollection<SiteFile> files, CancellationToken cancellationToken)
    {
        string[] earlier = Earlier();
        string[] paths = [.. files.Select(file => file.Path).Append(Contents).Order(StringComparer.Ordinal)];
        foreach (string path in paths.Select(path => Path.GetDirectoryName(Of(path))!).Distinct(StringComparer.Ordinal))
        {
            Directory.CreateDirectory(path);
        }

        Parallel.ForEach(files, new ParallelOptions { CancellationToken = cancellationToken }, file => Write(file.Path, file.Bytes()));
        foreach (string left in earlier.Except(paths, StringComparer.Ordinal))
        {
            Remove(left);
        }

        Write(Contents, Encoding.UTF8.GetBytes(string.Join('\n', paths) + "\n"));
        return paths.Length;
    }

    private string Of(string path) => Path.Combine(folder.FullName, path.Replace('/', Path.DirectorySeparatorChar));

    private string[] Earlier()
    {
        string contents = Of(Contents);
        if (File.Exists(contents))
        {
            // Somebody may have edited it: nothing outside of the folder is anybody's to remove.
            return [.. File.ReadAllLines(contents).Where(line => line.Length > 0 && Path.GetFullPath(Of(line)).StartsWith(
                folder.FullName.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal))];
        }

        return folder.Exists && folder.EnumerateFileSystemInfos().Any()
            ? throw new UsageException($"'{folder}' holds something else than such a site: name a folder that is empty, or not there yet.")
            : [];
    }

    private void Write(string path, ReadOnlyMemory<byte> bytes)
    {
        string file = Of(path);
        FileInfo there = new(file);
        if (!there.Exists || there.Length != bytes.Length || !File.ReadAllBytes(file).AsSpan().SequenceEqual(bytes.Span))
        {
            File.WriteAllBytes(file, bytes.Span);
        }
    }

    private void Remove(string path)
    {
        string file = Of(path);
        File.Delete(file);
        for (DirectoryInfo? parent = Directory.GetParent(file);
            parent is not null && parent.FullName.Length > folder.FullName.TrimEnd(Path.DirectorySeparatorChar).Length
            && parent.Exists && !parent.EnumerateFileSystemInfos().Any();
            parent = parent.Parent)
        {
            parent.Delete();
        }
    }
}
