using System.CommandLine;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Rules;
using ServicePing.Tool.Reports;

namespace ServicePing.Tool.Commands;

/// <summary><c>serviceping validate DIR</c>: the problems of a definitions root, as the build would report them.</summary>
internal static class ValidateCommand
{
    internal static Command Create()
    {
        Argument<DirectoryInfo> root = Arguments.Root();
        Option<bool> json = new("--json") { Description = "Prints a JSON array of problems." };
        Option<FileInfo?> sarif = new("--sarif") { Description = "Writes a SARIF 2.1.0 log to this file as well." };
        Option<string?> version = new("--product-version") { Description = "The version of the product, by which metrics and suppressions expire." };

        Option<FileInfo[]> assemblies = Arguments.Assemblies();

        Command command = new("validate", "Prints the problems of a definitions root; exits with 1 where one is an error.")
        {
            root, assemblies, json, sarif, version,
        };
        command.SetAction((arguments, cancellationToken) => Task.FromResult(Validate(
            arguments.GetRequiredValue(root), arguments.GetRequiredValue(assemblies), arguments.GetValue(json), arguments.GetValue(sarif), arguments.GetValue(version), cancellationToken)));
        return command;
    }

    private static int Validate(
        DirectoryInfo root, FileInfo[] assemblies, bool isJson, FileInfo? sarif, string? version, CancellationToken cancellationToken)
    {
        List<ReadFile> files = DefinitionFolder.Read(root, mayBeEmpty: false, cancellationToken);
        IReadOnlyList<Problem> problems = DefinitionChecker.Check(
            files, DefinitionFolder.ReadSurroundings(root) with
            {
                ProductVersion = ProductVersion.Parse(version),
                References = AssemblyCatalogue.ReadSets(assemblies),
            });
        int errors = problems.Count(problem => problem.Rule.Level == RuleLevel.Error);
        if (isJson)
        {
            Console.Out.WriteLine(ProblemJson.Write(problems));
        }
        else
        {
            foreach (Problem problem in problems)
            {
                Console.WriteLine(problem);
            }

            Console.WriteLine($"{files.Count} files, {errors} errors, {problems.Count - errors} other problems");
        }

        if (sarif is not null)
        {
            File.WriteAllBytes(sarif.FullName, SarifLog.Write(problems));
        }

        return errors == 0 ? 0 : 1;
    }
}
