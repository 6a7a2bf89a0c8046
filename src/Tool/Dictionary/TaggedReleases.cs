using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using ServicePing.Definitions.Locking;

namespace ServicePing.Tool.Dictionary;

/// <summary>Earlier releases as the tags of a git repository have them: each with its lockfile and the day of its tag.</summary>
internal static class TaggedReleases
{
    /// <summary>The releases, in the order of their names. A tag of a time before there was a lockfile tells nothing.</summary>
    /// <param name="root">The definitions root, with the lockfile.</param>
    /// <param name="pattern">The tags, as <c>git tag --list</c> takes it.</param>
    /// <exception cref="UsageException">It is no repository, git is not there, or no tag or one without a version is called so.</exception>
    internal static IReadOnlyList<(PastRelease Release, DateOnly Day)> Of(DirectoryInfo root, string pattern)
    {
        GitRun list = Run(root, "tag", "--list", "--format=%(refname:short) %(creatordate:format-local:%Y-%m-%d)", "--", pattern);
        string[] tags = list.IsRight
            ? list.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            : throw new UsageException($"git does not tell the tags of '{root}', which --release-tags asks for: {list.Errors.Trim()}");
        if (tags.Length == 0)
        {
            throw new UsageException($"No tag is called '{pattern}': see what `git tag --list` has, and fetch the tags where a clone has none.");
        }

        List<(PastRelease, DateOnly)> releases = [];
        foreach (string[] parts in tags.Select(line => line.Split(' ')))
        {
            string version = VersionOf(parts[0]);
            if (Run(root, "show", $"{parts[0]}:./{Lockfile.FileName}") is { IsRight: true } lockfile)
            {
                ReadLockfile read = LockfileReader.Read($"{parts[0]}:{Lockfile.FileName}", lockfile.Output);
                releases.Add(read.Problems.IsEmpty
                    ? (new PastRelease(version, read.Meaning), DateOnly.ParseExact(parts[1], "yyyy-MM-dd", CultureInfo.InvariantCulture))
                    : throw new UsageException(read.Problems[0].ToString()));
            }
        }

        return releases;
    }

    /// <summary>The version in a tag, from its first digit: <c>v1.9</c> and <c>release/1.9</c> are 1.9.</summary>
    private static string VersionOf(string tag)
    {
        string name = tag[(tag.LastIndexOf('/') + 1)..];
        int digit = name.AsSpan().IndexOfAnyInRange('0', '9');
        return digit >= 0
            ? name[digit..]
            : throw new UsageException($"The tag '{tag}' has no version: give --release-tags a pattern that takes releases alone, such as 'v*'.");
    }

    private static GitRun Run(DirectoryInfo folder, params string[] arguments)
    {
        ProcessStartInfo start = new("git", arguments) { WorkingDirectory = folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TZ"] = "UTC";
        try
        {
            using Process git = Process.Start(start)!;
            Task<string> errors = git.StandardError.ReadToEndAsync();
            string output = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return new GitRun(git.ExitCode == 0, output, errors.GetAwaiter().GetResult());
        }
        catch (Win32Exception exception)
        {
            throw new UsageException($"git cannot be started, which --release-tags needs: {exception.Message}", exception);
        }
    }

    private readonly record struct GitRun(bool IsRight, string Output, string Errors);
}
