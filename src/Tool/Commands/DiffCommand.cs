using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using ServicePing.Definitions.Locking;
using ServicePing.Definitions.Problems;
using ServicePing.Tool.Reports;

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

        Option<bool> markdown = new("--markdown") { Description = "Prints Markdown, for the description of a pull request." };

        Command command = new("diff", "Prints what differs between two lockfiles; exits with 0 without a difference, 1 with one, 2 on trouble.")
        {
            older, newer, json, markdown,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(markdown))
            {
                result.AddError("--json and --markdown are two forms of the same: choose one.");
            }
        });
        command.SetAction(arguments => Run(
            arguments.GetRequiredValue(older), arguments.GetRequiredValue(newer), arguments.GetValue(json), arguments.GetValue(markdown)));
        return command;
    }

    private static int Run(FileInfo older, FileInfo newer, bool isJson, bool isMarkdown)
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
        Console.Write(isJson ? JsonSerializer.Serialize(changes, Json) + "\n" : isMarkdown ? MarkdownDiff.Write(changes) : LockfileDiff.Describe(changes));
        return changes.Count == 0 ? 0 : 1;
    }

    private static ReadLockfile Read(FileInfo file) => LockfileReader.Read(file.ToString(), File.ReadAllText(file.FullName));
}
