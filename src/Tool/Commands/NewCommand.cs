using System.CommandLine;
using ServicePing.Definitions.Reading;
using ServicePing.Tool.Drafts;
using ServicePing.Tool.Reports;

namespace ServicePing.Tool.Commands;

/// <summary><c>serviceping new metric|event DIR</c>: asks for a definition, proposes what it can, and writes a valid file.</summary>
internal static class NewCommand
{
    internal static Command Create() => new("new", "Asks for a metric or an event and writes its definition; each answer may be given as an option.")
    {
        Create("metric", "Asks for a metric and writes its definition.", MetricInterview.Options,
            (answers, proposals) => new MetricInterview(answers, proposals).Ask()),
        Create("event", "Asks for an event and writes its definition.", EventInterview.Options, (answers, proposals) => new EventInterview(answers, proposals).Ask()),
    };

    private static Command Create(
        string kind, string description, IReadOnlyList<(string Name, string Says)> answered, Func<Answers, Proposals, Draft> ask)
    {
        Argument<DirectoryInfo> root = Arguments.Root();
        Option<bool> dryRun = new("--dry-run") { Description = "Prints the definition and writes nothing." };
        Option<bool> json = new("--json") { Description = "Asks nothing, and prints a JSON object with the file, its text and its problems." };
        DraftOptions options = new(answered);

        Command command = new(kind, $"{description} Exits with 1, and writes nothing, where a build would not take it.") { root, dryRun, json };
        foreach (Option option in options.All)
        {
            command.Options.Add(option);
        }

        command.SetAction((arguments, cancellationToken) => Task.FromResult(Write(
            arguments.GetRequiredValue(root), options.Of(arguments, !arguments.GetValue(json)), ask,
            arguments.GetValue(dryRun), arguments.GetValue(json), cancellationToken)));
        return command;
    }

    private static int Write(
        DirectoryInfo root, Answers answers, Func<Answers, Proposals, Draft> ask, bool isDry, bool isJson, CancellationToken cancellationToken)
    {
        List<ReadFile> files = DefinitionFolder.Read(root, mayBeEmpty: true, cancellationToken);
        Proposals proposals = new(
            [.. files.Select(file => file.Meaning)], DefinitionFolder.WordsOf(root, cancellationToken), DefinitionFolder.ReadSurroundings(root).Schema);
        Draft draft = ask(answers, proposals);
        answers.RefuseMissing();
        DraftedFile file = DraftedFile.Of(draft, root, files, cancellationToken);
        bool isWritten = file.IsValid && !isDry;
        if (isWritten)
        {
            file.Write();
        }

        if (isJson)
        {
            Console.Write(ReportJson.Write(new DraftReport(file.Path, draft.Name, isWritten, file.Text, [.. file.Problems.Select(problem => problem.ToString())])));
        }
        else
        {
            Print(draft, file, isWritten);
        }

        return file.IsValid ? 0 : 1;
    }

    private static void Print(Draft draft, DraftedFile file, bool isWritten)
    {
        if (!isWritten)
        {
            Console.Write(file.Text);
        }

        foreach (Definitions.Problems.Problem problem in file.Problems)
        {
            Console.WriteLine(problem);
        }

        if (isWritten)
        {
            Console.WriteLine($"{file.Path} is written");
            Console.WriteLine($"Next: 'serviceping {(draft.Kind == Definitions.Model.DefinitionKind.Event ? "show" : "explain")} {draft.Name}' tells what it does; a build gives it its member.");
        }
        else if (!file.IsValid)
        {
            Console.Error.WriteLine("Nothing is written: a build would refuse the definition above. Give other answers, which options may do.");
        }
    }
}

/// <summary>What became of a draft.</summary>
/// <param name="File">Its file.</param>
/// <param name="Name">Its key path or action.</param>
/// <param name="IsWritten">Whether the file was written.</param>
/// <param name="Text">What stands in it.</param>
/// <param name="Problems">The problems of the project with it, as a build prints them.</param>
internal sealed record DraftReport(string File, string Name, bool IsWritten, string Text, IReadOnlyList<string> Problems);
