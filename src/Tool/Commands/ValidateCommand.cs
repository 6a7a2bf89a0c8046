using System.CommandLine;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Rules;

namespace ServicePing.Tool.Commands;

/// <summary><c>serviceping validate DIR</c>: the problems of a definitions root, as the build would report them.</summary>
internal static class ValidateCommand
{
    internal static Command Create()
    {
        Argument<DirectoryInfo> root = new Argument<DirectoryInfo>("DIR")
        {
            Description = "The definitions root: the folder above metrics/, events/ and queries/.",
        }.AcceptExistingOnly();

        Command command = new("validate", "Prints the problems of a definitions root; exits with 1 where one is an error.") { root };
        command.SetAction((arguments, cancellationToken) => Task.FromResult(Validate(arguments.GetRequiredValue(root), cancellationToken)));
        return command;
    }

    private static int Validate(DirectoryInfo root, CancellationToken cancellationToken)
    {
        List<ReadFile> files = DefinitionFolder.Read(root, cancellationToken);
        IReadOnlyList<Problem> problems = DefinitionChecker.Check(files, DefinitionFolder.ReadSurroundings(root));
        foreach (Problem problem in problems)
        {
            Console.WriteLine(problem);
        }

        int errors = problems.Count(problem => problem.Rule.Level == RuleLevel.Error);
        Console.WriteLine($"{files.Count} files, {errors} errors, {problems.Count - errors} other problems");
        return errors == 0 ? 0 : 1;
    }
}
