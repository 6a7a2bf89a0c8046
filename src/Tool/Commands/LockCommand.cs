using System.CommandLine;
using ServicePing.Definitions.Locking;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Rules;
using ServicePing.Tool.Reports;

namespace ServicePing.Tool.Commands;

/// <summary><c>serviceping lock DIR</c>: records what the definitions promise, or only looks whether that is up to date.</summary>
internal static class LockCommand
{
    internal static Command Create()
    {
        Argument<DirectoryInfo> root = Arguments.Root();
        Option<bool> check = new("--check") { Description = "Writes nothing; exits with 1 where the lockfile is not up to date." };
        Option<string[]> linked = new("--file")
        {
            Description = "A definition file from elsewhere, as KIND=PATH, such as metric=../shared/issues.yml.",
        };
        Option<bool> json = new("--json") { Description = "Prints a JSON object with what differs and what became of the file." };
        Option<string?> version = new("--product-version") { Description = "The version of the product, by which suppressions expire." };

        Command command = new("lock", "Writes servicepings.lock; exits with 1, and writes nothing, where a definition breaks a promise.")
        {
            root, check, linked, version, json,
        };
        command.SetAction((arguments, cancellationToken) => Task.FromResult(Run(
            arguments.GetRequiredValue(root), arguments.GetValue(linked) ?? [], arguments.GetValue(check), arguments.GetValue(version),
            arguments.GetValue(json), cancellationToken)));
        return command;
    }

    private static int Run(
        DirectoryInfo root, string[] linked, bool isCheck, string? version, bool isJson, CancellationToken cancellationToken)
    {
        List<ReadFile> files = DefinitionFolder.Read(root, mayBeEmpty: true, cancellationToken);
        files.AddRange(linked.Select(file => DefinitionFolder.ReadLinked(root, file, cancellationToken)));
        Surroundings surroundings = DefinitionFolder.ReadSurroundings(root) with { ProductVersion = ProductVersion.Parse(version) };
        Problem[] hindrances = [.. DefinitionChecker.Check(files, surroundings).Where(LockfileRecorder.Hinders)];

        Lockfile recorded = surroundings.Lockfile?.Meaning ?? Lockfile.Empty;
        Lockfile updated = LockfileRecorder.Update(recorded, LockfileRecorder.Record(files.Select(file => file.Meaning)));
        IReadOnlyList<LockfileChange> changes = hindrances.Length > 0 ? [] : LockfileDiff.Between(recorded, updated);
        bool isUpToDate = hindrances.Length == 0 && changes.Count == 0 && surroundings.Lockfile is not null;
        bool isWritten = hindrances.Length == 0 && !isUpToDate && !isCheck;
        string path = Path.Combine(root.FullName, Lockfile.FileName);
        if (isWritten)
        {
            Write(path, updated);
        }

        LockReport report = new(
            Path.GetRelativePath(Environment.CurrentDirectory, path), isUpToDate, isWritten, updated.Metrics.Count, updated.Events.Count, changes,
            [.. hindrances.Select(problem => problem.ToString())]);
        Console.Write(isJson ? ReportJson.Write(report) : report.ToLines());
        return isUpToDate || isWritten ? 0 : 1;
    }

    /// <summary>Writes it in one go: a build for several frameworks does so several times at once.</summary>
    private static void Write(string path, Lockfile lockfile)
    {
        string temporary = $"{path}.{Environment.ProcessId}";
        File.WriteAllText(temporary, LockfileWriter.Write(lockfile));
        File.Move(temporary, path, overwrite: true);
    }
}
