using System.CommandLine;
using ServicePing.Tool.Coverage;

namespace ServicePing.Tool.Commands;

/// <summary><c>serviceping coverage DIR --run PATH --fail-under PERCENT</c>: the definitions that no test exercises.</summary>
internal static class CoverageCommand
{
    internal static Command Create()
    {
        Argument<DirectoryInfo> root = Arguments.Root();
        Option<FileSystemInfo[]> runs = new Option<FileSystemInfo[]>("--run")
        {
            Description = "A file that a run of tests has written, or a folder above such files; may be given several times.",
            Required = true,
        }.AcceptExistingOnly();
        Option<decimal?> failUnder = new("--fail-under") { Description = "The percentage of definitions that tests must exercise, 0 to 100." };
        failUnder.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<decimal?>() is < 0 or > 100)
            {
                result.AddError("--fail-under is a percentage, 0 to 100.");
            }
        });
        Option<string?> owner = new("--owner") { Description = "Only the definitions of this owner, a product_group." };
        Option<bool> json = new("--json") { Description = "Prints JSON." };

        Command command = new("coverage", "Prints the definitions that no test exercises, by owner; exits with 1 where tests exercise too few.")
        {
            root, runs, failUnder, owner, json,
        };
        command.SetAction((arguments, cancellationToken) => Task.FromResult(Print(
            arguments.GetRequiredValue(root),
            arguments.GetRequiredValue(runs),
            arguments.GetValue(failUnder),
            arguments.GetValue(owner),
            arguments.GetValue(json),
            cancellationToken)));
        return command;
    }

    private static int Print(
        DirectoryInfo root, FileSystemInfo[] runs, decimal? failUnder, string? owner, bool isJson, CancellationToken cancellationToken)
    {
        DefinitionCoverage coverage = DefinitionCoverage.Of(
            DefinitionFolder.Read(root, mayBeEmpty: false, cancellationToken), RecordedRun.Read(runs), owner);
        if (owner is not null && coverage.All.Count == 0)
        {
            throw new UsageException($"No definition in use is of the owner '{owner}': write a product_group as definitions have it.");
        }

        Console.Out.WriteLine(isJson ? CoverageText.JsonOf(coverage) : CoverageText.Of(coverage, failUnder));
        return failUnder is { } percent && !coverage.Reaches(percent) ? 1 : 0;
    }
}
