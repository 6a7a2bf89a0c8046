using System.CommandLine;
using System.Text.Json;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Reading;
using ServicePing.Tool.Dictionary;
using ServicePing.Tool.Drafts;
using ServicePing.Tool.Importing;
using ServicePing.Tool.Reports;

namespace ServicePing.Tool.Commands;

/// <summary><c>serviceping import gitlab TREE</c> and <c>import json FILE</c>: definitions from what was there before.</summary>
internal static class ImportCommand
{
    internal static Command Create() => new("import", "Takes over the definitions of a GitLab tree, or drafts definitions from a payload.") { GitLab(), Json() };

    private static Command GitLab()
    {
        Argument<DirectoryInfo> tree = new Argument<DirectoryInfo>("TREE") { Description = "The root of the tree, or its config." }.AcceptExistingOnly();
        Option<DirectoryInfo> into = new("--into")
        {
            Description = "The definitions root to write; it is made where it is not there.", DefaultValueFactory = _ => new DirectoryInfo("ServicePing"),
        };
        Option<bool> dryRun = DryRun();
        Option<bool> json = new("--json") { Description = "Prints a JSON object with the counts, the classes that are to be written, and the problems." };

        Command command = new(
            "gitlab", "Takes over definitions, events and words as they are, and lists the classes that need a query; exits with 1 where a build would not take one.")
        {
            tree, into, dryRun, json,
        };
        command.SetAction((arguments, cancellationToken) => Task.FromResult(Import(
            arguments.GetRequiredValue(tree), arguments.GetRequiredValue(into), arguments.GetValue(dryRun), arguments.GetValue(json), cancellationToken)));
        return command;
    }

    private static int Import(DirectoryInfo tree, DirectoryInfo root, bool isDry, bool isJson, CancellationToken cancellationToken)
    {
        GitLabImport import;
        int written;
        using (Waiting.For("reading the tree"))
        {
            import = GitLabImport.Of(tree, root, cancellationToken);
            written = isDry ? 0 : import.Write(root);
        }

        if (isJson)
        {
            Console.Write(ReportJson.Write(new ImportReport(import.Counts, written, import.Classes, [.. import.Problems.Select(problem => problem.ToString())])));
        }
        else
        {
            ImportText.Write(import, root, written, isDry);
        }

        return import.Problems.Any(problem => problem.Rule.Level == RuleLevel.Error) ? 1 : 0;
    }

    private static Command Json()
    {
        Argument<FileInfo> file = new Argument<FileInfo>("FILE") { Description = "A payload." }.AcceptExistingOnly();
        Option<DirectoryInfo> into = new("--into")
        {
            Description = "The definitions root to write to; it is made where it is not there.", DefaultValueFactory = _ => new DirectoryInfo("ServicePing"),
        };
        Option<bool> dryRun = DryRun();
        Option<bool> json = new("--json") { Description = "Asks nothing, and prints a JSON object with the drafts and what was left out." };
        DraftOptions options = new(JsonImport.Options);

        Command command = new("json", "Drafts a definition for each value of a payload that none is there for; what computes it is still to be said.") { file, into, dryRun, json };
        foreach (Option option in options.All)
        {
            command.Options.Add(option);
        }

        command.SetAction((arguments, cancellationToken) => Task.FromResult(DraftAll(
            Payload(arguments.GetRequiredValue(file)), arguments.GetRequiredValue(into), options.Of(arguments, !arguments.GetValue(json)),
            arguments.GetValue(dryRun), arguments.GetValue(json), cancellationToken)));
        return command;
    }

    private static int DraftAll(
        JsonElement payload, DirectoryInfo root, Answers answers, bool isDry, bool isJson, CancellationToken cancellationToken)
    {
        List<ReadFile> files = root.Exists ? DefinitionFolder.Read(root, mayBeEmpty: true, cancellationToken) : [];
        Definitions.Model.ProductWords words = DefinitionFolder.WordsOf(root, cancellationToken);
        Proposals proposals = new([.. files.Select(file => file.Meaning)], words, DefinitionFolder.ReadSurroundings(root).Schema);
        JsonImport import = JsonImport.Of(PayloadMetrics.Of(payload), StandardDefinitions.KeyPaths(words), answers, proposals);
        answers.RefuseMissing();
        if (!isDry)
        {
            Write(import, root);
        }

        if (isJson)
        {
            Console.Write(ReportJson.Write(new DraftsReport(
                [.. import.Drafts.Select(draft => new DraftedMetric(draft.Name, DefinitionFolder.PathOf(root, draft.File), draft.ToYaml()))], import.Known, import.Refused)));
        }
        else
        {
            ImportText.Write(import, root, isDry);
        }

        return import.Refused.Count == 0 ? 0 : 1;
    }

    private static void Write(JsonImport import, DirectoryInfo root)
    {
        foreach (Draft draft in import.Drafts)
        {
            string path = Path.Combine(root.FullName, draft.File);
            if (File.Exists(path))
            {
                throw new UsageException($"'{DefinitionFolder.PathOf(root, draft.File)}' is there and defines something else: move it away. Nothing is written.");
            }
        }

        foreach (Draft draft in import.Drafts)
        {
            string path = Path.Combine(root.FullName, draft.File);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, draft.ToYaml());
        }
    }

    private static JsonElement Payload(FileInfo file)
    {
        try
        {
            JsonElement payload = JsonElement.Parse(File.ReadAllBytes(file.FullName));
            return payload.ValueKind == JsonValueKind.Object ? payload : throw new UsageException($"'{file}' is no payload: it holds no JSON object.");
        }
        catch (JsonException exception)
        {
            throw new UsageException($"'{file}' is no payload: {exception.Message}", exception);
        }
    }

    private static Option<bool> DryRun() => new("--dry-run") { Description = "Says what would be written, and writes nothing." };
}

/// <summary>What was taken over from a tree.</summary>
/// <param name="Counts">How many definitions of each kind.</param>
/// <param name="Written">How many files were written; those that were there already are not among them.</param>
/// <param name="Classes">The classes that are to be written.</param>
/// <param name="Problems">What a build would say.</param>
internal sealed record ImportReport(
    IReadOnlyDictionary<string, int> Counts, int Written, IReadOnlyList<OpenClass> Classes, IReadOnlyList<string> Problems);

/// <summary>What was drafted from a payload.</summary>
/// <param name="Drafts">The drafts.</param>
/// <param name="Known">Key paths that needed none.</param>
/// <param name="Refused">Keys that no key path may have.</param>
internal sealed record DraftsReport(IReadOnlyList<DraftedMetric> Drafts, IReadOnlyList<string> Known, IReadOnlyList<string> Refused);

/// <summary>A drafted metric.</summary>
/// <param name="KeyPath">Its key path.</param>
/// <param name="File">Its file.</param>
/// <param name="Text">What stands in it.</param>
internal sealed record DraftedMetric(string KeyPath, string File, string Text);
