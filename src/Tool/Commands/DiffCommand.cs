using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using ServicePing.Definitions.Locking;
using ServicePing.Definitions.Rules;

namespace ServicePing.Tool.Commands;

/// <summary><c>serviceping diff OLD NEW</c>: every metric and event that came, went or changed between two lockfiles.</summary>
internal static class DiffCommand
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    internal static Command Create()
    {
        Argument<FileInfo> older = new Argument<FileInfo>("OLD") { Description = "A servicepings.lock." }.AcceptExistingOnly();
        Argument<FileInfo> newer = new Argument<FileInfo>("NEW") { Description = "A later one." }.AcceptExistingOnly();
        Option<bool> json = new("--json") { Description = "Prints a JSON array of changes." };

        Command command = new("diff", "Prints what differs between two lockfiles; exits with 0 without a difference, 1 with one, 2 on trouble.")
        {
            older, newer, json,
        };
        command.SetAction(arguments => Run(
            arguments.GetRequiredValue(older), arguments.GetRequiredValue(newer), arguments.GetValue(json)));
        return command;
    }

    private static int Run(FileInfo older, FileInfo newer, bool isJson)
    {
        ReadLockfile[] files = [Read(older), Read(newer)];
        List<Problem> problems = [.. files.SelectMany(file => file.Problems)];
        foreach (Problem problem in problems)
        {
            Console.Error.WriteLine(problem);
        }

        if (problems.Count > 0)
        {
            return 2;
        }

        IReadOnlyList<LockfileChange> changes = LockfileDiff.Between(files[0].Meaning, files[1].Meaning);
        Console.Write(isJson ? JsonSerializer.Serialize(changes, Json) + "\n" : LockfileDiff.Describe(changes));
        return changes.Count == 0 ? 0 : 1;
    }

    private static ReadLockfile Read(FileInfo file) => LockfileReader.Read(file.ToString(), File.ReadAllText(file.FullName));
}
