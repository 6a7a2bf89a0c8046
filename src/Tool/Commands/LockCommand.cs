using System.CommandLine;
using ServicePing.Definitions.Locking;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Rules;

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
        Option<string?> version = new("--product-version") { Description = "The version of the product, by which suppressions expire." };

        Command command = new("lock", "Writes servicepings.lock; exits with 1, and writes nothing, where a definition breaks a promise.")
        {
            root, check, linked, version,
        };
        command.SetAction((arguments, cancellationToken) => Task.FromResult(Run(
            arguments.GetRequiredValue(root), arguments.GetValue(linked) ?? [], arguments.GetValue(check), arguments.GetValue(version), cancellationToken)));
        return command;
    }

    private static int Run(
        DirectoryInfo root, string[] linked, bool isCheck, string? version, CancellationToken cancellationToken)
    {
        List<ReadFile> files = DefinitionFolder.Read(root, mayBeEmpty: true, cancellationToken);
        files.AddRange(linked.Select(file => DefinitionFolder.ReadLinked(root, file, cancellationToken)));
        Surroundings surroundings = DefinitionFolder.ReadSurroundings(root) with { ProductVersion = ProductVersion.Parse(version) };
        List<Problem> hindrances = [.. DefinitionChecker.Check(files, surroundings).Where(LockfileRecorder.Hinders)];
        foreach (Problem problem in hindrances)
        {
            Console.WriteLine(problem);
        }

        if (hindrances.Count > 0)
        {
            return 1;
        }

        Lockfile recorded = surroundings.Lockfile?.Meaning ?? Lockfile.Empty;
        Lockfile updated = LockfileRecorder.Update(recorded, LockfileRecorder.Record(files.Select(file => file.Meaning)));
        IReadOnlyList<LockfileChange> changes = LockfileDiff.Between(recorded, updated);
        string path = Path.Combine(root.FullName, Lockfile.FileName);
        string shown = Path.GetRelativePath(Environment.CurrentDirectory, path);
        if (changes.Count == 0 && surroundings.Lockfile is not null)
        {
            Console.WriteLine($"{shown} is up to date: {updated.Metrics.Count} metrics, {updated.Events.Count} events");
            return 0;
        }

        Console.Write(LockfileDiff.Describe(changes));
        if (isCheck)
        {
            Console.WriteLine($"{shown}: error SP0406: The lockfile is not up to date: run 'dotnet build -p:ServicePingLock=update'.");
            return 1;
        }

        // A build for several frameworks writes it several times at once.
        string temporary = $"{path}.{Environment.ProcessId}";
        File.WriteAllText(temporary, LockfileWriter.Write(updated));
        File.Move(temporary, path, overwrite: true);
        Console.WriteLine($"{shown} is written: {updated.Metrics.Count} metrics, {updated.Events.Count} events");
        return 0;
    }
}
